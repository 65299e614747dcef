import { expect } from 'chai';
import { DAY_MS } from '../../domain/instant.js';
import { usd } from '../../domain/money.js';
import type { PriceRow } from '../../domain/priceList/priceTable.js';
import type { PriceTable } from '../../handlers/ports/priceTable.js';

const NOW = Date.UTC(2026, 9, 1);
const SONNET = 'anthropic.claude-sonnet-4-20250514-v1:0';

const ROW: PriceRow = {
  modelId: SONNET,
  region: 'us-east-1',
  scope: 'regional',
  source: 'AmazonBedrockFoundationModels-2026-07-28',
  rates: [
    {
      dimension: 'inputTokens',
      tier: 'standard',
      contextSize: 'standard',
      usdPer1000: usd('0.003'),
      effectiveFrom: '2026-07-01',
    },
    {
      dimension: 'inputTokens',
      tier: 'standard',
      contextSize: 'long',
      usdPer1000: usd('0.006'),
      effectiveFrom: '2026-07-01',
    },
    {
      dimension: 'cacheWrite1hTokens',
      tier: 'latency-optimized',
      contextSize: 'long',
      usdPer1000: usd('0.00000000875'),
      effectiveFrom: '2026-06-01',
    },
  ],
};

const GLOBAL: PriceRow = { ...ROW, scope: 'global', rates: ROW.rates.slice(0, 1) };

/** What every adapter of the Pricing table does alike. */
export function priceTableContract(create: () => Promise<PriceTable>): void {
  it('reads back rows by model, Region and scope until they expire', async () => {
    const table = await create();
    await table.write([ROW, GLOBAL], NOW, NOW + DAY_MS);
    const elsewhere = { ...ROW, region: 'eu-west-1' };
    expect(await table.read([ROW, elsewhere], NOW)).to.deep.equal([ROW]);
    expect(await table.read([GLOBAL], NOW)).to.deep.equal([GLOBAL]);
    expect(await table.read([ROW], NOW + DAY_MS)).to.deep.equal([]);
  });

  it('keeps earlier rates, anchors and approvals with a row', async () => {
    const table = await create();
    const [input, ...others] = ROW.rates;
    if (input === undefined) throw new Error('no rate');
    const earlier = [
      { usdPer1000: usd('0.0025'), effectiveFrom: '2026-06-01' },
      { usdPer1000: usd('0.00000000875'), effectiveFrom: '2026-05-01' },
    ];
    const approval = {
      dimension: 'outputTokens',
      tier: 'flex',
      contextSize: 'long',
      usdPer1000: usd('7'),
      on: '2026-09-30',
    } as const;
    const full = {
      ...ROW,
      rates: [{ ...input, earlier, anchorUsdPer1000: usd('0.002') }, ...others],
      approvals: [approval],
    };
    await table.write([full], NOW, NOW + DAY_MS);
    expect(await table.read([ROW], NOW)).to.deep.equal([full]);
    await table.write([ROW], NOW, NOW + DAY_MS);
    expect(await table.read([ROW], NOW)).to.deep.equal([ROW]);
  });

  it('remembers which services have given rates of a Region', async () => {
    const table = await create();
    expect(await table.servicesOf('us-east-1')).to.deep.equal([]);
    await table.writeServices('us-east-1', ['AmazonBedrock', 'AmazonBedrockService'], NOW);
    expect(await table.servicesOf('us-east-1')).to.deep.equal(['AmazonBedrock', 'AmazonBedrockService']);
    expect(await table.servicesOf('eu-west-1')).to.deep.equal([]);
    expect(await table.refreshedAt()).to.equal(undefined);
  });

  it('replaces a row as a whole', async () => {
    const table = await create();
    const shorter = { ...ROW, source: 'newer', rates: ROW.rates.slice(1, 2) };
    await table.write([ROW], NOW, NOW + DAY_MS);
    await table.write([shorter], NOW, NOW + DAY_MS);
    expect(await table.read([ROW], NOW)).to.deep.equal([shorter]);
  });

  it('keeps what stands behind inference profiles until it expires', async () => {
    const table = await create();
    const profile = {
      profileArn: 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/x',
      modelId: SONNET,
    };
    await table.writeProfiles([profile], NOW, NOW + DAY_MS);
    expect(await table.readProfiles([profile.profileArn, 'arn:other'], NOW)).to.deep.equal([profile]);
    expect(await table.readProfiles([profile.profileArn], NOW + DAY_MS)).to.deep.equal([]);
  });

  it('tells when it was last refreshed, if ever', async () => {
    const table = await create();
    expect(await table.refreshedAt()).to.equal(undefined);
    await table.markRefreshed(NOW);
    expect(await table.refreshedAt()).to.equal(NOW);
  });
}
