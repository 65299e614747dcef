const { availableParallelism } = require('node:os');

/** Whole files run side by side, each process with its own plans and its own database. */
module.exports = {
  require: ['build/test/setup.js'],
  spec: ['build/test/**/*.test.js'],
  reporter: 'test/reporter.cjs',
  'node-option': ['enable-source-maps'],
  parallel: true,
  jobs: Math.min(4, Math.max(2, availableParallelism())),
  timeout: 600_000,
  'forbid-only': true,
  'fail-zero': true,
};
