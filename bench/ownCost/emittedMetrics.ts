import { build } from 'esbuild';
import { METRICS, type MetricName } from '../../handlers/contracts/metrics.js';
import type { FunctionName } from '../../handlers/contracts/functions.js';

const EMITTED = new Map<FunctionName, Promise<ReadonlySet<MetricName>>>();

/**
 * The metrics that a function can emit: those whose name its bundle holds as a text, once esbuild has left out what is
 * never called. A name stands there for a call of `count` or `record` or in a table of names for one; in METRICS itself
 * names are keys, not texts.
 */
export function emittedBy(entry: FunctionName): Promise<ReadonlySet<MetricName>> {
  const known = EMITTED.get(entry) ?? bundleOf(entry).then(namesIn);
  EMITTED.set(entry, known);
  return known;
}

async function bundleOf(entry: FunctionName): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`handlers/entry/${entry}.ts`],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    legalComments: 'none',
    outdir: 'nowhere',
  });
  return outputFiles.map(({ text }) => text).join('\n');
}

function namesIn(bundle: string): ReadonlySet<MetricName> {
  const texts = [...bundle.matchAll(/"(\w+)"/g)].map(([, text = '']) => text);
  return new Set(texts.filter((text): text is MetricName => Object.hasOwn(METRICS, text)));
}
