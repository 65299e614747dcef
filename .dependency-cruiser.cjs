/** What each room of the domain may import, beside itself and the files at the root of `domain/`. */
const DOMAIN_ROOMS = {
  audit: [],
  iam: [],
  invocations: ['iam'],
  pricing: ['invocations', 'iam'],
  priceList: ['pricing', 'invocations'],
  budget: ['iam'],
  settings: ['budget'],
};

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
      name: 'domain-root-imports-no-room',
      severity: 'error',
      from: { path: '^domain/[^/]+\\.ts$' },
      to: { path: '^domain/[^/]+/' },
    },
    ...Object.entries(DOMAIN_ROOMS).map(([room, others]) => ({
      name: `domain-${room}`,
      severity: 'error',
      from: { path: `^domain/${room}/` },
      to: { path: '^domain/[^/]+/', pathNot: `^domain/(${[room, ...others].join('|')})/` },
    })),
    {
      name: 'ports-import-no-subject',
      severity: 'error',
      from: { path: '^handlers/ports/' },
      to: { path: '^handlers/', pathNot: '^handlers/(ports|contracts)/' },
    },
    {
      name: 'contracts-import-no-subject',
      severity: 'error',
      from: { path: '^handlers/contracts/' },
      to: { path: '^handlers/', pathNot: '^handlers/contracts/' },
    },
    {
      name: 'runtime-imports-no-subject',
      severity: 'error',
      from: { path: '^handlers/runtime/' },
      to: { path: '^handlers/', pathNot: '^handlers/(runtime|ports|contracts)/' },
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
      name: 'examples-are-data',
      severity: 'error',
      from: { path: '^(domain|handlers|infra|local|cli|policy|prices)/|^index\\.ts$' },
      to: { path: '^examples/' },
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
