import { DAY_MS, type Instant } from '../../../domain/instant.js';
import { HOUR_MS } from './hours.js';
import type { Random } from './random.js';
import type { SimulatedPrincipal } from './scenario.js';
import type { SimulatedTerms } from './terms.js';

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

export function patternOf({ kind, name }: SimulatedPrincipal): string {
  if (kind === 'root') return 'root';
  const type = kind === 'role' || kind === 'sso' ? 'role' : kind === 'person' ? 'person' : 'user';
  return `${type}/${kind === 'person' ? name.toLowerCase() : name}`;
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
