import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { PricesFound } from './priceSources.js';
import { differenceOf } from './rateCells.js';
import type { ComparedRate } from './rateComparison.js';
import type { SourcedRate } from './ratePlaces.js';

interface RateJson {
  readonly usdPer1000: string;
  readonly source: string;
  readonly effectiveFrom: string;
}

/** One JSON object: exact rates for 1,000 units, differences in percent of the second one named. */
export function pricesJson(found: PricesFound, rates: readonly ComparedRate[]): object {
  const { model, refreshedAt, unanswered, now, book } = found;
  return {
    modelId: model.modelId,
    name: model.name,
    at: formatInstant(now),
    bookAsOf: book.asOf,
    tableRefreshedAt: refreshedAt === undefined ? null : formatInstant(refreshedAt),
    unpricedReason: model.unpricedReason ?? null,
    longContextAboveTokens: model.longContextAboveTokens ?? null,
    rates: rates.map(rateJson),
    notChecked: unanswered,
  };
}

function rateJson({ table, list, book, inUse, reasons, held, ...place }: ComparedRate): object {
  const { region, scope, tier, contextSize, dimension } = place;
  return {
    ...{ region, scope, tier, contextSize, dimension },
    table: sourced(table),
    list: sourced(list),
    book: sourced(book),
    inUse: inUse === undefined ? null : { by: inUse.winner, ...sourced(inUse) },
    differencePercent: {
      tableToBook: differenceOf(book, table) ?? null,
      listToTable: differenceOf(table, list) ?? null,
      listToBook: differenceOf(book, list) ?? null,
    },
    provisional: reasons,
    refusedOfList: held ?? null,
  };
}

function sourced(rate: SourcedRate | undefined): RateJson | null {
  if (rate === undefined) return null;
  const { usdPer1000, source, effectiveFrom } = rate;
  return { usdPer1000: usdToString(usdPer1000), source, effectiveFrom };
}

const HEAD = [
  ...['modelId', 'region', 'scope', 'tier', 'contextSize', 'dimension'],
  ...['table', 'list', 'book'].flatMap((name) => [`${name}UsdPer1000`, `${name}Source`, `${name}From`]),
  ...['inUseUsdPer1000', 'inUseBy', 'inUseSource', 'inUseFrom'],
  ...['tableToBookPercent', 'listToTablePercent', 'provisional', 'refusedOfList'],
];

/** The same as rows (RFC 4180), the head first. */
export function pricesCsv({ model }: PricesFound, rates: readonly ComparedRate[]): readonly string[] {
  const rows = rates.map(({ region, scope, tier, contextSize, dimension, table, list, book, inUse, ...rest }) => [
    ...[model.modelId, region, scope, tier, contextSize, dimension],
    ...[table, list, book].flatMap(cells),
    ...(inUse === undefined
      ? ['', '', '', '']
      : [usdToString(inUse.usdPer1000), inUse.winner, inUse.source, inUse.effectiveFrom]),
    ...[differenceOf(book, table) ?? '', differenceOf(table, list) ?? '', rest.reasons.join('; '), rest.held ?? ''],
  ]);
  return [HEAD, ...rows].map((row) => row.map(quoted).join(','));
}

function cells(rate: SourcedRate | undefined): readonly string[] {
  return rate === undefined ? ['', '', ''] : [usdToString(rate.usdPer1000), rate.source, rate.effectiveFrom];
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
