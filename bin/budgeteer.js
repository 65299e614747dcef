#!/usr/bin/env node
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

// Bundles the command from its sources, always: what runs is what they say now. To load them file by file through tsx
// takes three times as much CPU time.
const ROOT = dirname(import.meta.dirname);
const FOLDER = join(ROOT, 'node_modules', '.cache', 'bedrock-budgeteer-command');
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

const { outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['cli/main.ts'],
  outdir: FOLDER,
  entryNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  write: false,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  sourcemap: 'linked',
  // The engine asks where its own sources are, and nothing else asks.
  define: { 'import.meta.dirname': JSON.stringify(join(ROOT, 'local', 'engine')) },
  logLevel: 'silent',
});
await stop();
process.setSourceMapsEnabled(true);
await import(await entryOf(outputFiles));

/** Writes what is not there yet; names have a hash of the content. Answers what to import. */
async function entryOf(files) {
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const { path, contents } of files) keep(path, contents);
    dropOld();
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    const { register } = await import('tsx/esm/api');
    register();
    return '../cli/main.ts';
  }
  return pathToFileURL(files.find(({ path }) => /^main-\w+\.js$/.test(basename(path))).path).href;
}

function keep(path, contents) {
  if (statSync(path, { throwIfNoEntry: false })?.size === contents.length) {
    utimesSync(path, new Date(), new Date());
    return;
  }
  const written = `${path}.${process.pid}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}

function dropOld() {
  for (const name of readdirSync(FOLDER)) {
    const path = join(FOLDER, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > WEEK_MS) rmSync(path, { force: true });
  }
}
