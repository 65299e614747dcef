import type { Instant } from '../../domain/instant.js';
import { pageSections, TEAMS_NOTE } from '../../domain/report/pageSections.js';
import { metadataKeyOf, readKeys, type ReportKey } from '../../domain/report/reportKey.js';
import { UserError } from '../userError.js';
import type { SpanOptions } from '../values/span.js';
import { sinceOf, untilOf, type Here } from '../values/when.js';

/** What both reports have: of stacks and of log files. */
export interface ReportOptions extends SpanOptions {
  readonly by?: string;
  readonly csv?: true;
  readonly json?: true;
  /** Where the page is written to. */
  readonly html?: string;
}

const BY_DEFAULT = 'principal';

/** Reads `--by`; of several accounts the account comes first. Throws UserError. */
export function keysOf(by: string | undefined, isOfAccounts: boolean): readonly ReportKey[] {
  const answer = readKeys(by ?? BY_DEFAULT);
  if (answer.kind === 'invalid') throw new UserError(`--by: ${answer.reason}`);
  return isOfAccounts && !answer.keys.includes('account') ? ['account', ...answer.keys] : answer.keys;
}

/** The sections of a report: what was asked for, and for a page what every page has. */
export function sectionsOf(keys: readonly ReportKey[], { html }: ReportOptions): readonly (readonly ReportKey[])[] {
  return html === undefined ? [keys] : pageSections(keys);
}

/** The keys of request metadata that are asked for. */
export function metadataKeysIn(keys: readonly ReportKey[]): readonly string[] {
  return keys.flatMap((key) => metadataKeyOf(key) ?? []);
}

export function teamNotes(keys: readonly ReportKey[], { html }: ReportOptions): readonly string[] {
  return keys.includes('team') || html !== undefined ? [TEAMS_NOTE] : [];
}

/** The span, as far as it was given: from `since` until before `until`. */
export interface GivenSpan {
  readonly since?: Instant;
  readonly until?: Instant;
}

/** Of log files, which are read whole where no span is given. Throws UserError. */
export function givenSpan({ since, until }: SpanOptions, here: Here): GivenSpan {
  const span: GivenSpan = {
    ...(since === undefined ? {} : { since: sinceOf(since, '--since', here) }),
    ...(until === undefined ? {} : { until: untilOf(until, '--until', here) }),
  };
  if (isOver(span)) throw new UserError('--until: not after --since');
  return span;
}

export function isWithin(instant: Instant, { since = -Infinity, until = Infinity }: GivenSpan): boolean {
  return since <= instant && instant < until;
}

function isOver({ since = -Infinity, until = Infinity }: GivenSpan): boolean {
  return since >= until;
}
