import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { teamNameIn } from '../scenario/acts.js';
import { teamTermsOf, termsOf, type Configuration, type Terms } from '../terms/configuration.js';
import type { Played } from '../run/simulation.js';
import { placeOf, unreadIn } from './disturbed.js';

/** Settings are read anew after a minute; clocks may be a minute off, and calls take seconds. */
const CACHED_MS = 3 * MINUTE_MS;

/** All that functions may have taken for the configuration at some time of a span. */
export function configurationsIn(
  played: Played,
  from: Instant,
  until: Instant,
): readonly [Configuration, ...Configuration[]] {
  const { configurations } = played.watch;
  const unread = unreadIn(played);
  const isUnread = (unread[placeOf(unread, from - CACHED_MS)]?.at ?? Number.POSITIVE_INFINITY) <= until;
  // While settings cannot be read the last known ones stand, however old.
  const earliest = isUnread ? Number.NEGATIVE_INFINITY : from - CACHED_MS;
  const [first, ...others] = configurations.filter(({ at }, index) => {
    const end = configurations[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return at <= until + MINUTE_MS && end > earliest;
  });
  if (first === undefined) throw new RangeError('nothing was configured');
  return [first, ...others];
}

/** Of a principal or a team; none where no such team was configured, or nobody knows the principal. */
export function termsIn(played: Played, principalId: string, from: Instant, until: Instant): readonly Terms[] {
  return configurationsIn(played, from, until).flatMap((one) => termsUnder(played, principalId, one) ?? []);
}

/** Those at the end, whatever functions have taken them for. */
export function termsAtRest(played: Played, principalId: string): Terms | undefined {
  const last = played.watch.configurations.at(-1);
  return last === undefined ? undefined : termsUnder(played, principalId, last);
}

export function termsUnder(played: Played, principalId: string, configuration: Configuration): Terms | undefined {
  const team = teamNameIn(principalId);
  if (team !== undefined) return teamTermsOf(configuration, team);
  const known = played.known.find((one) => one.principalId === principalId);
  return known === undefined ? undefined : termsOf(configuration, known.principal);
}
