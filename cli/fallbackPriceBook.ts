import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPriceBook, type PriceBook } from '../domain/pricing/priceBook.js';
import type { PriceBookData } from '../domain/pricing/priceBookData.js';
import { projectRoot } from './projectRoot.js';

/** The dated price book that ships with the project. */
export function loadFallbackPriceBook(): PriceBook {
  return createPriceBook(loadPriceBookData());
}

/** The same with its models and the titles of its sources. */
export function loadPriceBookData(): PriceBookData {
  const text = readFileSync(join(projectRoot(), 'prices', 'priceBook.json'), 'utf8');
  return JSON.parse(text) as PriceBookData;
}
