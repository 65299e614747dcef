import { rateOfModel, type Call } from './callRates.js';
import type { KnownRates } from './dearestRates.js';
import { isMoreThan } from '../money.js';
import type { Usage } from '../invocations/usage.js';

/** What is billed, and what the choice of a rate rests on where it makes a difference. */
export interface BilledTtl {
  readonly usage: Usage;
  readonly notes: readonly string[];
}

/**
 * Cache writes whose TTL the record does not tell are billed at the dearer of the model's two rates, or at the only one:
 * AWS sells no cache of one hour for Claude before 4.5 or for Nova. They stand among the 1h tokens of the record.
 */
export function withBilledTtl(call: Call, known: KnownRates): BilledTtl {
  const { invocation, usage } = call;
  const tokens = Math.min(invocation.unknownTtlTokens, usage.cacheWrite1hTokens);
  if (tokens === 0) return { usage, notes: [] };
  const oneHour = rateOfModel(call, 'cacheWrite1hTokens', known);
  const fiveMinutes = rateOfModel(call, 'cacheWrite5mTokens', known);
  if (fiveMinutes === undefined) return { usage, notes: [] };
  if (oneHour?.usdPer1000.equals(fiveMinutes.usdPer1000) === true) return { usage, notes: [] };
  const isOneHour = oneHour !== undefined && isMoreThan(oneHour.usdPer1000, fiveMinutes.usdPer1000);
  const isKnown = known.has(isOneHour ? 'cacheWrite1hTokens' : 'cacheWrite5mTokens');
  return {
    usage: isOneHour ? usage : { ...usage, ...fiveMinuteTokens(usage, tokens) },
    notes: isKnown ? [ttlNote(tokens, isOneHour ? '1h' : '5m')] : [],
  };
}

function fiveMinuteTokens(
  { cacheWrite5mTokens, cacheWrite1hTokens }: Usage,
  tokens: number,
): Pick<Usage, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'> {
  return {
    cacheWrite5mTokens: cacheWrite5mTokens + tokens,
    cacheWrite1hTokens: cacheWrite1hTokens - tokens,
  };
}

function ttlNote(tokens: number, ttl: string): string {
  return `${tokens} cache-write tokens priced at the ${ttl} rate, the record does not tell their TTL`;
}
