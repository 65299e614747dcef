import { objectAt, stringAt } from '../json.js';
import { elementsOf, type LoggedBodies } from './invocationBody.js';

/** Service tier; `reserved` has no per-token price and so no rows. */
export type Tier = 'standard' | 'batch' | 'flex' | 'priority' | 'latency-optimized';
/** From the dearest down; a name that is none of them may be dearer still. */
const TIERS = ['priority', 'default', 'standard', 'flex', 'batch', 'reserved'] as const;

/** The service tier that served the call, `reserved`, or the raw word where it is none that has a price. */
export function tierInBodies(bodies: LoggedBodies): Tier | 'reserved' | { readonly unknownTier: string } {
  const { operation, input } = bodies;
  const answers = elementsOf(bodies.output);
  const tier = dearestOf(serviceTiersOf(answers)) ?? dearestOf(tiersAskedFor(input, operation)) ?? 'default';
  if (tier === 'default' || tier === 'standard') {
    const isOptimized = answers.some(isLatencyOptimized) || (isConverse(operation) && isLatencyOptimized(input));
    return isOptimized ? 'latency-optimized' : 'standard';
  }
  if (tier === 'flex' || tier === 'priority' || tier === 'batch' || tier === 'reserved') return tier;
  return { unknownTier: JSON.stringify(tier.slice(0, 60)) };
}

/** The chunks of a stream may name more than one. */
function dearestOf(tiers: readonly string[]): string | undefined {
  if (tiers.length === 0) return undefined;
  const unknown = tiers.find((tier) => !TIERS.some((known) => known === tier));
  return unknown ?? TIERS.find((known) => tiers.includes(known));
}

function tiersAskedFor(input: unknown, operation: string | undefined): readonly string[] {
  return serviceTiersOf([input]).filter((tier) => isBelieved(tier, operation));
}

/**
 * Only the answer can prove a tier that costs less than the standard one: what was asked for may not have been had. The
 * body of InvokeModel is the caller's own text: it may say `priority`, to the caller's cost, but no other word counts.
 */
function isBelieved(asked: string, operation: string | undefined): boolean {
  if (!isConverse(operation)) return asked === 'priority';
  return asked !== 'flex' && asked !== 'batch' && asked !== 'reserved';
}

/** Only Converse validates these request fields. */
function isConverse(operation: string | undefined): boolean {
  return operation === 'Converse' || operation === 'ConverseStream';
}

/** Converse names the tier in an object, OpenAI and Anthropic bodies in `service_tier`; `auto` is only ever asked for. */
function serviceTiersOf(bodies: readonly unknown[]): readonly string[] {
  const tiers: string[] = [];
  const add = (place: unknown, key: string): void => {
    const tier = stringAt(place, key);
    if (tier !== undefined && tier !== 'auto') tiers.push(tier);
  };
  for (const body of bodies) {
    add(body, 'serviceTier');
    add(objectAt(body, 'serviceTier'), 'type');
    add(objectAt(objectAt(body, 'metadata'), 'serviceTier'), 'type');
    add(body, 'service_tier');
    add(objectAt(body, 'response'), 'service_tier');
    add(objectAt(body, 'usage'), 'service_tier');
    add(objectAt(objectAt(body, 'message'), 'usage'), 'service_tier');
  }
  return tiers;
}

function isLatencyOptimized(body: unknown): boolean {
  return (
    stringAt(objectAt(body, 'performanceConfig'), 'latency') === 'optimized' ||
    stringAt(objectAt(objectAt(body, 'metadata'), 'performanceConfig'), 'latency') === 'optimized'
  );
}
