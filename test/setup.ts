import fc from 'fast-check';

// One seed for every run, so that a failure is the same failure tomorrow; FAST_CHECK_SEED tries another.
fc.configureGlobal({
  seed: Number(process.env['FAST_CHECK_SEED'] ?? 20261124),
  numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 200),
});
