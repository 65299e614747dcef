import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { boundOf, isMet, type Bench, type Figure } from './suite/bench.js';
import { BENCHES } from './suite/benches.js';
import { misses, readSections, sectionOf, writeSections } from './suite/results.js';

/** `npm run bench [-- NAME…]`: measures, prints a table, and writes the measured sections of RESULTS.md. */
const RESULTS = 'bench/RESULTS.md';
const CHILD = '--figures';

const asked = process.argv.slice(2);
if (asked[0] === CHILD) await measureHere(asked[1] ?? '');
else measureAll(asked);

function measureAll(names: readonly string[]): void {
  const unknown = names.filter((name) => BENCHES.every((bench) => bench.name !== name));
  if (unknown.length > 0) {
    process.stderr.write(`no bench ${unknown.join(', ')}; there are: ${BENCHES.map(({ name }) => name).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const chosen = BENCHES.filter(({ name, onlyWhenNamed = false }) =>
    names.length === 0 ? !onlyWhenNamed : names.includes(name),
  );
  const measured = chosen.map(measureOne);
  conclude(measured.flatMap((figures) => figures ?? []));
  const failed = chosen.filter((_, index) => measured[index] === undefined);
  if (failed.length === 0) return;
  process.stdout.write(`not measured: ${failed.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 1;
}

/** A bench that fails says so and costs only its own section. */
function measureOne(bench: Bench): readonly Figure[] | undefined {
  process.stdout.write(`\n${bench.name}: ${bench.title}\n`);
  const self = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [...process.execArgv, self, CHILD, bench.name], {
    encoding: 'utf8',
    maxBuffer: Infinity,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) {
    process.stdout.write(`  failed: exit ${child.status ?? `by ${child.signal ?? 'signal'}`}\n`);
    return undefined;
  }
  const figures = JSON.parse(child.stdout) as readonly Figure[];
  for (const figure of figures) process.stdout.write(`${lineOf(figure)}\n`);
  const sections = new Map(readSections(existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : ''));
  sections.set(bench.name, sectionOf(bench, figures, where()));
  const names = BENCHES.map(({ name }) => name);
  writeFileSync(RESULTS, writeSections(sections, names));
  execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', RESULTS]);
  return figures;
}

function conclude(figures: readonly Figure[]): void {
  const missed = misses(figures);
  process.stdout.write(`\n${figures.length} figures, written to ${RESULTS}\n`);
  const targets = figures.filter(({ target }) => target !== undefined).length;
  if (missed.length === 0) process.stdout.write(`all ${targets} targets met\n`);
  else process.stdout.write(`${targets - missed.length} of ${targets} targets met; missed:\n`);
  for (const { id, what, value, unit, target } of missed) {
    process.stdout.write(`  ${id}: ${what}: ${value} ${unit}: ${target?.whyMissed ?? 'no reason known'}\n`);
    if (target?.whyMissed === undefined) process.exitCode = 1;
  }
}

async function measureHere(name: string): Promise<void> {
  const bench = BENCHES.find((one) => one.name === name);
  if (bench === undefined) throw new Error(`no bench ${name}`);
  const figures = await bench.measure((line) => process.stderr.write(`  … ${line}\n`));
  process.stdout.write(JSON.stringify(figures));
}

function lineOf({ what, value, unit, target }: Figure): string {
  const verdict = target === undefined ? '' : isMet(value, target) ? '  met' : '  MISSED';
  const bound = target === undefined ? '' : boundOf(target);
  return `  ${what.padEnd(58)} ${`${value} ${unit}`.padStart(12)}  ${bound.padStart(13)}${verdict}`;
}

function where(): string {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', '.', `:!${RESULTS}`) === '' ? '' : ' with changes';
  const cores = cpus();
  const machine = `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const day = new Date().toISOString().slice(0, 10);
  return `${day} at commit ${git('rev-parse', '--short', 'HEAD')}${changed}, Node ${process.version}, ${process.platform} ${process.arch}, ${machine}`;
}
