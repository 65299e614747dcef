import { expect } from 'chai';
import { MemoryInferenceProfiles } from '../../../local/memory/memoryInferenceProfiles.js';
import { MemoryPriceList } from '../../../local/memory/memoryPriceList.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { productOf } from '../../domain/priceList/priceListRows.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/abcd1234efgh';

describe('MemoryPriceList', () => {
  it('gives the products of a service, a Region and an attribute, page by page', async () => {
    const lite = productOf({ attributes: { model: 'Nova Lite' } });
    const list = new MemoryPriceList(
      [productOf(), lite, lite, lite, productOf({ serviceCode: 'AmazonBedrockService' })].concat([
        productOf({ attributes: { model: 'Nova Lite', regionCode: 'eu-west-1' } }),
      ]),
      2,
    );
    const pages: (readonly unknown[])[] = [];
    const filter = { field: 'model', value: 'Nova Lite' };
    for await (const page of list.products('AmazonBedrock', 'us-east-1', filter)) pages.push(page);
    expect(pages).to.deep.equal([[lite, lite], [lite]]);
  });
});

describe('MemoryPriceTable', () => {
  it('forgets rows and profiles when they expire, and replaces those of the same key', async () => {
    const table = new MemoryPriceTable();
    const key = { modelId: 'x.y', region: 'us-east-1', scope: 'regional' } as const;
    const row = { ...key, rates: [], source: 's' };
    await table.write([row, { ...row, source: 'newer' }], 1, 10);
    await table.writeProfiles([{ profileArn: PROFILE, modelId: 'x.y' }], 1, 10);
    expect(await table.read([key, key, { ...key, scope: 'global' }], 9)).to.deep.equal([{ ...row, source: 'newer' }]);
    expect(await table.readProfiles([PROFILE], 9)).to.have.length(1);
    expect(await table.read([key], 10)).to.deep.equal([]);
    expect(await table.readProfiles([PROFILE], 10)).to.deep.equal([]);
  });

  it('remembers when a refresh came to its end', async () => {
    const table = new MemoryPriceTable();
    expect(await table.refreshedAt()).to.equal(undefined);
    await table.markRefreshed(5);
    expect(await table.refreshedAt()).to.equal(5);
  });
});

describe('MemoryInferenceProfiles', () => {
  it('knows what it was given', async () => {
    const profiles = new MemoryInferenceProfiles(new Map([[PROFILE, 'x.y']]));
    expect([await profiles.modelBehind(PROFILE), await profiles.modelBehind('other')]).to.deep.equal([
      'x.y',
      undefined,
    ]);
  });
});
