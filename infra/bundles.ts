import { build, type BuildOptions } from 'esbuild';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../handlers/contracts/functions.js';
import { partsForLater, trimmedClients } from './bundlePlugins.js';

/**
 * CommonJS modules inside the bundle call `require` for Node's own modules. The names are long so that no minified name
 * collides.
 */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** The SDK loads these only in a browser or to sign in from a shell. */
const NEVER_LOADED = ['bowser', '@aws-sdk/nested-clients/sso-oidc'];

/** Where the bundle of a function is, once it is made. */
export type Bundles = (entry: FunctionName) => Promise<string>;

/**
 * Bundles every function with the AWS SDK, minified, each into its own folder below `folder`: `index.mjs`, the parts
 * that it loads later, and the price book for functions that price calls. Removes earlier bundles. `root` is the
 * project's folder.
 */
export function bundleFunctions(root: string, folder: string): Bundles {
  const built = buildTogether(root);
  const made = new Map(
    FUNCTION_NAMES.map((entry) => [entry, built.then((output) => write(root, join(folder, entry), entry, output))]),
  );
  return (entry) => made.get(entry) ?? Promise.reject(new TypeError(`${entry} is no function`));
}

/** Where the bundles of a plan that nobody deploys would be. */
export function unmadeBundles(folder: string): Bundles {
  return (entry) => Promise.resolve(join(folder, entry));
}

/** By name of the file. */
interface Built {
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** For the bundle of each function, the parts that it loads later. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/** What several functions share is read once. */
async function buildTogether(root: string): Promise<Built> {
  const forLater = new Set<string>();
  const entries = FUNCTION_NAMES.map((entry) => join(root, 'handlers', 'entry', `${entry}.ts`));
  const atOnce = await build({
    ...optionsFor(root, entries),
    plugins: [trimmedClients(root), partsForLater(forLater)],
  });
  const later = await build({ ...optionsFor(root, [...forLater]), plugins: [trimmedClients(root)] });
  return {
    contents: new Map(
      [...atOnce.outputFiles, ...later.outputFiles].map(({ path, contents }) => [basename(path), contents]),
    ),
    parts: new Map(
      Object.entries(atOnce.metafile.outputs).map(([path, { imports }]) => [
        basename(path),
        imports.filter(({ path: part }) => part.startsWith('./')).map((imported) => basename(imported.path)),
      ]),
    ),
  };
}

function optionsFor(root: string, entryPoints: readonly string[]) {
  return {
    entryPoints: [...entryPoints],
    entryNames: '[name]',
    outdir: resolve(root, 'bundled'),
    absWorkingDir: resolve(root),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    metafile: true,
    external: NEVER_LOADED,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': resolve(root, 'handlers', 'entry', 'aws', 'lambdaCredentials.ts') },
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'error',
  } satisfies BuildOptions;
}

function write(root: string, folder: string, entry: FunctionName, { contents, parts }: Built): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const first = `${entry}.mjs`;
  writeFileSync(join(folder, 'index.mjs'), contents.get(first) ?? '');
  for (const part of parts.get(first) ?? []) writeFileSync(join(folder, part), contents.get(part) ?? '');
  if (hasPriceBook(entry)) {
    const book: unknown = JSON.parse(readFileSync(join(root, 'prices', 'priceBook.json'), 'utf8'));
    writeFileSync(join(folder, 'priceBook.json'), JSON.stringify(book));
  }
  return folder;
}

function hasPriceBook(entry: FunctionName): boolean {
  return FUNCTIONS[entry].hasPriceBook === true;
}
