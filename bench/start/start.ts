import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { spentBy } from '../measuring/cpuTime.js';
import { median } from '../measuring/measure.js';
import { rounded, type Bench, type Figure, type Target } from '../suite/bench.js';

const ROUNDS = 3;
const CACHES = [PLAN_CACHE, `${PLAN_CACHE}-command`];

interface Measured {
  readonly id: string;
  readonly command: string;
  readonly first?: Target;
  readonly later?: Target;
}

const FIRST: Target = {
  atMost: 8,
  whyMissed: "Pulumi's own runner and libraries take 5 s to declare the stack over gRPC, and then the month is run",
};
const LATER: Target = {
  atMost: 3,
  whyMissed: 'the functions run 25,000 times in 40 virtual days, a sweep and a digest every five minutes',
};

const COMMANDS: readonly Measured[] = [
  { id: 'start', command: 'npm start', first: FIRST, later: LATER },
  { id: 'plan', command: 'npm run plan -- --stack dev' },
];

export const start: Bench = {
  name: 'start',
  title: 'what a first look costs',
  about:
    'CPU time, user and system, of the command and all processes that it starts: the median of three. First: nothing is kept, as after `npm ci`. Later: nothing has changed since.',
  measure: (progress) => Promise.resolve(COMMANDS.flatMap((one) => figuresOf(one, progress))),
};

function figuresOf({ id, command, first, later }: Measured, progress: (line: string) => void): readonly Figure[] {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    progress(`${command}, round ${round + 1} of ${ROUNDS}`);
    return withoutCaches((env) => [spentBy(command, env).cpuSeconds, spentBy(command, env).cpuSeconds] as const);
  });
  const figure = (when: 'first' | 'later', values: readonly number[], target: Target | undefined): Figure => ({
    id: `${id}-${when}-cpu`,
    what: `\`${command}\`, ${when}`,
    value: rounded(median(values), 1),
    unit: 's',
    ...(target === undefined ? {} : { target }),
  });
  return [
    figure(
      'first',
      rounds.map(([seconds]) => seconds),
      first,
    ),
    figure(
      'later',
      rounds.map(([, seconds]) => seconds),
      later,
    ),
  ];
}

/** Without what the project keeps, and with a temporary folder that is empty, for tsx. */
function withoutCaches<T>(run: (env: NodeJS.ProcessEnv) => T): T {
  for (const cache of CACHES) rmSync(cache, { recursive: true, force: true });
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
  try {
    return run({ TMPDIR: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
