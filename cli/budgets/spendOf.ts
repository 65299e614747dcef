import { dayOf } from '../../domain/calendar/zonedTime.js';
import { DAY_MS, formatInstant, type Instant } from '../../domain/instant.js';
import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Stack } from '../stack/stack.js';

export interface Spend {
  readonly calls: number;
  readonly spentUsd: Usd;
  readonly provisionalUsd: Usd;
}

export interface SpendOf {
  /** The dearest first. */
  readonly models: readonly (readonly [string, Spend])[];
  /** `YYYY-MM-DD` in the zone, in order. */
  readonly days: readonly (readonly [string, Spend])[];
}

const NOTHING: Spend = { calls: 0, spentUsd: ZERO_USD, provisionalUsd: ZERO_USD };

/** What a principal spent by model and by day. Throws what reading throws. */
export async function spendOf(
  { usage }: Stack,
  principalId: string,
  since: Instant,
  until: Instant,
  timeZone: string,
): Promise<SpendOf> {
  const [models, days] = [new Map<string, Spend>(), new Map<string, Spend>()];
  for await (const entries of usage.of(principalId, since, until)) {
    for (const { record } of entries) {
      const provisionalUsd = record.priceStatus === 'provisional' ? record.costUsd : ZERO_USD;
      const call = { calls: 1, spentUsd: record.costUsd, provisionalUsd };
      add(models, record.modelId, call);
      add(days, formatInstant(dayOf(timeZone, record.timestamp) * DAY_MS).slice(0, 10), call);
    }
  }
  return {
    models: [...models].sort(([, one], [, other]) => other.spentUsd.comparedTo(one.spentUsd)),
    days: [...days].sort(([one], [other]) => (one < other ? -1 : 1)),
  };
}

function add(sums: Map<string, Spend>, key: string, call: Spend): void {
  const { calls, spentUsd, provisionalUsd } = sums.get(key) ?? NOTHING;
  sums.set(key, {
    calls: calls + call.calls,
    spentUsd: addUsd(spentUsd, call.spentUsd),
    provisionalUsd: addUsd(provisionalUsd, call.provisionalUsd),
  });
}
