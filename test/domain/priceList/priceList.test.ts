import { expect } from 'chai';
import fc from 'fast-check';
import { classifyProduct, productsOfOffer, type PriceListEntry } from '../../../domain/priceList/priceList.js';
import { usdToString } from '../../../domain/money.js';
import { productOf, REAL_PRODUCTS, type ProductParts } from './priceListRows.js';

const AT = Date.UTC(2026, 10, 24);

function shown(entry: PriceListEntry): string {
  if (entry.kind === 'skipped') return entry.reason;
  if (entry.kind === 'invalid') return `${entry.path} ${entry.reason}`;
  const { dimension, scope, tier, contextSize, usdPer1000 } = entry.rate;
  return [dimension, scope, tier, contextSize, usdToString(usdPer1000)].join(' ');
}

function classified(product: unknown): readonly string[] {
  return classifyProduct(product, AT).map(shown);
}

function counts(products: readonly unknown[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const entry of products.flatMap((product) => classifyProduct(product, AT))) {
    const key = entry.kind === 'rate' ? 'rate' : shown(entry);
    found[key] = (found[key] ?? 0) + 1;
  }
  return found;
}

describe('classifyProduct on the rows that AWS publishes', () => {
  it('classifies or names every one of them', () => {
    const { marketplace, service, bedrock, novaMicroReply, opusReply } = REAL_PRODUCTS;
    expect(counts(marketplace)).to.deep.equal({ rate: 40, 'reserved capacity, billed by the hour': 8 });
    expect(counts(service)).to.deep.equal({ rate: 10 });
    expect(counts(bedrock)).to.deep.equal({ rate: 9, 'the mantle endpoint, beside the row of the model itself': 16 });
    expect(counts(novaMicroReply)).to.deep.equal({
      rate: 5,
      'a custom model': 4,
      'a price of zero': 1,
      'customization of a model': 2,
      'provisioned throughput, billed by the hour': 3,
    });
    expect(counts(opusReply)).to.deep.equal({ rate: 10 });
  });

  it('reads Claude Opus 4.7 in both scopes', () => {
    expect(REAL_PRODUCTS.opusReply.flatMap(classified)).to.have.members([
      'inputTokens regional standard standard 0.0055',
      'outputTokens regional standard standard 0.0275',
      'cacheReadTokens regional standard standard 0.00055',
      'cacheWrite5mTokens regional standard standard 0.006875',
      'cacheWrite1hTokens regional standard standard 0.011',
      'inputTokens global standard standard 0.005',
      'outputTokens global standard standard 0.025',
      'cacheReadTokens global standard standard 0.0005',
      'cacheWrite5mTokens global standard standard 0.00625',
      'cacheWrite1hTokens global standard standard 0.01',
    ]);
  });

  it('reads the cache of Nova Micro from its own row, not from the one of custom models', () => {
    const rates = REAL_PRODUCTS.novaMicroReply
      .flatMap((product) => classifyProduct(product, AT))
      .flatMap((entry) => (entry.kind === 'rate' ? [entry.rate] : []));
    const [cacheRead, ...others] = rates.filter(({ dimension }) => dimension === 'cacheReadTokens');
    expect(others).to.deep.equal([]);
    expect(cacheRead).to.deep.include({ sku: 'ZQ5FR9UVF8V64SX8', offer: 'Nova Micro', effectiveFrom: '2026-04-01' });
    expect(cacheRead).to.deep.include({ source: 'AmazonBedrock-2026-05-04', region: 'us-east-1' });
    expect(cacheRead === undefined ? '' : usdToString(cacheRead.usdPer1000)).to.equal('0.00000875');
  });
});

