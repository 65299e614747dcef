import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatPriceBook } from './formatPriceBook.js';
import { readPriceBook } from './readSources.js';

const BOOK = 'prices/priceBook.json';

try {
  run();
} catch (error) {
  process.stderr.write(`prices: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function run(): void {
  const { values } = parseArgs({ options: { from: { type: 'string' }, check: { type: 'boolean' } } });
  const folder = values.from ?? join('prices', 'sources');
  const book = readPriceBook(folder);
  const text = formatPriceBook(book);
  const rows = book.models.reduce((sum, model) => sum + model.rows.length, 0);
  process.stdout.write(`${book.models.length} models, ${rows} rows of rates, ${text.length} bytes\n`);
  for (const { modelId, unpricedReason } of book.models.filter((model) => model.rows.length === 0)) {
    process.stdout.write(`no rate: ${modelId}: ${unpricedReason ?? 'NO REASON'}\n`);
  }
  if (values.check !== true) writeFileSync(BOOK, text);
  else if (readFileSync(BOOK, 'utf8') !== text) {
    throw new Error(`${BOOK} is not what ${folder} gives; run npm run prices:build`);
  }
}
