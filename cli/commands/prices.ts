import { createPriceBook } from '../../domain/pricing/priceBook.js';
import { connectPriceList } from '../../handlers/adapters/awsPriceList.js';
import type { PriceList } from '../../handlers/ports/priceList.js';
import { MemoryPriceList } from '../../local/memory/memoryPriceList.js';
import { loadPriceBookData } from '../fallbackPriceBook.js';
import type { TextOutput } from '../output/textOutput.js';
import { chooseModel } from '../prices/modelChoice.js';
import { pricesCsv, pricesJson } from '../prices/pricesData.js';
import { pricesLines } from '../prices/pricesText.js';
import { findPrices } from '../prices/priceSources.js';
import { compareRates } from '../prices/rateComparison.js';
import { savedProducts } from '../start/loadStack.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';

export interface PricesOptions {
  /** One, or several separated by commas; the stack's by default. */
  readonly region?: string;
  readonly json?: true;
  readonly csv?: true;
}

type PricingStack = Pick<Stack, 'prices' | 'regions' | 'clock' | 'reach'>;

/** Shows each rate of a model, with its source. Without a stack the book alone answers. Answers the exit code. */
export async function runPrices(
  stack: PricingStack | undefined,
  options: PricesOptions & { readonly model: string },
  output: TextOutput,
  priceList: PriceList | undefined = stack === undefined ? undefined : listOf(stack),
): Promise<number> {
  const data = loadPriceBookData();
  const book = createPriceBook(data);
  const model = chooseModel(options.model, book, data.models);
  const regions = regionsOf(stack, options.region);
  const now = stack === undefined ? Date.now() : stack.clock.now();
  const sources = stack === undefined || priceList === undefined ? undefined : { prices: stack.prices, priceList };
  const found = await findPrices({ model, book, regions, now }, sources);
  const rates = compareRates(found);
  if (options.json) output.line(JSON.stringify(pricesJson(found, rates)));
  else if (options.csv) for (const line of pricesCsv(found, rates)) output.line(line);
  else for (const line of pricesLines(found, rates, data.sources, stack !== undefined)) output.line(line);
  return 0;
}

/** AWS's by the shell's credentials; a local world has the replies that the project keeps. */
function listOf({ reach }: PricingStack): PriceList {
  return reach.kind === 'aws' ? connectPriceList({}) : new MemoryPriceList(savedProducts());
}

function regionsOf(stack: PricingStack | undefined, given: string | undefined): readonly string[] {
  if (given === undefined) return stack?.regions ?? [process.env['AWS_REGION'] ?? 'us-east-1'];
  const regions = given.split(',').map((region) => region.trim());
  const unreadable = regions.find((region) => !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region));
  if (unreadable === undefined) return regions;
  throw new UserError(`--region: ${JSON.stringify(unreadable)} is not a Region such as eu-west-1`);
}
