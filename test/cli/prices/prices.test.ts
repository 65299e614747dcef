import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import type { PriceRow } from '../../../domain/priceList/priceTable.js';
import { usd } from '../../../domain/money.js';
import { runPrices, type PricesOptions } from '../../../cli/commands/prices.js';
import { TextOutput } from '../../../cli/output/textOutput.js';
import { MemoryPriceList } from '../../../local/memory/memoryPriceList.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { failureOf } from '../../handlers/portCalls.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const MICRO = 'amazon.nova-micro-v1:0';

/** The Price List: input as the book has it, output a tenth dearer, and a cache read that the guard refuses. */
const PRODUCTS = [
  product('USE1-NovaMicro-input-tokens', '0.000035'),
  product('USE1-NovaMicro-output-tokens', '0.000154'),
  product('USE1-NovaMicro-cache-read-input-token-count', '0.9'),
];

function product(usagetype: string, price: string): unknown {
  const attributes = { regionCode: 'us-east-1', usagetype, model: 'Nova Micro', feature: 'On-demand Inference' };
  const priceDimensions = { r: { unit: '1K tokens', beginRange: '0', endRange: 'Inf', pricePerUnit: { USD: price } } };
  return {
    product: { sku: `SKU-${usagetype}`, attributes: { ...attributes, locationType: 'AWS Region', operation: '' } },
    serviceCode: 'AmazonBedrock',
    publicationDate: '2026-09-05T20:20:25Z',
    terms: { OnDemand: { t: { effectiveDate: '2026-09-01T00:00:00Z', priceDimensions } } },
  };
}

const ROW: PriceRow = {
  modelId: MICRO,
  region: 'us-east-1',
  scope: 'regional',
  source: 'AmazonBedrock-2026-10-01',
  rates: [
    {
      dimension: 'inputTokens',
      tier: 'standard',
      contextSize: 'standard',
      usdPer1000: usd('0.00004'),
      effectiveFrom: '2026-10-01',
    },
    {
      dimension: 'outputTokens',
      tier: 'standard',
      contextSize: 'standard',
      usdPer1000: usd('0.00014'),
      effectiveFrom: '2027-01-01',
    },
  ],
};

interface Shown {
  readonly lines: readonly string[];
  readonly code: number;
}

async function shown(
  model: string,
  options: PricesOptions,
  stack?: Parameters<typeof runPrices>[0],
  products = PRODUCTS,
): Promise<Shown> {
  const stream = new PassThrough();
  const output = new TextOutput(stream);
  const list = stack === undefined ? undefined : new MemoryPriceList(products);
  const code = await runPrices(stack, { ...options, model }, output, list);
  await output.flush();
  return {
    code,
    lines: String(stream.read())
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd()),
  };
}

async function stackWith(rows: readonly PriceRow[]): Promise<NonNullable<Parameters<typeof runPrices>[0]>> {
  const prices = new MemoryPriceTable();
  await prices.write(rows, NOW, NOW + 1);
  await prices.markRefreshed(NOW - 3_600_000);
  const clock = { now: () => NOW, sleep: () => Promise.resolve() };
  return { prices, clock, regions: ['us-east-1'], reach: { kind: 'aws', outputs: {} as never } };
}

interface RateJson {
  readonly dimension: string;
  readonly scope: string;
  readonly table: object | null;
  readonly list: { readonly usdPer1000: string } | null;
  readonly inUse: { readonly by: string; readonly usdPer1000: string };
  readonly differencePercent: object;
  readonly provisional: readonly string[];
  readonly refusedOfList: string | null;
}

async function rates(
  model: string,
  options: PricesOptions,
  stack?: Parameters<typeof runPrices>[0],
): Promise<readonly RateJson[]> {
  const { lines } = await shown(model, { ...options, json: true }, stack);
  return (JSON.parse(lines[0] ?? '') as { rates: readonly RateJson[] }).rates;
}

const named = (all: readonly RateJson[], dimension: string): RateJson | undefined =>
  all.find((rate) => rate.dimension === dimension && rate.scope === 'regional');

