import { Decimal } from 'decimal.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../cli/projectRoot.js';

interface PriceFile {
  readonly prices: Readonly<Record<string, { readonly usd: string; readonly source: string }>>;
}

const { prices } = JSON.parse(
  readFileSync(join(projectFolder(), 'bench', 'ownCost', 'unitPrices.json'), 'utf8'),
) as PriceFile;

/** What `quantity` of something costs in USD, exactly. Throws for what has no price. */
export function costOf(price: string, quantity: Decimal.Value): Decimal {
  const found = prices[price];
  if (found === undefined) throw new Error(`${price}: no price in bench/ownCost/unitPrices.json`);
  return new Decimal(found.usd).times(quantity);
}

/** Bytes as the gigabytes that are billed. */
export function gigabytes(bytes: Decimal.Value): Decimal {
  return new Decimal(bytes).div(1e9);
}

export function total(parts: readonly { readonly usd: Decimal }[]): Decimal {
  return parts.reduce((sum, { usd }) => sum.plus(usd), new Decimal(0));
}
