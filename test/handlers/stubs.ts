import type { Instant } from '../../domain/instant.js';
import type { Usd } from '../../domain/money.js';
import { readSettings, type Settings } from '../../domain/settings/settings.js';
import type { LambdaContext } from '../../handlers/runtime/handler.js';
import type { MetricName } from '../../handlers/contracts/metrics.js';
import type { BudgetChange, StoredBudget, BudgetStore, DuePage, SaveAnswer } from '../../handlers/ports/budgetStore.js';
import type { Clock } from '../../handlers/ports/clock.js';
import type { LogFields, Telemetry } from '../../handlers/ports/telemetry.js';

export const CONTEXT: LambdaContext = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000 };

/** Of a stack that enforces, unless it is told otherwise. */
export function settingsOf(given: Readonly<Record<string, string>> = {}): Settings {
  const answer = readSettings({ enforcement: 'enforce', ...given });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join('; '));
  return answer.settings;
}

export function clockAt(now: Instant): Clock {
  return { now: () => now, sleep: () => Promise.resolve(), random: () => 0 };
}

/** Budgets by principal; what a test changes in `records` is what is there. */
export class StubBudgets implements BudgetStore {
  readonly records = new Map<string, StoredBudget>();

  read(principalIds: readonly string[]): Promise<ReadonlyMap<string, StoredBudget>> {
    return Promise.resolve(new Map([...this.records].filter(([principalId]) => principalIds.includes(principalId))));
  }

  save({ before, after }: BudgetChange): Promise<SaveAnswer> {
    const { principalId } = after.budget;
    if (this.records.get(principalId)?.version !== before?.version) return Promise.resolve('conflict');
    this.records.set(principalId, after);
    return Promise.resolve('saved');
  }

  due(): Promise<DuePage> {
    return Promise.resolve({ principalIds: [], next: undefined });
  }

  named(name: string): Promise<readonly string[]> {
    return Promise.resolve([...this.records.keys()].filter((principalId) => principalId.endsWith(`/${name}`)));
  }
}

/** Keeps what it is told: metrics by name, and `level message reason` of each log line. */
export class StubTelemetry implements Telemetry {
  readonly counts: Partial<Record<MetricName, number>> = {};
  readonly lines: string[] = [];
  flushes = 0;

  info(message: string, fields: LogFields = {}): void {
    this.#add('info', message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#add('warn', message, fields);
  }

  error(message: string, _error: unknown, fields: LogFields = {}): void {
    this.#add('error', message, fields);
  }

  count(metric: MetricName, value: number | Usd): void {
    this.counts[metric] = (this.counts[metric] ?? 0) + Number(value);
  }

  record(metric: MetricName, value: number | Usd): void {
    this.count(metric, value);
  }

  flush(): void {
    this.flushes += 1;
  }

  #add(level: string, message: string, { reason }: LogFields): void {
    this.lines.push([level, message, reason].filter((part) => part !== undefined).join(' | '));
  }
}
