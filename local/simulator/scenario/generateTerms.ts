import type { Instant } from '../../../domain/instant.js';
import { profilePattern } from '../terms/configuration.js';
import { generateTermActs } from './generateTermActs.js';
import { membersOf, patternOf, termsOf } from './randomTerms.js';
import type { Span } from './generateCalls.js';
import type { Random } from './random.js';
import type { Scenario, SimulatedPrincipal } from './scenario.js';
import type { SimulatedEntries, SimulatedEntry } from './terms.js';

/** Before the clocks change in Europe and America, Chile, Egypt and New Zealand, a new year, and a leap day. */
const STARTS: readonly (readonly [year: number, month: number, day: number])[] = [
  [2026, 10, 1],
  [2026, 10, 18],
  [2026, 3, 1],
  [2026, 3, 20],
  [2026, 4, 15],
  [2026, 8, 28],
  [2026, 12, 20],
  [2028, 2, 20],
];

/** Of a scenario with rules or without. */
export function startOf(random: Random): Instant {
  const [year, month, day] = random.of(STARTS);
  return Date.UTC(year, month - 1, day, 6);
}

const TEAMS = ['search', 'support', 'labs'] as const;

const PROFILE = 'p1r0f1l3';

/** Rules and teams, and what people do with them; in two seeds of five none. */
export function withTerms(random: Random, scenario: Scenario, span: Span): Scenario {
  if (random.chance(0.4)) return scenario;
  const rules = rulesOf(random, scenario.principals);
  const teams = Object.fromEntries(
    TEAMS.slice(0, random.integer(0, TEAMS.length)).map((name) => [
      `teams/${name}`,
      teamOf(random, scenario.principals),
    ]),
  );
  const entries = { ...rules, ...teams };
  const acts = generateTermActs(random, scenario.principals, entries, span);
  const calls = scenario.calls.map((call) => (random.chance(0.1) ? { ...call, profile: PROFILE } : call));
  const modelId = calls.find(({ profile }) => profile !== undefined)?.modelId ?? '';
  return {
    ...scenario,
    entries,
    acts: [...scenario.acts, ...acts].sort((left, right) => left.at - right.at),
    calls: calls.map((call) => (call.profile === undefined ? call : { ...call, modelId })),
  };
}

/** From the narrow to the wide, so that each can match. */
function rulesOf(random: Random, principals: readonly SimulatedPrincipal[]): SimulatedEntries {
  const some = principals.filter(() => random.chance(0.4)).map(patternOf);
  const named = [...new Set(some)].map((pattern) => [pattern]);
  const wide = [['user/user-*', 'person/*ana*'], ['iam_role', 'bedrock_api_key'], ['person'], ['*']];
  const matches = [...named, ...wide.filter(() => random.chance(0.35))];
  return Object.fromEntries(
    matches.map((match, index) => [`budgets/rule-${index + 1}`, { order: index + 1, match, ...termsOf(random) }]),
  );
}

function teamOf(random: Random, principals: readonly SimulatedPrincipal[]): SimulatedEntry {
  const members = [...membersOf(random, principals), ...(random.chance(0.3) ? [profilePattern(PROFILE)] : [])];
  return { members, limitUsd: random.pick('0.75', '2', '8', '30'), ...termsOf(random, true) };
}
