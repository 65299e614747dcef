import { expect } from 'chai';
import fc from 'fast-check';
import { costOf, type CostLine } from '../../domain/pricing/cost.js';
import { modelReferenceOf } from '../../domain/invocations/modelReference.js';
import { isMoreThan, usdToString } from '../../domain/money.js';
import { DIMENSIONS, NO_USAGE, type Dimension } from '../../domain/invocations/usage.js';
import { invocationOf } from '../domain/invocations/records.js';
import { BOOK, DATA } from './book.js';

/** Spellings of one maker. */
const MAKER: Readonly<Record<string, string>> = { moonshot: 'moonshotai' };

interface Place {
  readonly region: string;
  readonly profile: string;
  readonly tier: string;
  readonly timestamp: number;
}

const makers = fc.constantFrom(...new Set(DATA.models.map(({ provider }) => provider)));
const regions = fc.constantFrom(
  'us-east-1',
  'us-west-2',
  'eu-central-1',
  'ap-northeast-1',
  'ap-south-1',
  'us-gov-east-1',
  'us-gov-west-1',
  'mars-east-1',
);
const places: fc.Arbitrary<Place> = fc.record({
  region: regions,
  profile: fc.constantFrom('', 'us.', 'eu.', 'global.', 'us-gov.'),
  tier: fc.constantFrom('standard', 'batch', 'flex', 'priority', 'latency-optimized', 'ultrafast', 'hyper'),
  timestamp: fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 1) }),
});
const word = fc.stringMatching(/^[a-z]{1,6}$/);
const version = fc.integer({ min: 1, max: 99 });
const knownId = fc.constantFrom(...DATA.models.map(({ modelId }) => modelId));

/** What a maker might call its next model: made of words, or the name of one it has with another number in it. */
const madeUpName = fc.oneof(
  fc.tuple(word, version).map(([name, number]) => `${name}-${number}`),
  fc.tuple(knownId, version).map(([id, number]) => id.slice(id.indexOf('.') + 1).replace(/\d+/, String(number))),
  fc.tuple(word, word, version).map(([name, of, number]) => `${name}-${of}-embed-image-${number}-v1:0`),
);

function isUnknown(modelId: string): boolean {
  const reference = modelReferenceOf(modelId);
  return reference.kind === 'foundation' && BOOK.model(reference.modelId) === undefined;
}

/** The line of a dimension, in a prompt that is long or short. */
function line(modelId: string, place: Place, dimension: Dimension, isLong: boolean): CostLine | undefined {
  const { region, profile, tier, timestamp } = place;
  const isKnownTier = tier in DATA.tierFactors || tier === 'standard';
  const invocation = {
    ...invocationOf({ modelId: `${profile}${modelId}`, region }),
    timestamp,
    usage: { ...NO_USAGE, ...(isLong ? { cacheReadTokens: 2_000_000 } : {}), [dimension]: 1000 },
    ...(isKnownTier ? { tier: tier as 'flex' } : { unknownTier: tier }),
  };
  return costOf(invocation, BOOK).lines.find((each) => each.dimension === dimension);
}

function expectNoModelIsDearer(
  unknown: string,
  place: Place,
  dimension: Dimension,
  isOfMaker: (id: string) => boolean,
): void {
  const standIn = line(unknown, place, dimension, false);
  if (standIn === undefined) throw new Error(`${unknown}: no ${dimension} charged`);
  for (const { modelId } of DATA.models.filter((model) => isOfMaker(model.provider))) {
    for (const isLong of [false, true]) {
      const known = line(modelId, place, dimension, isLong);
      const isDearer = known !== undefined && isMoreThan(known.usdPer1000, standIn.usdPer1000);
      const why = `${modelId} ${dimension}: ${known === undefined ? '' : usdToString(known.usdPer1000)}`;
      expect(isDearer, `${unknown} at ${usdToString(standIn.usdPer1000)}, ${why}`).to.equal(false);
    }
  }
}

describe('what stands in for a model that is not in the book', () => {
  const dimensions = fc.constantFrom(...DIMENSIONS);

  it('costs no less than any model of its maker, at any place and tier, by any dimension', () => {
    fc.assert(
      fc.property(makers, madeUpName, places, dimensions, (maker, name, place, dimension) => {
        const modelId = `${maker}.${name}`;
        fc.pre(isUnknown(modelId));
        const same = (provider: string): boolean => (MAKER[provider] ?? provider) === (MAKER[maker] ?? maker);
        expectNoModelIsDearer(modelId, place, dimension, same);
      }),
      { numRuns: 400 },
    );
  });

  it('costs no less than any model of the book, where the maker is not known', () => {
    fc.assert(
      fc.property(word, madeUpName, places, dimensions, (maker, name, place, dimension) => {
        const modelId = `${maker}.${name}`;
        fc.pre(DATA.models.every(({ provider }) => provider !== maker) && isUnknown(modelId));
        expectNoModelIsDearer(modelId, place, dimension, () => true);
      }),
      { numRuns: 60 },
    );
  });

  it('is a fifth dearer in GovCloud than the dearest commercial rate, where the maker has no higher rate there', () => {
    for (const dimension of ['inputTokens', 'outputTokens', 'cacheReadTokens'] as const) {
      const [commercial, gov] = ['us-east-1', 'us-gov-west-1'].map((region) =>
        BOOK.dearest('anthropic', dimension, { region, tiers: ['standard'] }),
      );
      expect(gov?.usdPer1000.equals(commercial?.usdPer1000.times('1.2') ?? 0), dimension).to.equal(true);
      expect(gov?.source).to.match(/ × govcloud-factor$/);
    }
  });

  it('is never zero', () => {
    const place = { region: 'us-east-1', profile: '', tier: 'standard', timestamp: Date.UTC(2026, 10, 1) };
    for (const maker of new Set(DATA.models.map(({ provider }) => provider))) {
      for (const dimension of DIMENSIONS) {
        expect(line(`${maker}.model-of-tomorrow`, place, dimension, false)?.costUsd.isZero()).to.equal(false);
      }
    }
  });
});
