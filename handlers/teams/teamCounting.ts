import type { Budget } from '../../domain/budget/budget.js';
import { decide } from '../../domain/budget/decide.js';
import { evolve } from '../../domain/budget/evolve.js';
import type { TeamCount as Count } from '../../domain/budget/teamSpend.js';
import type { Instant } from '../../domain/instant.js';
import { excessUsd, ZERO_USD } from '../../domain/money.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamId } from '../../domain/settings/teams.js';
import { optimistically, untilSaved, readBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import { applied } from '../budgets/budgetRecords.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { MAX_COUNTS, type TeamCount, type TeamCountChange, type TeamCounts } from '../ports/teamCounts.js';

export interface CountingPorts extends BudgetPorts {
  readonly counts: TeamCounts;
}

/**
 * Adds to the budgets of teams what rows of their members say beyond what was counted, each amount exactly once however
 * often and in whatever order the rows come. `rows` are as the stream shows them, the oldest of a member first. Throws
 * ContentionError and what the tables throw; what was counted until then stays.
 */
export async function countTeams(
  ports: CountingPorts,
  rows: readonly StoredBudget[],
  settings: Settings,
): Promise<void> {
  const parts = settings.teams.flatMap(({ name }) => partsOf(name, rows));
  if (parts.length === 0) return;
  const keys = parts.flatMap(({ team, members }) => members.map((principalId) => ({ team, principalId })));
  const budgets = await ports.budgets.read([...new Set(parts.map(({ team }) => teamId(team)))]);
  const counts = await ports.counts.read(keys);
  for (const part of parts) {
    const known = { record: budgets.get(teamId(part.team)), counts: counts.filter(({ team }) => team === part.team) };
    await countPart(ports, part, known, settings);
  }
}

/** As many members of one team as one transaction counts, and their rows. */
interface Part {
  readonly team: string;
  readonly members: readonly string[];
  readonly rows: readonly StoredBudget[];
}

function partsOf(team: string, rows: readonly StoredBudget[]): readonly Part[] {
  const ofTeam = rows.filter(({ budget }) => budget.teamSpend.some((spend) => spend.team === team));
  const all = [...new Set(ofTeam.map(({ budget }) => budget.principalId))];
  return Array.from({ length: Math.ceil(all.length / MAX_COUNTS) }, (_, index) => {
    const members = all.slice(index * MAX_COUNTS, (index + 1) * MAX_COUNTS);
    return { team, members, rows: ofTeam.filter(({ budget }) => members.includes(budget.principalId)) };
  });
}

/** Has a sweep count what the rows say, whatever becomes of the changes that told of it. */
export async function keepDue(ports: CountingPorts, rows: readonly StoredBudget[]): Promise<void> {
  const members = rows.filter(({ budget }) => budget.teamSpend.length > 0).map(({ budget }) => budget.principalId);
  for (const principalId of new Set(members)) {
    await untilSaved(ports, principalId, await readBudget(ports, principalId), (record, now) => {
      if (record === undefined || (record.reviewDueAt ?? Number.POSITIVE_INFINITY) <= now) return { after: record };
      return { after: { ...record, version: record.version + 1, updatedAt: now, reviewDueAt: now } };
    });
  }
}

interface Known {
  readonly record: StoredBudget | undefined;
  readonly counts: readonly TeamCount[];
}

/** Where somebody else has counted meanwhile, or another part of the team was, reads and decides again. */
async function countPart(
  ports: CountingPorts,
  { team, members, rows }: Part,
  known: Known,
  settings: Settings,
): Promise<void> {
  const principalId = teamId(team);
  let isFirst = true;
  await optimistically(ports, principalId, known.record, async (record, now) => {
    const stored = isFirst
      ? known.counts
      : await ports.counts.read(members.map((member) => ({ team, principalId: member })));
    isFirst = false;
    const { changes, counts } = changesOf(team, rows, stored);
    if (changes.length === 0) return { kind: 'done', value: undefined };
    const after = withCounts(principalId, record, counts, settings, now);
    const answer = await ports.counts.save({ before: record, after }, changes);
    return answer === 'saved' ? { kind: 'done', value: undefined } : { kind: 'conflict' };
  });
}

interface Changes {
  readonly changes: readonly TeamCountChange[];
  readonly counts: readonly Count[];
}

/** What rows add to what is counted; of one member one row after the other. */
function changesOf(team: string, rows: readonly StoredBudget[], stored: readonly TeamCount[]): Changes {
  const before = new Map(stored.map((count) => [count.principalId, count]));
  const current = new Map(before);
  const counts: Count[] = [];
  for (const row of rows) {
    const { principalId, teamSpend } = row.budget;
    const spend = teamSpend.find((one) => one.team === team);
    const known = current.get(principalId);
    if (spend === undefined || (known !== undefined && !isNewer(row, known))) continue;
    const after: TeamCount = {
      team,
      principalId,
      period: spend.period,
      countedUsd: spend.spentUsd,
      lateCountedUsd: spend.lateSpentUsd,
      rowCreatedAt: row.createdAt,
      rowVersion: row.version,
    };
    const count = difference(known, after);
    if (count === undefined) continue;
    counts.push(count);
    current.set(principalId, after);
  }
  const changes = [...current.values()]
    .filter((after) => before.get(after.principalId) !== after)
    .map((after) => ({ before: before.get(after.principalId), after }));
  return { changes, counts };
}

function isNewer({ createdAt, version }: StoredBudget, { rowCreatedAt, rowVersion }: TeamCount): boolean {
  return createdAt === rowCreatedAt ? version > rowVersion : createdAt > rowCreatedAt;
}

/** Undefined where nothing has changed. A row that somebody deleted and that is there again counts from nothing. */
function difference(known: TeamCount | undefined, after: TeamCount): Count | undefined {
  const before = known?.rowCreatedAt === after.rowCreatedAt ? known : undefined;
  const isSamePeriod = before?.period.start === after.period.start;
  const countedUsd = isSamePeriod ? before.countedUsd : ZERO_USD;
  const addedUsd = excessUsd(after.countedUsd, countedUsd);
  const takenBackUsd = excessUsd(countedUsd, after.countedUsd);
  const lateUsd = excessUsd(after.lateCountedUsd, before?.lateCountedUsd ?? ZERO_USD);
  const isNothing = [addedUsd, takenBackUsd, lateUsd].every((amount) => amount.isZero());
  return isNothing ? undefined : { period: after.period, addedUsd, takenBackUsd, lateUsd };
}

function withCounts(
  principalId: string,
  record: StoredBudget | undefined,
  counts: readonly Count[],
  settings: Settings,
  now: Instant,
): StoredBudget {
  const principal = { principalId, accountType: 'team' } as const;
  const policy = policyOf(settings, principal);
  const opening =
    record === undefined ? decide({ type: 'OpenBudget', principal, seenAt: now }, undefined, policy, now) : undefined;
  const opened = opening?.kind === 'accepted' ? opening.events : [];
  const budget = opened.reduce<Budget | undefined>(evolve, record?.budget);
  if (budget === undefined) throw new TypeError(`${principalId}: not opened`);
  const { events } = decide({ type: 'CountTeamSpend', counts }, budget, policy, now);
  return applied(record, [...opened, ...events], policy, now);
}
