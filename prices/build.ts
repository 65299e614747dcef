import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatPriceBook } from './formatPriceBook.js';
import { readPriceBook } from './readSources.js';

const BOOK = 'prices/priceBook.json';

const { values } = parseArgs({ options: { from: { type: 'string' }, check: { type: 'boolean' } } });
const folder = values.from ?? join('prices', 'sources');
process.exitCode = existsSync(folder)
  ? run()
  : failed(`${folder}: no such folder; name the one with the price data by --from`);

function run(): number {
  const book = readPriceBook(folder);
  const text = formatPriceBook(book);
  const unpriced = book.models.filter((model) => model.rows.length === 0);
  const rows = book.models.reduce((sum, model) => sum + model.rows.length, 0);
  process.stdout.write(`${book.models.length} models, ${rows} rows of rates, ${text.length} bytes\n`);
  for (const { modelId, unpricedReason } of unpriced)
    process.stdout.write(`no rate: ${modelId}: ${unpricedReason ?? 'NO REASON'}\n`);
  if (values.check !== true) writeFileSync(BOOK, text);
  else if (readFileSync(BOOK, 'utf8') !== text)
    return failed(`${BOOK} is not what ${folder} gives; run npm run prices:build`);
  return 0;
}

function failed(problem: string): number {
  process.stderr.write(`prices: ${problem}\n`);
  return 1;
}
