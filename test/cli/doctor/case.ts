import type { Level } from '../../../cli/doctor/finding.js';
import type { Ailment } from './patient.js';

/** What is broken; then the check, the level, and parts of the texts and fixes of all that it finds. */
export type Case = readonly [broken: string, ailment: Ailment, check: string, level: Level, says: RegExp, fix: RegExp];
