import { displayTime } from '../../domain/display.js';
import { usdToString } from '../../domain/money.js';
import type { PriceBookData } from '../../domain/pricing/priceBookData.js';
import { plainTable } from '../output/tables.js';
import { colours } from '../output/display.js';
import type { PricesFound } from './priceSources.js';
import { differencesOf, rateCell, unitLabel } from './rateCells.js';
import type { ComparedRate } from './rateComparison.js';
import type { SourcedRate } from './ratePlaces.js';

type Sources = PriceBookData['sources'];

/** The rates of one model as tables, one for each Region, scope, context size and tier, with the sources below. */
export function pricesLines(
  found: PricesFound,
  rates: readonly ComparedRate[],
  sources: Sources,
  isOfStack: boolean,
): readonly string[] {
  const { model, refreshedAt, unanswered } = found;
  const notes = new Notes(sources);
  const tables = groups(rates).flatMap((group) => ['', ...groupLines(group, notes)]);
  return [
    colours.strong(`${model.name}, ${model.modelId}`),
    ...(model.unpricedReason === undefined ? [] : [`no list price: ${model.unpricedReason}`]),
    ...(model.longContextAboveTokens === undefined
      ? []
      : [`long context: prompts above ${model.longContextAboveTokens.toLocaleString('en-US')} tokens`]),
    ...tables,
    '',
    ...notes.lines,
    ...(isOfStack ? [refreshLine(refreshedAt)] : ['no stack: the fallback price book alone']),
    ...tierLines(found, rates),
    ...unanswered.map((problem) => `not checked: ${problem}`),
  ];
}

function refreshLine(refreshedAt: number | undefined): string {
  return refreshedAt === undefined
    ? 'the table was never refreshed from the Price List'
    : `table refreshed from the Price List ${displayTime(refreshedAt)}; list read now`;
}

/** What is made by factors where no own rates are known. */
function tierLines({ book }: PricesFound, rates: readonly ComparedRate[]): readonly string[] {
  const tiers = (['batch', 'flex', 'priority', 'latency-optimized'] as const).filter((tier) =>
    rates.every((rate) => rate.tier !== tier),
  );
  if (tiers.length === 0) return [];
  const factors = tiers.map((tier) => `${tier} × ${usdToString(book.tierFactor(tier).factor)}`);
  return [`without own rates: ${factors.join(', ')}`];
}

/** Sources with the first day of their rates, in the order in which they are first used. */
class Notes {
  readonly #sources: Sources;
  readonly #numbers = new Map<string, number>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  numberOf({ source, effectiveFrom }: SourcedRate): number {
    const published = this.#sources[source]?.published;
    const text = `${source}, ${published === undefined ? '' : `published ${published}, `}rates from ${effectiveFrom} on`;
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return number;
  }

  get lines(): readonly string[] {
    return [...this.#numbers].map(([text, number]) => `[${number}] ${text}`);
  }
}

function groups(rates: readonly ComparedRate[]): readonly (readonly ComparedRate[])[] {
  const byPlace = new Map<string, ComparedRate[]>();
  for (const rate of rates) byPlace.set(placeOf(rate), [...(byPlace.get(placeOf(rate)) ?? []), rate]);
  return [...byPlace.values()];
}

function placeOf({ region, scope, tier, contextSize }: ComparedRate): string {
  return `${region}, ${scope}${tier === 'standard' ? '' : `, ${tier}`}${contextSize === 'long' ? ', long context' : ''}`;
}

function groupLines(group: readonly ComparedRate[], notes: Notes): readonly string[] {
  const [first] = group;
  const isMade = group.some(({ inUse }) => inUse?.winner === 'factor' || inUse?.winner === 'stand-in');
  const columns: readonly Column[] = [
    ['rate', ({ dimension }) => unitLabel(dimension)],
    ...(['table', 'list', 'book'] as const).map((name): Column => [
      name,
      (rate) => rateCell(rate.dimension, rate[name]),
    ]),
    ...(isMade ? [['in use', ({ dimension, inUse }) => rateCell(dimension, inUse)] satisfies Column] : []),
    ['by', ({ inUse }) => winnerCell(inUse, notes)],
  ];
  const filled = columns
    .map(([head, cellOf]) => ({ head, cells: group.map(cellOf) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const rows = group.map((_, index) => filled.map(({ cells }) => cells[index] ?? ''));
  return [
    first === undefined ? '' : `${colours.strong(placeOf(first))}  (USD)`,
    plainTable(
      filled.map(({ head }) => head),
      rows,
    ),
    ...remarksOf(group),
  ];
}

type Column = readonly [head: string, cellOf: (rate: ComparedRate) => string];

function winnerCell(inUse: ComparedRate['inUse'], notes: Notes): string {
  return inUse === undefined ? '' : `${inUse.winner} [${notes.numberOf(inUse)}]`;
}

function remarksOf(group: readonly ComparedRate[]): readonly string[] {
  const provisional = group.flatMap(({ dimension, inUse, reasons }) =>
    reasons.map((reason) =>
      inUse === undefined
        ? `${unitLabel(dimension)}: ${reason}`
        : colours.notice(`provisional, ${unitLabel(dimension)}: ${reason}; the dearest comparable rate stands in`),
    ),
  );
  const held = group.flatMap(({ dimension, held: reason }) =>
    reason === undefined ? [] : [colours.notice(`list refused, ${unitLabel(dimension)}: ${reason}`)],
  );
  const differing = group.flatMap((rate) => {
    const differences = differencesOf(rate);
    return differences === '' ? [] : [`differs, ${unitLabel(rate.dimension)}: ${differences}`];
  });
  return [...differing, ...provisional, ...held];
}
