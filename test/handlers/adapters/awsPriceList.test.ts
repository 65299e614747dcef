import { GetProductsCommand, PricingClient, type GetProductsCommandInput } from '@aws-sdk/client-pricing';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import sinon from 'sinon';
import { AwsPriceList } from '../../../handlers/adapters/awsPriceList.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { PriceListFilter } from '../../../handlers/ports/priceList.js';

const PRODUCTS = { ServiceCode: 'AmazonBedrock', FormatVersion: 'aws_v1', MaxResults: 100 };
const REGION = { Type: 'TERM_MATCH', Field: 'regionCode', Value: 'us-east-1' };

function listOf(...replies: readonly unknown[]): {
  readonly list: AwsPriceList;
  readonly inputs: () => readonly GetProductsCommandInput[];
} {
  const client = new PricingClient({ region: 'us-east-1' });
  const send = sinon.stub(client, 'send');
  replies.forEach((reply, index) => {
    if (reply instanceof Error) send.onCall(index).rejects(reply);
    else send.onCall(index).resolves(reply);
  });
  const inputs = (): readonly GetProductsCommandInput[] =>
    send.args.map(([command]) =>
      command instanceof GetProductsCommand ? command.input : expect.fail('another command'),
    );
  return { list: new AwsPriceList(client), inputs };
}

async function read(list: AwsPriceList, attribute?: PriceListFilter): Promise<readonly (readonly unknown[])[]> {
  const pages: (readonly unknown[])[] = [];
  for await (const page of list.products('AmazonBedrock', 'us-east-1', attribute)) pages.push(page);
  return pages;
}

describe('AwsPriceList', () => {
  it('reads page after page, each product from its string', async () => {
    const { list, inputs } = listOf(
      { PriceList: ['{"a":1}', '{"a":2}'], NextToken: 'two' },
      { PriceList: [], NextToken: 'three' },
      { PriceList: ['{"a":3}'] },
    );
    expect(await read(list)).to.deep.equal([[{ a: 1 }, { a: 2 }], [], [{ a: 3 }]]);
    expect(inputs()).to.deep.equal([
      { ...PRODUCTS, Filters: [REGION] },
      { ...PRODUCTS, Filters: [REGION], NextToken: 'two' },
      { ...PRODUCTS, Filters: [REGION], NextToken: 'three' },
    ]);
  });

  it('asks for an attribute too', async () => {
    const { list, inputs } = listOf({});
    expect(await read(list, { field: 'model', value: 'Nova Micro' })).to.deep.equal([[]]);
    const model = { Type: 'TERM_MATCH', Field: 'model', Value: 'Nova Micro' };
    expect(inputs()).to.deep.equal([{ ...PRODUCTS, Filters: [REGION, model] }]);
  });

  it('reads a reply as AWS gives it', async () => {
    const reply: unknown = JSON.parse(readFileSync('prices/sources/getproducts_fm-opus-4-7-use1.json', 'utf8'));
    const [page] = await read(listOf(reply).list);
    expect(page).to.have.length(10);
    expect(page?.[0]).to.have.nested.property('product.sku', '2ZDK9GJTYJ4QCURJ');
  });

  it('asks for the next page only when it is wanted', async () => {
    const { list, inputs } = listOf({ PriceList: ['1'], NextToken: 'two' });
    for await (const page of list.products('AmazonBedrock', 'us-east-1')) {
      expect(page).to.deep.equal([1]);
      break;
    }
    expect(inputs()).to.have.length(1);
  });

  const failing: readonly (readonly [string, readonly unknown[], string])[] = [
    ['a product that is no JSON', [{ PriceList: ['{'] }], 'a product of AmazonBedrock in us-east-1 is not JSON'],
    ['the same page again', [{ NextToken: 'x' }, { NextToken: 'x' }], 'gives the same page again'],
  ];
  for (const [what, replies, message] of failing) {
    it(`throws on ${what}`, async () => {
      const error = await read(listOf(...replies).list).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(ServiceError);
      expect(error).to.have.property('message', `AWS Price List: ${message}`);
    });
  }

  it('throws what the service throws, with the pages before it given', async () => {
    const throttled = new Error('ThrottlingException');
    const error = await read(listOf({ NextToken: 'two' }, throttled).list).catch((caught: unknown) => caught);
    expect(error).to.equal(throttled);
  });
});
