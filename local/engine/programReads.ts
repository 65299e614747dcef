import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { arrayAt, isObject } from '../../domain/json.js';

/** What a program read, and so what its plan depends on. */
export interface ProgramReads {
  /** Modules, files and folders, there or not. */
  readonly files: readonly string[];
  /** Names of environment variables, set or not. */
  readonly variables: readonly string[];
  /** Whether it listed the names of all variables. */
  readonly listsVariables: boolean;
}

/** Where a program runs. */
export interface ProgramPlace {
  readonly workingFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Read by Node, npm and tsx outside of what is recorded. */
const ALWAYS_READ = ['package.json', 'package-lock.json', 'tsconfig.json', '.npmrc', 'node_modules/.package-lock.json'];
const ALWAYS_READ_VARIABLES = /^(?:NODE_|PULUMI_|TSX_|BUDGETEER_|LC_|LANG$|TZ$)/;

const MODULE = /\.[cm]?[jt]sx?$|^package\.json$/;
const PACKAGES = `${sep}node_modules${sep}`;
/** Compiled sources, which tsx keeps by the content of the sources. */
const OF_TSX = /[\\/]tsx-[^\\/]*[\\/]/;

/** As the program's process writes it. */
export function programReads(text: string): ProgramReads | undefined {
  if (text === '') return undefined;
  const reads: unknown = JSON.parse(text);
  const listsVariables = isObject(reads) && reads['listsVariables'] !== false;
  return { files: stringsAt(reads, 'files'), variables: stringsAt(reads, 'variables'), listsVariables };
}

/** Changes if anything that the program read does: of packages by size and time, of the rest by content. */
export function digestOf(reads: ProgramReads, { workingFolder, env }: ProgramPlace): string {
  const { files, variables, listsVariables } = reads;
  const hash = createHash('sha256');
  for (const path of allPaths(files, workingFolder)) hash.update(`${path}\n${fingerprintOf(path)}\n`);
  const always = Object.keys(env).filter((name) => ALWAYS_READ_VARIABLES.test(name));
  for (const name of [...new Set([...variables, ...always])].sort()) {
    hash.update(`${JSON.stringify([name, env[name] ?? null])}\n`);
  }
  if (listsVariables) hash.update(JSON.stringify(Object.keys(env).filter(isListed).sort()));
  return hash.digest('hex');
}

/** npm sets others for each of its commands. */
function isListed(name: string): boolean {
  return !name.startsWith('npm_');
}

/** Whether something was written while the program ran, which may have read it before. */
export function changedSince({ files }: ProgramReads, { workingFolder }: ProgramPlace, time: number): boolean {
  return allPaths(files, workingFolder).some((path) => {
    const stats = statsOf(path);
    return stats !== undefined && Math.max(stats.mtimeMs, stats.ctimeMs) >= time;
  });
}

/** With the folders of the modules: a new file there may come before the one that was found. */
function allPaths(files: readonly string[], workingFolder: string): readonly string[] {
  const read = [...ALWAYS_READ, ...files].map((file) => resolve(workingFolder, file)).filter((file) => !OF_TSX.test(file));
  const folders = read.filter((file) => MODULE.test(file) && !file.includes(PACKAGES)).map(dirname);
  return [...new Set([...read, ...folders])].sort();
}

function fingerprintOf(path: string): string {
  const stats = statsOf(path);
  if (stats === undefined) return 'missing';
  if (stats.isDirectory()) return JSON.stringify(readdirSync(path).filter((name) => MODULE.test(name)).sort());
  if (!stats.isFile()) return 'neither file nor folder';
  if (path.includes(PACKAGES)) return `${stats.size} ${stats.mtimeMs}`;
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function statsOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function stringsAt(value: unknown, key: string): readonly string[] {
  return arrayAt(value, key).filter((item) => typeof item === 'string');
}

/** Of the files below a folder, for code that runs in this process. */
export function digestOfSources(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (MODULE.test(name)) hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
