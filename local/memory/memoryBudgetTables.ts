import type { Budget } from '../../domain/budget/budget.js';
import type { Instant } from '../../domain/instant.js';
import { NO_BUDGETS, type BudgetCensus, type StatusCounts } from '../../handlers/ports/budgetCensus.js';
import type { BudgetReader, BudgetRows } from '../../handlers/ports/budgetReader.js';
import type {
  BudgetChange,
  StoredBudget,
  BudgetStore,
  DuePage,
  DueWork,
  SaveAnswer,
} from '../../handlers/ports/budgetStore.js';
import type { TeamCount, TeamCountChange, TeamCountKey, TeamCounts } from '../../handlers/ports/teamCounts.js';
import type {
  ChargeAnswer,
  LedgerChange,
  LedgerEntry,
  ProvisionalPage,
  UsageKey,
  UsageLedger,
} from '../../handlers/ports/usageLedger.js';
import type { UsageReader } from '../../handlers/ports/usageReader.js';

/** UserBudgets, UsageTracking and TeamSpending in memory. One object, because they are written in one transaction. */
export class MemoryBudgetTables implements BudgetStore, BudgetReader, BudgetCensus, UsageLedger, UsageReader {
  readonly #budgets = new Map<string, StoredBudget>();
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #counts = new Map<string, TeamCount>();
  /** Called with every written row of UserBudgets, like the table's stream. */
  onWrite: (change: BudgetChange) => void = () => undefined;

