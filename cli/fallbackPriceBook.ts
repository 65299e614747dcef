import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPriceBook, type PriceBook } from '../domain/pricing/priceBook.js';
import type { PriceBookData } from '../domain/pricing/priceBookData.js';
import { projectRoot } from './projectRoot.js';

/** The dated price book that ships with the project. */
export function loadFallbackPriceBook(): PriceBook {
  const text = readFileSync(join(projectRoot(), 'prices', 'priceBook.json'), 'utf8');
  return createPriceBook(JSON.parse(text) as PriceBookData);
}
