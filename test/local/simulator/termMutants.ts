import type { Budget } from '../../../domain/budget/budget.js';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { isObject } from '../../../domain/json.js';
import { addUsd, excessUsd, usd, ZERO_USD } from '../../../domain/money.js';
import type { BudgetChange } from '../../../handlers/ports/budgetStore.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { StoredSettings } from '../../../handlers/ports/settingsSource.js';
import type { Alteration } from '../../../local/simulator/run/simulation.js';
import { adapters, instead, type Mutant } from './alterations.js';

/** The stack's functions, or one of them, read rules and teams otherwise than people wrote them. */
function reads(changed: (stored: StoredSettings, services: Services) => StoredSettings, of?: string): Alteration {
  return adapters((services, entry) =>
    of !== undefined && entry !== of
      ? {}
      : {
          settings: (path) =>
            instead(services.settings(path), (source) => ({
              read: async () => changed(await source.read(), services),
            })),
        },
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** Of each rule and team that is deployed or overridden. */
function entries(changed: (fields: Fields) => Fields): (stored: StoredSettings) => StoredSettings {
  const changedIn = (values: StoredSettings['deployed']): StoredSettings['deployed'] =>
    Object.fromEntries(
      Object.entries(values).map(([name, text]) => {
        const fields: unknown = /^(?:budgets|teams)\//.test(name) ? JSON.parse(text) : undefined;
        return [name, isObject(fields) ? JSON.stringify(changed(fields)) : text];
      }),
    );
  return ({ deployed, overrides }) => ({ deployed: changedIn(deployed), overrides: changedIn(overrides) });
}

/** Each row is written otherwise than it was decided. */
function writes(changed: (budget: Budget, before: Budget | undefined) => Budget): Alteration {
  const otherwise = (change: BudgetChange): BudgetChange => ({
    ...change,
    after: { ...change.after, budget: changed(change.after.budget, change.before?.budget) },
  });
  return adapters((services) => ({
    budgets: (table) =>
      instead(services.budgets(table), (budgets) => ({ save: (change) => budgets.save(otherwise(change)) })),
    ledger: (tables) =>
      instead(services.ledger(tables), (ledger) => ({
        charge: (change, charged) => ledger.charge(otherwise(change), charged),
      })),
  }));
}

const countsTeamsTwice = adapters((services) => ({
  teamCounts: (names) =>
    instead(services.teamCounts(names), (counts) => ({
      save: ({ before, after }, changes) => {
        const added = excessUsd(after.budget.spentUsd, before?.budget.spentUsd ?? ZERO_USD);
        const budget = { ...after.budget, spentUsd: addUsd(after.budget.spentUsd, added) };
        return counts.save({ before, after: { ...after, budget } }, changes);
      },
    })),
}));

const forgetsTeamsOfCalls = adapters((services) => ({
  ledger: (tables) =>
    instead(services.ledger(tables), (ledger) => ({
      charge: (change, charged) =>
        ledger.charge(
          change,
          charged.map(({ teams: _, ...entry }) => entry),
        ),
    })),
}));

const countsEverybody = reads(
  entries((fields) => ('members' in fields ? { ...fields, members: ['*'] } : fields)),
  'usageCalculator',
);

/** For the monitor whoever was in a team at first stays in it. */
const forgetsWhoHasLeft: Alteration = (inner) => {
  const first = new Map<string, unknown>();
  const kept = reads(({ deployed, overrides }) => {
    const withFirst = Object.entries(deployed).map(([name, text]) => {
      const fields: unknown = name.startsWith('teams/') ? JSON.parse(text) : undefined;
      if (!isObject(fields)) return [name, text];
      if (!first.has(name)) first.set(name, fields['members']);
      return [name, JSON.stringify({ ...fields, members: first.get(name) })];
    });
    return { deployed: Object.fromEntries(withFirst) as StoredSettings['deployed'], overrides };
  }, 'budgetMonitor');
  return kept(inner);
};

/** The monitor sees no team that is over its limit. */
const holdsNobodyForTeams = adapters((services, entry) => ({
  budgets: (table) =>
    instead(services.budgets(table), (budgets) => ({
      read: async (ids) => {
        const found = await budgets.read(ids);
        if (entry !== 'budgetMonitor' || ids.length < 2) return found;
        return new Map([...found].filter(([id]) => !id.startsWith('team/')));
      },
    })),
}));

/** As before suspensions ended with their period: the daily job alone finds them. */
const endsSuspensionsByTheDailyJob = adapters((services, entry) => ({
  budgets: (table) =>
    instead(services.budgets(table), (budgets) => ({
      due: async (work, at, limit, from) => {
        const page = await budgets.due(work, at, limit, from);
        if (work === 'refresh' || entry !== 'budgetMonitor') return page;
        const found = await budgets.read(page.principalIds);
        const principalIds = page.principalIds.filter((id) => found.get(id)?.budget.status !== 'suspended');
        return { ...page, principalIds };
      },
    })),
}));

const suspendsTheExempt = reads(
  entries((fields) => (fields['enforcement'] === undefined ? fields : { ...fields, enforcement: 'enforce' })),
);

const keepsTopUps = writes((budget) => ({
  ...budget,
  overrides: {
    ...budget.overrides,
    topUps: budget.overrides.topUps.map((topUp) => ({ ...topUp, until: topUp.until + DAY_MS })),
  },
}));

const carriesTooMuchOver = reads(
  entries((fields) => ('carryOver' in fields ? { ...fields, carryOver: { maxUsd: '1000' } } : fields)),
);

const readsTheConfigurationOnce: Alteration = (inner) => {
  let first: StoredSettings | undefined;
  return reads((stored) => (first ??= stored))(inner);
};

const takesEveryZoneForUtc = reads(
  entries((fields) => ('timeZone' in fields ? { ...fields, timeZone: 'UTC' } : fields)),
);

/** Where the clocks have changed, a period ends an hour too late. */
const endsPeriodsAnHourLate = writes((budget, before) =>
  budget.schedule.timeZone === 'UTC' || before?.period.start === budget.period.start
    ? budget
    : { ...budget, period: { ...budget.period, end: budget.period.end + 60 * MINUTE_MS } },
);

/** What somebody set by hand gives way to the rules at once. */
const forgetsLimitsByHand = writes((budget) => ({
  ...budget,
  overrides: { ...budget.overrides, limit: undefined },
}));

/** Half a cent is added to each limit. */
const roundsLimits = writes((budget) => ({ ...budget, limitUsd: addUsd(budget.limitUsd, usd('0.005')) }));

export const TERM_MUTANTS: readonly Mutant[] = [
  { name: "counts a team's spend twice", invariant: 'teams', seed: 3, alter: countsTeamsTwice },
  { name: 'forgets the teams of a call', invariant: 'teams', seed: 3, alter: forgetsTeamsOfCalls },
  { name: 'counts everybody in each team', invariant: 'teams', seed: 3, alter: countsEverybody },
  { name: 'holds who has left a team', invariant: 'returns', seed: 3, alter: forgetsWhoHasLeft },
  { name: 'holds nobody for a team', invariant: 'returns', seed: 11, alter: holdsNobodyForTeams },
  { name: 'ends suspensions by the daily job', invariant: 'returns', seed: 1, alter: endsSuspensionsByTheDailyJob },
  { name: 'suspends the exempt and the observed', invariant: 'enforcement', seed: 3, alter: suspendsTheExempt },
  { name: 'keeps top-ups for a day', invariant: 'limits', seed: 9, alter: keepsTopUps },
  { name: 'carries over more than it may', invariant: 'limits', seed: 9, alter: carriesTooMuchOver },
  { name: 'reads its configuration once', invariant: 'limits', seed: 9, alter: readsTheConfigurationOnce },
  { name: 'takes every zone for UTC', invariant: 'limits', seed: 3, alter: takesEveryZoneForUtc },
  { name: 'ends periods an hour late', invariant: 'spend', seed: 3, alter: endsPeriodsAnHourLate },
  { name: 'forgets limits by hand', invariant: 'limits', seed: 3, alter: forgetsLimitsByHand },
  { name: 'rounds limits up', invariant: 'limits', seed: 1, alter: roundsLimits },
];
