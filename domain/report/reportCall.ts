import type { Instant } from '../instant.js';
import { isPersonId, personName } from '../iam/person.js';
import type { Attribution } from '../invocations/attribution.js';
import type { Addition } from './sums.js';
import { metadataName, type ReportKey } from './reportKey.js';

/** A call as a report counts it. */
export interface ReportCall extends Addition, Attribution {
  /** Twelve digits; empty where the log does not say. */
  readonly account: string;
  readonly principalId: string;
  readonly timestamp: Instant;
  readonly modelId: string;
  readonly region: string;
  /** The names of those in which it was counted. */
  readonly teams: readonly string[];
}

/** What stands in a column where a call has nothing for it. */
export const NOTHING = '(none)';

/** What a call has for a key: one value, or of teams several, in each of which it counts in full. */
export function valuesOf(key: ReportKey, call: ReportCall, day: string): readonly string[] {
  if (key === 'team') return call.teams.length === 0 ? [NOTHING] : call.teams;
  return [valueOf(key, call, day)];
}

function valueOf(key: Exclude<ReportKey, 'team'>, call: ReportCall, day: string): string {
  switch (key) {
    case 'principal':
      return call.principalId;
    case 'person':
      return isPersonId(call.principalId) ? personName(call.principalId) : NOTHING;
    case 'session':
      return call.caller === undefined ? NOTHING : `${call.caller.role}/${call.caller.session}`;
    case 'profile':
      return call.inferenceProfile ?? NOTHING;
    case 'model':
      return call.modelId;
    case 'region':
      return call.region;
    case 'account':
      return call.account === '' ? NOTHING : call.account;
    case 'day':
      return day;
    default:
      return call.metadata?.[metadataName(key)] ?? NOTHING;
  }
}
