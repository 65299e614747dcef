import { percentDifference, scaleUsd, usd, usdToString, type Usd } from '../../domain/money.js';
import type { Dimension } from '../../domain/invocations/usage.js';
import type { ComparedRate } from './rateComparison.js';

/** How a dimension is called, and in which units its rate is shown. */
interface Unit {
  readonly label: string;
  /** Of the rate of 1,000. */
  readonly factor: Usd;
}

const MILLION = usd('1000');
const ONE = usd('0.001');
const THOUSAND = usd('1');

const UNITS: Readonly<Record<Dimension, Unit>> = {
  inputTokens: { label: 'input 1M', factor: MILLION },
  outputTokens: { label: 'output 1M', factor: MILLION },
  cacheReadTokens: { label: 'cache read 1M', factor: MILLION },
  cacheWrite5mTokens: { label: 'write 5m 1M', factor: MILLION },
  cacheWrite1hTokens: { label: 'write 1h 1M', factor: MILLION },
  images: { label: 'image', factor: ONE },
  videoSeconds: { label: 'video second', factor: ONE },
  searchUnits: { label: 'searches 1K', factor: THOUSAND },
  guardrailContentUnits: { label: 'content 1K', factor: THOUSAND },
  guardrailTopicUnits: { label: 'topics 1K', factor: THOUSAND },
  guardrailSensitiveInformationUnits: { label: 'sensitive 1K', factor: THOUSAND },
  guardrailGroundingUnits: { label: 'grounding 1K', factor: THOUSAND },
  guardrailReasoningUnits: { label: 'reasoning 1K', factor: THOUSAND },
  guardrailImages: { label: 'image', factor: ONE },
};

/** `input 1M`: the dimension with the number of units that a shown rate is for. */
export function unitLabel(dimension: Dimension): string {
  return UNITS[dimension].label;
}

/** Exact, in USD for the units of the label; blank for none. */
export function rateCell(dimension: Dimension, rate: { readonly usdPer1000: Usd } | undefined): string {
  return rate === undefined ? '' : usdToString(scaleUsd(rate.usdPer1000, UNITS[dimension].factor));
}

/** `+10`: percent of the first; undefined where one is missing. */
export function differenceOf(
  from: { readonly usdPer1000: Usd } | undefined,
  to: { readonly usdPer1000: Usd } | undefined,
): string | undefined {
  return from === undefined || to === undefined ? undefined : percentDifference(from.usdPer1000, to.usdPer1000);
}

/** `table +10 % to the book, list -5 % to the table`; blank where they agree. */
export function differencesOf({ table, list, book }: ComparedRate): string {
  const pairs = [
    ['table', 'book', differenceOf(book, table)],
    ...(table === undefined
      ? [['list', 'book', differenceOf(book, list)] as const]
      : [['list', 'table', differenceOf(table, list)] as const]),
  ] as const;
  const differing = pairs.flatMap(([name, from, percent]) =>
    percent === undefined || percent === '0' ? [] : [`${name} ${percent} % to the ${from}`],
  );
  return differing.join(', ');
}
