import { DAY_MS, type Instant } from '../../../domain/instant.js';
import { profilePattern } from '../terms/configuration.js';
import { generateTermActs } from './generateTermActs.js';
import type { Span } from './generateCalls.js';
import { HOUR_MS } from './hours.js';
import type { Random } from './random.js';
import type { Scenario, SimulatedPrincipal } from './scenario.js';
import type { SimulatedEntries, SimulatedEntry, SimulatedTerms } from './terms.js';

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

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Pacific/Honolulu',
] as const;

export const TEAMS = ['search', 'support', 'labs'] as const;

export const PROFILE = 'p1r0f1l3';

/** Rules and teams, and what people do with them; in two seeds of five none. */
export function withTerms(random: Random, scenario: Scenario, span: Span): Scenario {
  if (random.chance(0.4)) return scenario;
  const rules = rulesOf(random, scenario.principals);
  const teams = Object.fromEntries(
    TEAMS.slice(0, random.integer(0, TEAMS.length)).map((name) => [`teams/${name}`, teamOf(random, scenario.principals)]),
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

export function patternOf({ kind, name }: SimulatedPrincipal): string {
  if (kind === 'root') return 'root';
  const type = kind === 'role' || kind === 'sso' ? 'role' : kind === 'person' ? 'person' : 'user';
  return `${type}/${kind === 'person' ? name.toLowerCase() : name}`;
}

function teamOf(random: Random, principals: readonly SimulatedPrincipal[]): SimulatedEntry {
  const members = [...membersOf(random, principals), ...(random.chance(0.3) ? [profilePattern(PROFILE)] : [])];
  return { members, limitUsd: random.pick('0.75', '2', '8', '30'), ...termsOf(random, true) };
}

/** At least one. */
export function membersOf(random: Random, principals: readonly SimulatedPrincipal[]): readonly string[] {
  if (random.chance(0.2)) return [random.pick('*', 'person', 'user/*', 'iam_role')];
  const some = principals.filter(() => random.chance(0.6)).map(patternOf);
  return some.length > 0 ? [...new Set(some)] : ['user/*'];
}

/** Any of them may be left to the stack's settings. */
export function termsOf(random: Random, isOfTeam = false): SimulatedTerms {
  const exceeded = random.chance(0.1) ? { exceededPercent: 110 } : {};
  return {
    ...(!isOfTeam && random.chance(0.7) ? { limitUsd: limitOf(random) } : {}),
    ...(random.chance(0.7) ? calendarOf(random) : {}),
    ...(random.chance(0.4)
      ? { enforcement: random.pick(...(['observe', 'enforce', 'enforce', isOfTeam ? 'enforce' : 'exempt'] as const)) }
      : {}),
    ...(random.chance(0.35) ? { carryOver: { maxUsd: random.pick('0.3', '1', '20') } } : {}),
    ...(random.chance(0.15) ? { warnPercent: 50, criticalPercent: 75 } : {}),
    ...exceeded,
    ...(random.chance(0.3) ? { gracePeriodSeconds: random.pick(0, 60, 1800) } : {}),
  };
}

export function limitOf(random: Random): string {
  return random.pick('0.4', '1', '2.5', '6', '40');
}

export function calendarOf(random: Random): Pick<SimulatedTerms, 'period' | 'timeZone' | 'weekStart' | 'fiscalStart'> {
  const zone = random.chance(0.8) ? { timeZone: random.of(ZONES) } : {};
  const period = random.pick(
    ...(['daily', 'daily', 'weekly', 'weekly', 'monthly', 'quarterly', 'yearly', 'days', 'days'] as const),
  );
  switch (period) {
    case 'days':
      return { ...zone, period: { days: random.integer(1, 10) } };
    case 'weekly':
      return { ...zone, period, weekStart: random.pick('monday', 'sunday', 'wednesday') };
    case 'quarterly':
    case 'yearly':
      return { ...zone, period, fiscalStart: random.pick('01-01', '04-06', '11-05', '03-28') };
    default:
      return { ...zone, period };
  }
}

/** Some end within the day, some later, some never or with the period. */
export function untilOf(random: Random, at: Instant): { readonly until?: Instant } {
  return random.chance(0.5) ? {} : { until: at + random.magnitude(2 * HOUR_MS, 12 * DAY_MS) };
}
