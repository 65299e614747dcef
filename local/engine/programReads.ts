import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { arrayAt, isObject } from '../../domain/json.js';

/** What a program read, and so what its plan depends on. */
export interface ProgramReads {
  /** Modules and files, there or not. */
  readonly files: readonly string[];
  /** Folders that it listed. */
  readonly folders: readonly string[];
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
  return {
    files: stringsAt(reads, 'files'),
    folders: stringsAt(reads, 'folders'),
    variables: stringsAt(reads, 'variables'),
    listsVariables,
  };
}

/** Changes if anything that the program read does: of packages by size and time, of the rest by content. */
export function digestOf(reads: ProgramReads, { workingFolder, env }: ProgramPlace): string {
  const { variables, listsVariables } = reads;
  const hash = createHash('sha256');
  const { files, folders, modules } = pathsOf(reads, workingFolder);
  for (const path of files) hash.update(`${path}\n${fingerprintOf(path)}\n`);
  for (const path of folders) hash.update(`${path}\n${JSON.stringify(namesIn(path))}\n`);
  for (const path of modules) hash.update(`${path}\n${JSON.stringify(modulesIn(path))}\n`);
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
export function changedSince(reads: ProgramReads, { workingFolder }: ProgramPlace, time: number): boolean {
  const { files, folders, modules } = pathsOf(reads, workingFolder);
  return [...files, ...folders, ...modules].some((path) => {
    const stats = statsOf(path);
    return stats !== undefined && Math.max(stats.mtimeMs, stats.ctimeMs) >= time;
  });
}

interface Paths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Folders of modules: a new file there may come before the one that was found. */
  readonly modules: readonly string[];
}

function pathsOf({ files, folders }: ProgramReads, workingFolder: string): Paths {
  const absolute = (paths: readonly string[]): readonly string[] =>
    [...new Set(paths.map((path) => resolve(workingFolder, path)))].filter((path) => !OF_TSX.test(path)).sort();
  const read = absolute([...ALWAYS_READ, ...files]);
  const own = read.filter((file) => MODULE.test(file) && !file.includes(PACKAGES));
  return { files: read, folders: absolute(folders), modules: absolute(own.map((file) => dirname(file))) };
}

function fingerprintOf(path: string): string {
  const stats = statsOf(path);
  if (stats === undefined) return 'missing';
  if (stats.isDirectory()) return JSON.stringify(modulesIn(path));
  if (!stats.isFile()) return 'neither file nor folder';
  if (path.includes(PACKAGES)) return `${stats.size} ${stats.mtimeMs}`;
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** With those of folders inside: to list them is one option away. */
function namesIn(folder: string, recursive = true): readonly string[] {
  return statsOf(folder)?.isDirectory() ? readdirSync(folder, { recursive, encoding: 'utf8' }).sort() : [];
}

function modulesIn(folder: string): readonly string[] {
  return namesIn(folder, false).filter((name) => MODULE.test(name));
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