describe('budgeteer prices', () => {
  it('puts table, list and book side by side, with the one that wins', async () => {
    const all = await rates('nova-micro', {}, await stackWith([ROW]));
    expect(named(all, 'inputTokens')).to.deep.include({
      inUse: { by: 'table', usdPer1000: '0.00004', source: ROW.source, effectiveFrom: '2026-10-01' },
      differencePercent: { tableToBook: '+14.29', listToTable: '-12.5', listToBook: '0' },
    });
  });

  it('has the book win while a row of the table is in force later', async () => {
    const output = named(await rates('nova-micro', {}, await stackWith([ROW])), 'outputTokens');
    expect(output?.inUse).to.include({ by: 'book', usdPer1000: '0.00014' });
    expect(output?.list).to.include({ usdPer1000: '0.000154' });
    expect(output?.differencePercent).to.deep.equal({ tableToBook: '0', listToTable: '+10', listToBook: '+10' });
  });

  it('says which rate of the list is refused, and why', async () => {
    const cacheRead = named(await rates('nova-micro', {}, await stackWith([])), 'cacheReadTokens');
    expect(cacheRead?.refusedOfList).to.be.a('string').that.is.not.empty;
    expect(cacheRead?.inUse.by).to.equal('book');
  });

  it('says what is provisional and what stands in', async () => {
    const [input] = await rates('nova-micro', { region: 'mx-central-1' });
    expect(input?.inUse.by).to.equal('stand-in');
    expect(input?.provisional[0]).to.match(/no rate for inputTokens of amazon.nova-micro/);
  });

  it('answers from the book alone without a stack', async () => {
    const { lines, code } = await shown(MICRO, { region: 'us-east-1' });
    expect(code).to.equal(0);
    expect(lines).to.include('no stack: the fallback price book alone');
    expect(lines).to.include(' rate                book    by');
    expect(
      lines.some((line) => /^ input 1M +0\.035 +book \[1\]$/.test(line)),
      lines.join('\n'),
    ).to.equal(true);
  });

  it('fits 80 columns, with all columns filled', async () => {
    const { lines } = await shown('nova-micro', {}, await stackWith([ROW]));
    expect(lines.filter((line) => line.startsWith(' ') && line.length > 80)).to.deep.equal([]);
    expect(lines).to.include('table refreshed from the Price List 2026-11-28 11:00 UTC; list read now');
  });

  it('goes on without a list that AWS does not let it read', async () => {
    const stack = await stackWith([ROW]);
    const denied = Object.assign(new Error('User x is not authorized to perform: pricing:GetProducts'), {
      name: 'AccessDeniedException',
    });
    const stream = new PassThrough();
    const output = new TextOutput(stream);
    const priceList = {
      products: () => {
        throw denied;
      },
    };
    await runPrices(stack, { model: MICRO }, output, priceList);
    await output.flush();
    expect(String(stream.read())).to.contain('not checked: Price List: this shell may not pricing:GetProducts');
  });

  it('writes one row a rate as CSV', async () => {
    const { lines } = await shown(MICRO, { csv: true, region: 'us-east-1' });
    const cells = lines.map((line) => line.split(',').length);
    expect(new Set(cells)).to.deep.equal(new Set([23]));
    expect(lines[1]).to.match(
      /^amazon\.nova-micro-v1:0,us-east-1,regional,standard,standard,inputTokens,,,,,,,0\.000035,/,
    );
  });

  const refused = [
    ['claude-opus', /^claude-opus: \d+ models; name one of anthropic\.claude-opus-4/],
    ['opsu-4.7', /^opsu-4\.7: not in the price book, .*; near: anthropic\.claude-opus-4-7,/],
    ['', /^: not in the price book/],
  ] as const;
  for (const [model, problem] of refused) {
    it(`refuses ${JSON.stringify(model)} in one line`, async () => {
      const error = await failureOf(shown(model, {}));
      expect(error).to.have.property('name', 'UserError');
      expect(error).to.have.property('message').that.matches(problem);
    });
  }

  it('refuses what is no Region', async () => {
    expect(await failureOf(shown(MICRO, { region: 'Ireland' }))).to.have.property('name', 'UserError');
  });
});
