import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import type { Span } from './generateCalls.js';
import { HOUR_MS } from './hours.js';
import type { Random } from './random.js';
import { NO_FAULTS, type FaultPlan, type FaultRates, type Outage, type ServiceName } from './scenario.js';

const SERVICES: readonly ServiceName[] = ['DynamoDB', 'IAM', 'EventBridge', 'SSM', 'SQS', 'SNS', 'CloudWatch Logs'];

/** One seed in five has no faults: what goes wrong there is the stack's own doing. */
export function generateFaults(random: Random, seed: number, span: Span): FaultPlan {
  if (random.chance(0.2)) return { seed, rates: NO_FAULTS, skewMs: 0, outages: [] };
  const rates = Object.fromEntries(
    Object.keys(NO_FAULTS).map((kind) => [
      kind,
      random.chance(0.6) ? 0.001 * random.magnitude(1, random.pick(30, 60, 250)) : 0,
    ]),
  ) as unknown as FaultRates;
  const slow = random.pick(0, 0, 0.01, 0.1);
  const count = random.chance(0.4) ? 0 : random.integer(1, 4);
  return {
    seed,
    rates: { ...rates, slow },
    skewMs: random.pick(0, MINUTE_MS),
    outages: Array.from({ length: count }, () => outageOf(random, span)),
  };
}

function outageOf(random: Random, { start, end }: Span): Outage {
  const from: Instant = Math.floor(start + random.fraction() * (end - start));
  return { service: random.of(SERVICES), from, until: Math.min(end, from + random.magnitude(MINUTE_MS, 8 * HOUR_MS)) };
}
