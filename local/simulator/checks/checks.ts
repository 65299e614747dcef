import { checkAnnouncements } from './checkAnnouncements.js';
import { checkAttachments } from './checkAttachments.js';
import { checkEnforcement } from './checkEnforcement.js';
import { checkFailures } from './checkFailures.js';
import { checkPersons } from './checkPersons.js';
import { checkSpend } from './checkSpend.js';
import type { Played } from '../run/simulation.js';
import type { Violation } from './watched.js';

/** Violations of the six invariants; empty if they hold. */
export function violationsOf(played: Played): readonly Violation[] {
  const checks = [checkSpend, checkEnforcement, checkAttachments, checkAnnouncements, checkFailures, checkPersons];
  return checks.flatMap((check) => check(played));
}
