/** Imports point one way: cli, local → infra, handlers → domain → decimal.js. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-imports-itself-only',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: '^(domain/|node_modules/decimal\\.js/)' },
    },
    {
      name: 'handlers-import-the-domain',
      severity: 'error',
      from: { path: '^handlers/' },
      to: { path: '^(cli|infra|local|prices|test|bench|examples)/' },
    },
    {
      name: 'clients-in-adapters-and-entries-only',
      severity: 'error',
      from: { path: '^handlers/', pathNot: '^handlers/(adapters|entry)/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'entries-are-nobodys',
      severity: 'error',
      from: { pathNot: '^handlers/entry/' },
      to: { path: '^handlers/entry/' },
    },
    {
      name: 'infra-bundles-and-declares',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(cli|local|test|bench|examples)/' },
    },
    {
      name: 'decimal-in-money-only',
      severity: 'error',
      from: { path: '^(domain|handlers|local|infra|cli)/', pathNot: '^domain/money\\.ts$' },
      to: { path: 'node_modules/decimal\\.js/' },
    },
    {
      name: 'prices-is-data',
      severity: 'error',
      from: { path: '^prices/' },
      to: { path: '^(cli|test|bench|examples)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      from: { path: '^(domain|handlers|infra|local|cli)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
