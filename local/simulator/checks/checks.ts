import { checkAnnouncements } from './checkAnnouncements.js';
import { checkAttachments } from './checkAttachments.js';
import { checkEnforcement } from './checkEnforcement.js';
import { checkFailures } from './checkFailures.js';
import { checkLimits } from './checkLimits.js';
import { checkPersons } from './checkPersons.js';
import { checkReturns } from './checkReturns.js';
import { checkSpend } from './checkSpend.js';
import { checkTeams } from './checkTeams.js';
import type { Played } from '../run/simulation.js';
import type { Violation } from './watched.js';

const CHECKS = [
  checkSpend,
  checkEnforcement,
  checkAttachments,
  checkAnnouncements,
  checkFailures,
  checkPersons,
  checkLimits,
  checkTeams,
  checkReturns,
];

/** Violations of the nine invariants; empty if they hold. */
export function violationsOf(played: Played): readonly Violation[] {
  return CHECKS.flatMap((check) => check(played));
}
