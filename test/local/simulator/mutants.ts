import { gunzipSync, gzipSync } from 'node:zlib';
import { addUsd, ZERO_USD as ZERO } from '../../../domain/money.js';
import { namesInDocument } from '../../../domain/iam/personPolicy.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { DAY_MS } from '../../../domain/instant.js';
import type { BudgetChange, StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { hashOf } from '../../../handlers/persons/personPolicies.js';
import type { StoredPersonPolicy } from '../../../handlers/ports/personPolicyLists.js';
import type { Alteration } from '../../../local/simulator/run/simulation.js';
import { adapters, functions, instead, type Mutant } from './alterations.js';

const chargesRepetitions = adapters((services) => ({
  ledger: (tables) =>
    instead(services.ledger(tables), (ledger) => ({
      charge: async (change, entries) => {
        const answer = await ledger.charge(change, entries);
        if (answer.kind !== 'refused' || answer.isStale) return answer;
        return ledger.charge(change, []);
      },
    })),
}));

const leavesOutLargerRecords = adapters((services) => ({
  ledger: (tables) =>
    instead(services.ledger(tables), (ledger) => ({
      charge: async (change, entries) => {
        const answer = await ledger.charge(change, entries);
        if (answer.kind !== 'refused') return answer;
        const duplicates = answer.duplicates.map(({ index }) => ({ index, stored: undefined }));
        return { ...answer, duplicates };
      },
    })),
}));

const chargesLargerRecordsInFull = adapters((services) => ({
  ledger: (tables) =>
    instead(services.ledger(tables), (ledger) => ({
      charge: (change, entries) => {
        const { budget } = change.after;
        const before = entries.flatMap(({ replaces }) => replaces?.record.costUsd ?? []).reduce(addUsd, ZERO);
        const spentUsd = addUsd(budget.spentUsd, before);
        return ledger.charge({ ...change, after: { ...change.after, budget: { ...budget, spentUsd } } }, entries);
      },
    })),
}));

const chargesLateSpendToTheNewPeriod = adapters((services) => ({
  ledger: (tables) =>
    instead(services.ledger(tables), (ledger) => ({
      charge: (change, entries) => {
        const lateUsd = entries
          .filter(({ isLate }) => isLate)
          .reduce((sum, { record }) => addUsd(sum, record.costUsd), ZERO);
        const { budget } = change.after;
        const spentUsd = addUsd(budget.spentUsd, lateUsd);
        return ledger.charge({ ...change, after: { ...change.after, budget: { ...budget, spentUsd } } }, entries);
      },
    })),
}));

const beginsPeriodsAtNoon = adapters((services) => ({
  budgets: (table) =>
    instead(services.budgets(table), (budgets) => ({ save: (change) => budgets.save(openedAtNoon(change)) })),
  ledger: (tables) =>
    instead(services.ledger(tables), (ledger) => ({
      charge: (change, entries) => {
        const moved = openedAtNoon(change);
        const periodStart = moved.after.budget.period.start;
        return ledger.charge(moved, moved === change ? entries : entries.map((entry) => ({ ...entry, periodStart })));
      },
    })),
}));

/** Twelve hours early, and consistently so: all that follows from it agrees. */
function openedAtNoon(change: BudgetChange): BudgetChange {
  if (change.before !== undefined) return change;
  const { budget, refreshDueAt = NaN } = change.after;
  const early = DAY_MS / 2;
  const period = { start: budget.period.start - early, end: budget.period.end - early };
  const moved = { ...budget, anchor: budget.anchor - early, period };
  return { ...change, after: { ...change.after, budget: moved, refreshDueAt: refreshDueAt - early } };
}

const losesEventsAfterErrors = functions((services) => ({
  bus: (name) =>
    instead(services.bus(name), (bus) => ({ publish: (events) => bus.publish(events).catch(() => undefined) })),
}));

const forgetsTheRestorePoint = adapters((services, entry) => ({
  budgets: (table) =>
    instead(services.budgets(table), (budgets) => ({
      read: async (ids) => {
        const found = await budgets.read(ids);
        return entry === 'iamUtilities'
          ? new Map([...found].map(([id, record]) => [id, withoutRestorePoint(record)]))
          : found;
      },
    })),
}));

/** Of a restoration alone: a suspension without one does nothing. */
function withoutRestorePoint(record: StoredBudget): StoredBudget {
  const { budget } = record;
  return budget.status === 'restoring' ? { ...record, budget: { ...budget, restorePoint: undefined } } : record;
}

const suspendsAnother = adapters((services) => {
  let previous: PolicyHolder | undefined;
  return {
    iamAccess: (enforcementConfig) =>
      instead(services.iamAccess(enforcementConfig), (iam) => ({
        attachPolicy: (holder, policyArn) => {
          const other = previous ?? holder;
          previous = holder;
          return iam.attachPolicy(other, policyArn);
        },
      })),
  };
});

/** For the function that writes them, lists hold what documents hold: whom somebody has taken out is forgotten. */
const believesIam = adapters((services, entry) => ({
  personPolicyLists: (table) =>
    entry !== 'personAccess'
      ? services.personPolicyLists(table)
      : instead(services.personPolicyLists(table), (lists) => ({
          read: async (numbers) => {
            const documents = services.policyDocuments();
            const rows = await lists.read(numbers);
            return Promise.all(
              rows.map(async (row) => asInIam(row, await documents.policyDocument(PERSONS(row.number)))),
            );
          },
          save: async (before, after) => {
            const [stored = before] = await lists.read([before.number]);
            return lists.save({ ...before, persons: stored.persons, writtenHash: stored.writtenHash }, after);
          },
        })),
}));

const PERSONS = (number: number): string => `arn:aws:iam::444455556666:policy/bedrock-budgeteer-dev-persons-${number}`;

function asInIam(row: StoredPersonPolicy, document: string | undefined): StoredPersonPolicy {
  const sessions = namesInDocument(document ?? '')?.map((userId) => userId.slice('*:'.length)) ?? [];
  const ids = new Set(sessions.map((session) => `person/${session.toLowerCase()}`));
  const persons = [...ids].map((principalId) => ({
    principalId,
    sessions: sessions.filter((session) => `person/${session.toLowerCase()}` === principalId),
  }));
  const writtenHash = document === undefined ? row.writtenHash : hashOf(document);
  return { ...row, persons, writtenHash };
}

/** Whoever has the name of somebody suspended as a part of the own. */
const deniesMoreNames = adapters((services) => ({
  policyDocuments: () =>
    instead(services.policyDocuments(), (documents) => ({
      policyDocument: async (policyArn) =>
        (await documents.policyDocument(policyArn))?.replaceAll(/"\*:\*([^"]+)\*"/g, '"*:$1"'),
      writePolicyDocument: (policyArn, document) =>
        documents.writePolicyDocument(policyArn, document.replaceAll(/"\*:([^"]+)"/g, '"*:*$1*"')),
    })),
}));

