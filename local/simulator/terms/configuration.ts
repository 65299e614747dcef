import type { Enforcement } from '../../../domain/budget/budgetPolicy.js';
import { SECOND_MS, type Instant } from '../../../domain/instant.js';
import type { SimulatedPrincipal } from '../scenario/scenario.js';
import type { SimulatedEntries, SimulatedEntry } from '../scenario/terms.js';
import { unitsOf } from './amounts.js';
import type { Calendar } from './calendar.js';
import { isMeant } from './matching.js';

/** What is configured from an instant on. */
export interface Configuration {
  readonly at: Instant;
  readonly settings: Readonly<Record<string, string>>;
  readonly deployed: SimulatedEntries;
  readonly overrides: SimulatedEntries;
}

/** How a budget is to be treated. */
export interface Terms {
  /** As a row says where its limit comes from. */
  readonly source: string;
  readonly limitUsd: string;
  readonly limit: bigint;
  readonly calendar: Calendar;
  readonly carryOver: bigint | undefined;
  readonly enforcement: Enforcement;
  readonly warning: number;
  readonly critical: number;
  readonly exceeded: number;
  readonly graceMs: number;
}

/** By the first rule that means the principal, else by the settings. */
export function termsOf(configuration: Configuration, principal: SimulatedPrincipal): Terms {
  const rules = entriesOf(configuration, 'budgets/').sort((left, right) => (left.order ?? 0) - (right.order ?? 0));
  const rule = rules.find(({ match = [] }) => match.some((pattern) => isMeant(pattern, principal)));
  return rule === undefined ? merged('settings', {}, configuration) : merged(`rule ${rule.name}`, rule, configuration);
}

/** Undefined where no such team is configured. */
export function teamTermsOf(configuration: Configuration, name: string): Terms | undefined {
  const team = entriesOf(configuration, 'teams/').find((one) => one.name === name);
  return team === undefined ? undefined : merged(`team ${name}`, team, configuration);
}

/** Of a principal and, where the call was made by one, of its inference profile. */
export function teamNamesOf(
  configuration: Configuration,
  principal: SimulatedPrincipal,
  profile?: string,
): readonly string[] {
  return entriesOf(configuration, 'teams/')
    .filter(({ members = [] }) =>
      members.some(
        (pattern) => isMeant(pattern, principal) || (profile !== undefined && pattern === profilePattern(profile)),
      ),
    )
    .map(({ name }) => name);
}

export function profilePattern(profile: string): string {
  return `application-inference-profile/${profile}`;
}

type Named = SimulatedEntry & { readonly name: string };

/** An override replaces single fields of what is deployed. */
function entriesOf({ deployed, overrides }: Configuration, prefix: string): Named[] {
  return Object.entries(deployed).flatMap(([key, entry]) =>
    key.startsWith(prefix) ? [{ ...entry, ...overrides[key], name: key.slice(prefix.length) }] : [],
  );
}

function merged(source: string, entry: SimulatedEntry, { settings }: Configuration): Terms {
  const { timeZone = 'UTC', weekStart = 'monday', fiscalStart = '01-01', carryOver } = entry;
  const limitUsd = entry.limitUsd ?? settings['budgetLimitUsd'] ?? '1';
  const days = Number(settings['refreshPeriodDays'] ?? '30');
  const seconds = entry.gracePeriodSeconds ?? Number(settings['gracePeriodSeconds'] ?? '300');
  return {
    source,
    limitUsd,
    limit: unitsOf(limitUsd),
    calendar: { period: entry.period ?? { days }, timeZone, weekStart, fiscalStart },
    carryOver: carryOver === undefined ? undefined : unitsOf(carryOver.maxUsd),
    enforcement: entry.enforcement ?? (settings['enforcement'] === 'observe' ? 'observe' : 'enforce'),
    warning: entry.warnPercent ?? 70,
    critical: entry.criticalPercent ?? 90,
    exceeded: entry.exceededPercent ?? 100,
    graceMs: seconds * SECOND_MS,
  };
}
