/** What each room may import stands in rooms.json; the tables of docs/architecture.md and CONTRIBUTING.md come from it. */
const { folders, rooms: ROOMS } = require('./rooms.json');

const names = Object.keys(ROOMS);
const tops = Object.keys(folders);
const PROJECT = `^(${tops.map((top) => (top.endsWith('.ts') ? `${escaped(top)}$` : `${top}/`)).join('|')})`;

function escaped(text) {
  return text.replaceAll('.', '\\.');
}

/** The files of a room. A folder that has rooms of its own is a room of the files at its root. */
function filesOf(name) {
  if (name.endsWith('/**')) return `^${name.slice(0, -2)}`;
  if (name.endsWith('.ts')) return `^${escaped(name)}$`;
  return names.some((other) => other.startsWith(`${name}/`)) ? `^${name}/[^/]+$` : `^${name}/`;
}

const fences = Object.entries(ROOMS).flatMap(([name, { imports, packages = [] }]) => [
  {
    name: `room ${name}`,
    severity: 'error',
    from: { path: filesOf(name) },
    to: { path: PROJECT, pathNot: [name, ...imports].map(filesOf) },
  },
  {
    name: `packages of ${name}`,
    severity: 'error',
    from: { path: filesOf(name) },
    to: { path: '^node_modules/', pathNot: ['@types', ...packages].map((one) => `^node_modules/${escaped(one)}/`) },
  },
]);

module.exports = {
  forbidden: [
    ...fences,
    {
      name: 'every file is in a room',
      severity: 'error',
      from: { path: PROJECT, pathNot: ['^(bench|test)/', ...names.map(filesOf)] },
      to: {},
    },
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'domain is pure', severity: 'error', from: { path: '^domain/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'nothing imports handlers/entry',
      severity: 'error',
      from: { pathNot: '^handlers/entry/' },
      to: { path: '^handlers/entry/' },
    },
    {
      name: 'nothing imports tests',
      comment: 'but the bench that runs on the DynamoDB Local of the tests',
      severity: 'error',
      from: { pathNot: '^(test|bench/sweep)/' },
      to: { path: '^test/' },
    },
    {
      name: 'decimal.js in money alone',
      severity: 'error',
      from: { path: '^(domain|handlers|local|infra|cli)/', pathNot: '^domain/money\\.ts$' },
      to: { path: 'node_modules/decimal\\.js/' },
    },
    {
      name: 'no development dependency at run time',
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