  /** All rows of UserBudgets. */
  get records(): readonly StoredBudget[] {
    return [...this.#budgets.values()];
  }

  /** One row of UserBudgets. */
  stored(principalId: string): StoredBudget | undefined {
    return this.#budgets.get(principalId);
  }

  /** The TeamSpending table. */
  readonly teamCounts: TeamCounts = {
    read: (keys) => Promise.resolve(keys.flatMap((key) => this.#counts.get(countKeyOf(key)) ?? [])),
    save: (budget, counts) => Promise.resolve(this.#saveCounts(budget, counts)),
    members: (team) => Promise.resolve({ counts: this.counts.filter((count) => count.team === team), next: undefined }),
  };

  /** All rows of TeamSpending. */
  get counts(): readonly TeamCount[] {
    return [...this.#counts.values()];
  }

  /** All rows of UsageTracking. */
  get entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  /** Puts rows in, as they were in another of these; nobody is told. */
  restore(budgets: readonly StoredBudget[], entries: readonly LedgerEntry[], counts: readonly TeamCount[]): void {
    for (const row of budgets) this.#budgets.set(row.budget.principalId, row);
    for (const entry of entries) this.#entries.set(keyOf(entry.record), entry);
    for (const count of counts) this.#counts.set(countKeyOf(count), count);
  }

  async *all(): AsyncGenerator<BudgetRows> {
    await Promise.resolve();
    yield { rows: this.records, unreadable: [] };
  }

  async *of(principalId: string, since: Instant, until: Instant): AsyncGenerator<readonly LedgerEntry[]> {
    await Promise.resolve();
    const isWithin = ({ record: { timestamp } }: LedgerEntry): boolean => timestamp >= since && timestamp < until;
    const found = this.entries.filter((entry) => entry.record.principalId === principalId && isWithin(entry));
    yield found.sort((one, other) => one.record.timestamp - other.record.timestamp);
  }

  latest(principalId: string, count: number): Promise<readonly LedgerEntry[]> {
    const found = this.entries.filter(({ record }) => record.principalId === principalId);
    return Promise.resolve(found.sort((one, other) => other.record.timestamp - one.record.timestamp).slice(0, count));
  }

  read(principalIds: readonly string[]): Promise<ReadonlyMap<string, StoredBudget>> {
    const found = principalIds.flatMap((principalId) => this.#budgets.get(principalId) ?? []);
    return Promise.resolve(new Map(found.map((record) => [record.budget.principalId, record])));
  }

  save(change: BudgetChange): Promise<SaveAnswer> {
    if (this.#isStale(change)) return Promise.resolve('conflict');
    this.#put(change);
    return Promise.resolve('saved');
  }

  /** `from` is the last row of the page before, as in DynamoDB, so rows that are no longer due shift no page. */
  due(work: DueWork, at: Instant, limit: number, from = ''): Promise<DuePage> {
    const places = this.records.flatMap((record) => {
      const dueAt = work === 'review' ? record.reviewDueAt : record.refreshDueAt;
      const { principalId } = record.budget;
      return dueAt === undefined || dueAt > at ? [] : [{ principalId, place: placeOf(dueAt, principalId) }];
    });
    const left = places.filter(({ place }) => place > from).sort((one, other) => (one.place < other.place ? -1 : 1));
    const page = left.slice(0, limit);
    return Promise.resolve({
      principalIds: page.map(({ principalId }) => principalId),
      next: page.length < left.length ? page.at(-1)?.place : undefined,
    });
  }

  named(name: string): Promise<readonly string[]> {
    return Promise.resolve([...this.#budgets.keys()].filter((principalId) => principalId.endsWith(`/${name}`)));
  }

  countByStatus(): Promise<StatusCounts> {
    const budgets = { ...NO_BUDGETS };
    for (const { budget } of this.records) if (budget.accountType !== 'team') budgets[budget.status] += 1;
    return Promise.resolve({ budgets, unreadable: [] });
  }

  charge(change: BudgetChange, entries: readonly LedgerChange[]): Promise<ChargeAnswer> {
    return Promise.resolve(this.#charge(change, entries));
  }

  charged(keys: readonly UsageKey[]): Promise<ReadonlySet<string>> {
    const found = keys.filter((key) => this.#entries.has(keyOf(key)));
    return Promise.resolve(new Set(found.map(({ requestId }) => requestId)));
  }

  find(keys: readonly UsageKey[]): Promise<readonly LedgerEntry[]> {
    return Promise.resolve(keys.flatMap((key) => this.#entries.get(keyOf(key)) ?? []));
  }

  provisional(since: Instant): Promise<ProvisionalPage> {
    const entries = this.entries.filter((entry) => isProvisional(entry) && entry.record.timestamp >= since);
    return Promise.resolve({ entries, next: undefined });
  }

  #charge(change: BudgetChange, entries: readonly LedgerChange[]): ChargeAnswer {
    const isStale = this.#isStale(change);
    const duplicates = entries.flatMap(({ record, replaces }, index) => {
      const stored = this.#entries.get(keyOf(record));
      return isAsExpected(stored, replaces) ? [] : [{ index, stored }];
    });
    if (isStale || duplicates.length > 0) return { kind: 'refused', isStale, duplicates };
    this.#put(change);
    for (const { replaces: _, ...entry } of entries) this.#entries.set(keyOf(entry.record), entry);
    return { kind: 'charged' };
  }

  #saveCounts(budget: BudgetChange, counts: readonly TeamCountChange[]): SaveAnswer {
    const isOld = ({ before, after }: TeamCountChange): boolean => {
      const stored = this.#counts.get(countKeyOf(after));
      return stored?.rowVersion !== before?.rowVersion || stored?.rowCreatedAt !== before?.rowCreatedAt;
    };
    if (this.#isStale(budget) || counts.some(isOld)) return 'conflict';
    for (const { after } of counts) this.#counts.set(countKeyOf(after), after);
    this.#put(budget);
    return 'saved';
  }

  #isStale({ before, after }: BudgetChange): boolean {
    return this.#budgets.get(after.budget.principalId)?.version !== before?.version;
  }

  /** An edit as in the console, which keeps the version. Throws if there is no such row. */
  edit(principalId: string, edited: (budget: Budget) => Budget): void {
    const before = this.#budgets.get(principalId);
    if (before === undefined) throw new TypeError(`no row of ${principalId}`);
    this.#put({ before, after: { ...before, budget: edited(before.budget) } });
  }

  #put(change: BudgetChange): void {
    const { after } = change;
    this.#budgets.set(after.budget.principalId, after);
    this.onWrite(change);
  }
}

/** Sorts by instant, then by principal. */
function placeOf(dueAt: Instant, principalId: string): string {
  return `${String(dueAt).padStart(15, '0')}|${principalId}`;
}

function isProvisional(entry: LedgerEntry | undefined): boolean {
  return entry?.record.priceStatus === 'provisional' && !entry.isLate;
}

function isAsExpected(stored: LedgerEntry | undefined, expected: LedgerEntry | undefined): boolean {
  if (stored === undefined || expected === undefined) return stored === expected;
  const { costUsd, priceStatus } = expected.record;
  if (!stored.record.costUsd.equals(costUsd) || stored.record.priceStatus !== priceStatus) return false;
  return stored.replacements === expected.replacements;
}

function countKeyOf({ team, principalId }: TeamCountKey): string {
  return `${team}|${principalId}`;
}

function keyOf({ principalId, timestamp, requestId }: UsageKey): string {
  return `${principalId}|${timestamp}|${requestId}`;
}
