import fc from 'fast-check';
import { restoreRealTime } from './realTime.js';

// One seed for every run, so that a failure is the same failure tomorrow; FAST_CHECK_SEED tries another.
fc.configureGlobal({
  seed: Number(process.env['FAST_CHECK_SEED'] ?? 20261124),
  numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 200),
});

/** Of every test: one that fails half-way, or is cut off, must not leave its time to the others. */
export const mochaHooks = { beforeEach: restoreRealTime, afterEach: restoreRealTime, afterAll: restoreRealTime };
