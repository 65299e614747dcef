import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The functions of the stack, by the names of their entry points. */
export const ENTRIES = [
  'usageCalculator',
  'userSetup',
  'budgetMonitor',
  'budgetRefresh',
  'auditLogger',
  'pricingManager',
  'graceNotification',
  'budgetStatus',
  'policyBackup',
  'iamUtilities',
  'restorationValidation',
] as const;

export type EntryName = (typeof ENTRIES)[number];

/** Functions that price calls by the fallback book. */
const WITH_PRICE_BOOK: readonly EntryName[] = ['usageCalculator', 'pricingManager'];

/** CommonJS inside the bundle asks for Node's own modules by `require`. */
const REQUIRE = "import{createRequire as r}from'node:module';const require=r(import.meta.url);";

/** Loaded by the SDK only in a browser, and for signing in from a shell. */
const NEVER_LOADED = ['bowser', '@aws-sdk/nested-clients/sso-oidc'];

/**
 * Bundles one function with the AWS SDK inside, minified, as `FOLDER/index.mjs` and the parts that it loads when first
 * needed, and the price book beside it where calls are priced by it. `root` is the project's folder.
 */
export async function bundleEntry(root: string, entry: EntryName, folder: string): Promise<void> {
  await build({
    entryPoints: { index: join(root, 'handlers', 'entry', `${entry}.ts`) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    external: NEVER_LOADED,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': resolve(root, 'handlers', 'entry', 'lambdaCredentials.ts') },
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'error',
  });
  if (!WITH_PRICE_BOOK.includes(entry)) return;
  const book: unknown = JSON.parse(readFileSync(join(root, 'prices', 'priceBook.json'), 'utf8'));
  writeFileSync(join(folder, 'priceBook.json'), JSON.stringify(book));
}