describe('classifyProduct', () => {
  const INPUT = 'inputTokens regional standard standard';
  const marketplace = {
    usagetype: 'USE1-MP:USE1_InputTokenCount-Units',
    model: '',
    servicename: 'Claude Opus 9 (Amazon Bedrock Edition)',
  };
  const image = { usagetype: 'USE1-X-created_image' };
  const search = { usagetype: 'USE1-X-search_units' };
  const table: readonly (readonly [string, ProductParts, string])[] = [
    ['a price per thousand', {}, `${INPUT} 0.000035`],
    ['a price per million', { unit: '1M tokens', usd: '3.3' }, `${INPUT} 0.0033`],
    ['a Marketplace unit, of a million', { unit: 'Units', usd: '3.3', attributes: marketplace }, `${INPUT} 0.0033`],
    ['a unit that says nothing elsewhere', { unit: 'Units' }, 'a unit that is not known'],
    ['a price per hour', { unit: 'hour' }, 'a unit that is not known'],
    ['a price without a unit', { price: { pricePerUnit: { USD: '1' } } }, 'a unit that is not known'],
    ['images one by one', { unit: 'image', usd: '0.04', attributes: image }, 'images regional standard standard 40'],
    ['images in units of who knows how many', { unit: 'Units', attributes: image }, 'a unit that is not known'],
    [
      'search units one by one',
      { unit: 'search unit', usd: '0.002', attributes: search },
      'searchUnits regional standard standard 2',
    ],
    ['searches in units of who knows how many', { unit: 'Units', attributes: search }, 'a unit that is not known'],
    ['nothing at all', { usd: '0.0000000000' }, 'a price of zero'],
    ['another currency', { price: { unit: '1K tokens', pricePerUnit: { CNY: '1' } } }, 'no price in USD'],
    ['no price', { price: { unit: '1K tokens' } }, 'no price in USD'],
    ['a discount', { price: { unit: '1K tokens', beginRange: '1000' } }, 'a discount from some volume on'],
    ['the price of tomorrow', { effectiveDate: '2026-11-25T00:00:00Z' }, 'in force later'],
    ['the price of this instant', { effectiveDate: '2026-11-24T00:00:00Z' }, `${INPUT} 0.000035`],
    ['a row of no model', { attributes: { model: '', servicename: 'Amazon Bedrock' } }, 'no name of a model'],
    ['a row without names', { attributes: { model: '' } }, 'no name of a model'],
  ];
  for (const [what, parts, expected] of table) {
    it(`takes ${what} for ${expected}`, () => {
      expect(classified(productOf(parts))).to.deep.equal([expected]);
    });
  }

  const malformed: readonly (readonly [string, unknown, string])[] = [
    ['no object', 'x', 'product.sku missing'],
    ['null', null, 'product.sku missing'],
    ['an empty object', {}, 'product.sku missing'],
    ['no usage type', productOf({ attributes: { usagetype: '' } }), 'product.attributes.usagetype missing'],
    ['no Region', productOf({ attributes: { regionCode: '' } }), 'product.attributes.regionCode missing'],
    ['no service', productOf({ serviceCode: '' }), 'serviceCode missing'],
    ['no publication', { ...(productOf() as object), publicationDate: 5 }, 'publicationDate missing'],
    ['no first day', productOf({ effectiveDate: 'soon' }), 'terms.OnDemand.*.effectiveDate not an instant'],
    ['a price that is none', productOf({ price: 'x' }), 'terms.OnDemand.*.priceDimensions.* not an object'],
  ];
  for (const [what, product, expected] of malformed) {
    it(`says where ${what} is wrong`, () => {
      const entries = classifyProduct(product, AT);
      expect(entries.map((entry) => entry.kind)).to.deep.equal(['invalid']);
      expect(entries.map(shown)).to.deep.equal([expected]);
    });
  }

  const unreadable: readonly (readonly [string, unknown])[] = [
    ['a negative price', productOf({ usd: '-1' })],
    ['an empty one', productOf({ usd: '' })],
    ['a price in floating point', productOf({ usd: '3.5e-05' })],
    ['a price as a number', productOf({ usd: 0.000035 })],
    ['more digits than are kept', productOf({ usd: '0.0000000000001', unit: '1M tokens' })],
  ];
  for (const [what, product] of unreadable) {
    it(`refuses ${what}`, () => {
      expect(classified(product)).to.deep.equal(['a price that cannot be read']);
    });
  }

  it('names a product without terms, or with empty ones', () => {
    const product = productOf() as object;
    const terms = [{}, { OnDemand: {} }, { OnDemand: { T: { effectiveDate: '2026-01-01T00:00:00Z' } } }];
    for (const each of terms) {
      expect(classified({ ...product, terms: each })).to.deep.equal(['no on-demand price']);
    }
  });

  it('takes the name of a Titan model from its own attribute', () => {
    const [entry] = classifyProduct(productOf({ attributes: { model: '', titanModel: 'TitanTextG1-Lite' } }), AT);
    expect(entry?.kind === 'rate' ? entry.rate.offer : entry).to.equal('TitanTextG1-Lite');
  });

  it('cuts the edition off the name of a Marketplace service', () => {
    const [entry] = classifyProduct(productOf({ attributes: marketplace, unit: 'Units' }), AT);
    expect(entry?.kind === 'rate' ? entry.rate.offer : entry).to.equal('Claude Opus 9');
  });

  it('never throws and is never silent', () => {
    const anything = fc.anything();
    const item = fc.record({ product: anything, terms: anything, serviceCode: anything, publicationDate: anything });
    const terms = fc.oneof(anything, fc.dictionary(fc.string(), anything));
    const shaped = terms.map((onDemand) => ({ ...(productOf() as object), terms: { OnDemand: onDemand } }));
    fc.assert(
      fc.property(fc.oneof(anything, item, shaped), (product) => {
        expect(classifyProduct(product, AT)).to.not.have.length(0);
      }),
    );
  });
});

describe('productsOfOffer', () => {
  it('finds nothing in what is no offer', () => {
    for (const offer of [undefined, [], {}, { products: 5 }]) expect(productsOfOffer(offer)).to.deep.equal([]);
  });
});
