import type { Outcomes } from '../../cli/replay/budgetReplay.js';
import { BudgetReplay } from '../../cli/replay/budgetReplay.js';
import type { SpendEntry } from '../../cli/replay/spendLog.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import type { AccountType } from '../../domain/iam/principal.js';
import { formatInstant, MINUTE_MS, type Instant } from '../../domain/instant.js';
import { usd } from '../../domain/money.js';
import { readSettings, type Settings } from '../../domain/settings/settings.js';

/** Settings that enforce, with rules and teams by `budgets/NAME` and `teams/NAME`. */
export function settings(given: Readonly<Record<string, unknown>> = {}): Settings {
  const texts = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const answer = readSettings({ enforcement: 'enforce', ...(Object.fromEntries(texts) as Record<string, string>) });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return answer.settings;
}

export function idOf(name: string): string {
  return `arn:aws:iam::444455556666:user/${name}`;
}

export function spend(at: string, cost: string, name = 'alice', accountType: AccountType = 'iam_user'): SpendEntry {
  return { principal: { principalId: idOf(name), accountType }, at: Date.parse(at), costUsd: usd(cost) };
}

export interface Replayed extends Outcomes {
  /** All but spend: `2026-06-01T09:05:00Z alice warning`. */
  readonly events: readonly string[];
}

export function replay(spends: readonly SpendEntry[], under: Settings): Replayed {
  const events: BudgetEvent[] = [];
  const run = new BudgetReplay(under, (event) => events.push(event));
  for (const entry of spends) run.record(entry);
  const told = (): readonly string[] =>
    events
      .filter(({ type }) => type !== 'SpendRecorded' && type !== 'TeamSpendRecorded')
      .map((event) => {
        const who = event.principalId.replace(idOf(''), '');
        return `${formatInstant(event.at)} ${who} ${event.type === 'ThresholdReached' ? event.threshold : event.type}`;
      });
  return { ...run.finish(), events: told() };
}

/** The first look of a monitor that looks every five minutes, after an instant. */
export function lookAfter(instant: Instant): Instant {
  return (Math.floor(instant / (5 * MINUTE_MS)) + 1) * 5 * MINUTE_MS;
}

export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => number): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