const suspendsTheProtected: Alteration = functions((services) => ({
  settings: (path) =>
    instead(services.settings(path), (source) => ({
      read: async () => {
        const { deployed, overrides } = await source.read();
        return { deployed, overrides: { ...overrides, protectedPrincipals: 'none' } };
      },
    })),
}));

const enforcesAllTheSame: Alteration = functions((services) => ({
  settings: (path) =>
    instead(services.settings(path), (source) => ({
      read: async () => {
        const { deployed, overrides } = await source.read();
        return { deployed, overrides: { ...overrides, enforcement: 'enforce' } };
      },
    })),
}));

const observesForGood: Alteration = functions((services) => ({
  settings: (path) =>
    instead(services.settings(path), (source) => ({
      read: async () => {
        const { deployed, overrides } = await source.read();
        return { deployed, overrides: { ...overrides, enforcement: 'observe' } };
      },
    })),
}));

const findsNothingDue = adapters((services) => ({
  budgets: (table) =>
    instead(services.budgets(table), () => ({
      due: () => Promise.resolve({ principalIds: [], next: undefined }),
    })),
}));

const tellsRepetitions = adapters((services) => ({
  noticeLog: (table) =>
    instead(services.noticeLog(table), (log) => ({
      claim: async (...args) => {
        await log.claim(...args);
        return { kind: 'claimed', delivered: new Set<string>() };
      },
    })),
}));

