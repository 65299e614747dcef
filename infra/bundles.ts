import { build } from 'esbuild';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../handlers/contracts/functions.js';

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
  const alone = FUNCTION_NAMES.filter(hasPriceBook);
  const groups = [FUNCTION_NAMES.filter((entry) => !hasPriceBook(entry)), ...alone.map((entry) => [entry])];
  const made = new Map(
    groups.flatMap((entries) => {
      const built = buildTogether(root, entries);
      return entries.map((entry) => [entry, built.then((output) => write(root, join(folder, entry), entry, output))]);
    }),
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
  /** For each file, the files that it imports at once or later. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

/** What several functions share is read once. One by itself comes in parts, for clients that it rarely needs. */
async function buildTogether(root: string, entries: readonly FunctionName[]): Promise<Built> {
  const outdir = resolve(root, 'bundled');
  const { outputFiles, metafile } = await build({
    entryPoints: Object.fromEntries(entries.map((entry) => [entry, join(root, 'handlers', 'entry', `${entry}.ts`)])),
    outdir,
    absWorkingDir: resolve(root),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: entries.length === 1,
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
  });
  return {
    contents: new Map(outputFiles.map(({ path, contents }) => [basename(path), contents])),
    imports: new Map(
      Object.entries(metafile.outputs).map(([path, { imports }]) => [
        basename(path),
        imports.filter(({ external }) => external !== true).map((imported) => basename(imported.path)),
      ]),
    ),
  };
}

function write(root: string, folder: string, entry: FunctionName, { contents, imports }: Built): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const first = `${entry}.mjs`;
  for (const name of reachable(first, imports)) {
    writeFileSync(join(folder, name === first ? 'index.mjs' : name), contents.get(name) ?? '');
  }
  if (hasPriceBook(entry)) {
    const book: unknown = JSON.parse(readFileSync(join(root, 'prices', 'priceBook.json'), 'utf8'));
    writeFileSync(join(folder, 'priceBook.json'), JSON.stringify(book));
  }
  return folder;
}

function reachable(first: string, imports: Built['imports']): ReadonlySet<string> {
  const found = new Set([first]);
  for (const name of found) for (const next of imports.get(name) ?? []) found.add(next);
  return found;
}

function hasPriceBook(entry: FunctionName): boolean {
  return FUNCTIONS[entry].hasPriceBook === true;
}
