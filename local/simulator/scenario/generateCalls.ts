import { madeUpRequestId } from '../../world/logs/invocationRecord.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, startOfUtcDay, type Instant } from '../../../domain/instant.js';
import type { Random } from './random.js';
import type { SimulatedCall, SimulatedPrincipal } from './scenario.js';

export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

const OPERATIONS = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'] as const;

/** Models that the price book knows, and one that it does not. */
const UNKNOWN_MODELS = ['anthropic.claude-unheard-of-v1:0', 'amazon.nova-unheard-of-v1:0', 'acme.rocket-v1:0'] as const;

/** In order of time. */
export function generateCalls(
  random: Random,
  principals: readonly SimulatedPrincipal[],
  modelIds: readonly string[],
  span: Span,
): readonly SimulatedCall[] {
  const calls = principals.flatMap(({ name }) => {
    const models = [random.of(modelIds), random.of(modelIds), random.of(UNKNOWN_MODELS)] as const;
    const size = random.magnitude(1, 120);
    return instantsOf(random, span).map((at) => callAt(random, at, name, models, size));
  });
  return calls.sort((left, right) => left.at - right.at || (left.requestId < right.requestId ? -1 : 1));
}

function callAt(
  random: Random,
  at: Instant,
  by: string,
  [usual, other, unknown]: readonly [string, string, string],
  size: number,
): SimulatedCall {
  const operation = random.of(OPERATIONS);
  const cacheWrite = random.chance(0.1) ? random.magnitude(1000, 20_000) : undefined;
  return {
    at,
    requestId: madeUpRequestId(() => random.fraction()),
    by,
    modelId: random.pick(usual, usual, usual, other, unknown),
    operation,
    input: size * random.magnitude(50, 4000),
    output: size * random.integer(1, 400),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    ...(random.chance(0.03) ? { isAnnounced: true } : {}),
    lateMs: arrivalsOf(random),
  };
}

/**
 * Share of calls that are also logged with less usage. Chance decides which record comes first, and whether in one
 * batch. Chosen by a generator of its own, so that the calls stay the same.
 */
const DOUBLES = 0.05;

export function withDoubles(random: Random, calls: readonly SimulatedCall[]): readonly SimulatedCall[] {
  return calls.map((call) => {
    if (!random.chance(DOUBLES)) return call;
    const lateness = (): number => random.pick(0, 0, random.magnitude(SECOND_MS, 2 * DAY_MS));
    const part = random.fraction();
    const [input, output] = [1 + Math.floor(call.input * part), Math.floor(call.output * part)];
    return { ...call, lateMs: [lateness()], smaller: { input, output, lateMs: [lateness(), lateness()] } };
  });
}

/** Most records come once and at once; some twice, some hours or days late. */
function arrivalsOf(random: Random): readonly number[] {
  const first = random.chance(0.05) ? random.magnitude(SECOND_MS, 30 * 60 * MINUTE_MS) : 0;
  return random.chance(0.06) ? [first, first + random.magnitude(SECOND_MS, DAY_MS)] : [first];
}

function instantsOf(random: Random, span: Span): readonly Instant[] {
  const days = (span.end - span.start) / DAY_MS;
  const within = (): Instant => Math.floor(span.start + random.fraction() * (span.end - span.start));
  const habit = random.pick('steady', 'bursts', 'midnight', 'hot');
  switch (habit) {
    case 'steady':
      return Array.from({ length: Math.ceil(days * random.integer(1, 2)) }, within);
    case 'bursts':
      return repeated(random.integer(1, 6), () => burst(random, within(), random.integer(3, 25), 2 * MINUTE_MS));
    case 'hot':
      return burst(random, within(), random.integer(30, 150), 4 * 60 * MINUTE_MS);
    case 'midnight':
      return repeated(random.integer(2, 8), () =>
        burst(random, startOfUtcDay(within()) + DAY_MS - MINUTE_MS, random.integer(2, 8), 3 * MINUTE_MS),
      );
  }
}

function burst(random: Random, from: Instant, count: number, lengthMs: number): readonly Instant[] {
  return Array.from({ length: count }, () => from + random.integer(0, lengthMs));
}

function repeated<T>(times: number, make: () => readonly T[]): readonly T[] {
  return Array.from({ length: times }, make).flat();
}
