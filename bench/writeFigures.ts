import { readFileSync, writeFileSync } from 'node:fs';
import { pagesOfProject } from '../cli/docs/pages.js';
import { withFigures } from './suite/docFigures.js';
import { figuresOf } from './suite/results.js';

/** `npm run docs:figures`: writes the values of bench/RESULTS.md into the pages that name them. */
const figures = figuresOf(readFileSync('bench/RESULTS.md', 'utf8'));
for (const page of pagesOfProject()) {
  const before = readFileSync(page, 'utf8');
  const { text, unknown } = withFigures(before, figures);
  if (text !== before) writeFileSync(page, text);
  if (unknown.length === 0) continue;
  process.stderr.write(`${page}: bench/RESULTS.md has no ${unknown.join(', ')}; measure them by npm run bench\n`);
  process.exitCode = 1;
}