const writesNoDeadLetter: Alteration = (inner) => ({
  ...inner,
  tasks: (services) => inner.tasks({ ...services, sendMessage: () => Promise.resolve() }),
});

const firstRecordWins: Alteration = (inner) => ({
  ...inner,
  handler: (declaration, services, compose) => {
    if (declaration.entry !== 'usageCalculator') return inner.handler(declaration, services, compose);
    const seen = new Map<string, string>();
    return inner.handler(declaration, services, (faulty) => {
      const handle = compose(faulty);
      return (event, context) => handle(withFirstsOnly(event, seen), context);
    });
  },
});

interface FirehoseEvent {
  readonly records: readonly { readonly data: string }[];
}

/** Each request as its first record told it. */
function withFirstsOnly(event: unknown, seen: Map<string, string>): unknown {
  const { records, ...others } = event as FirehoseEvent;
  if (!Array.isArray(records)) return event;
  return {
    ...others,
    records: (records as FirehoseEvent['records']).map((record) => ({ ...record, data: firstsOf(record.data, seen) })),
  };
}

function firstsOf(data: string, seen: Map<string, string>): string {
  const text = gunzipSync(Buffer.from(data, 'base64')).toString();
  const payload = JSON.parse(text) as { logEvents: { message: string }[] };
  const logEvents = payload.logEvents.map((event) => {
    const id = /"requestId":"([^"]+)"/.exec(event.message)?.[1] ?? '';
    const message = seen.get(id) ?? event.message;
    seen.set(id, message);
    return { ...event, message };
  });
  return gzipSync(JSON.stringify({ ...payload, logEvents })).toString('base64');
}

export const MUTANTS: readonly Mutant[] = [
  { name: 'charges a repeated record again', invariant: 'spend', seed: 1, alter: chargesRepetitions },
  { name: 'lets the first record win, without usage too', invariant: 'spend', seed: 1, alter: firstRecordWins },
  { name: 'lets the first record win', invariant: 'spend', seed: 1, alter: leavesOutLargerRecords },
  { name: 'charges a larger record in full', invariant: 'spend', seed: 1, alter: chargesLargerRecordsInFull },
  { name: 'charges late spend to the new period', invariant: 'spend', seed: 6, alter: chargesLateSpendToTheNewPeriod },
  { name: 'begins periods at noon', invariant: 'spend', seed: 2, alter: beginsPeriodsAtNoon },
  { name: 'suspends another principal', invariant: 'enforcement', seed: 1, alter: suspendsAnother },
  { name: 'suspends the protected', invariant: 'enforcement', seed: 1, alter: suspendsTheProtected },
  { name: 'finds no stuck work', invariant: 'enforcement', seed: 1, alter: findsNothingDue },
  { name: 'suspends although it only observes', invariant: 'enforcement', seed: 5, alter: enforcesAllTheSame },
  { name: 'observes although it is to enforce', invariant: 'enforcement', seed: 1, alter: observesForGood },
  { name: 'takes its list of persons from IAM', invariant: 'persons', seed: 2, alter: believesIam },
  { name: 'denies all who have a name in theirs', invariant: 'persons', seed: 1, alter: deniesMoreNames },
  { name: 'forgets the restore point', invariant: 'attachments', seed: 1, alter: forgetsTheRestorePoint },
  {
    name: 'loses events that could not be published',
    invariant: 'announcements',
    seed: 20,
    alter: losesEventsAfterErrors,
  },
  { name: 'tells repeated events again', invariant: 'announcements', seed: 4, alter: tellsRepetitions },
  { name: 'leaves no dead letter', invariant: 'failures', seed: 3, alter: writesNoDeadLetter },
];
