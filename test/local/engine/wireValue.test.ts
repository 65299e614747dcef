import { expect } from 'chai';
import fc from 'fast-check';
import { Archive, Asset, ResourceReference, Secret, Unknown, type PlanValue } from '../../../local/engine/plan.js';
import { hasUnknown, withoutSecrets } from '../../../local/engine/planValue.js';
import { decodeValue, encodeValue } from '../../../local/engine/wireValue.js';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

const text = fc.stringMatching(/^[a-z ]{1,8}$/);
const { value } = fc.letrec<{ readonly value: PlanValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<PlanValue>(null, true, 0, 1.5, 'text', ''),
    fc.constant(new Unknown()),
    text.map((path) => new Asset({ path })),
    text.map((uri) => new Archive({ uri })),
    fc.tuple(text, fc.option(text, { nil: undefined })).map(([urn, id]) => new ResourceReference(urn, id)),
    text.map((urn) => new ResourceReference(urn, new Unknown())),
    tie('value').map((inner) => new Secret(inner)),
    tie('value').map((inner) => new Archive({ assets: { part: inner } })),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

describe('decodeValue', () => {
  it('reads back whatever encodeValue writes', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(decodeValue(encodeValue(given))).to.deep.equal(given);
      }),
    );
  });

  const table: readonly (readonly [string, object, PlanValue])[] = [
    ['an output with a value', { value: 1 }, 1],
    ['an output without one', {}, new Unknown()],
    ['a secret output', { value: 1, secret: true }, new Secret(1)],
  ];
  for (const [name, wire, expected] of table) {
    it(`reads ${name}`, () => {
      const decoded = decodeValue({ [SIGNATURE]: OUTPUT, ...wire });
      expect(decoded).to.deep.equal(expected);
      expect(decoded instanceof Unknown).to.equal(expected instanceof Unknown);
    });
  }

  it('refuses a signature that it does not know', () => {
    expect(() => decodeValue({ [SIGNATURE]: 'other' })).to.throw('a property value with the unknown signature other');
  });
});

describe('hasUnknown', () => {
  const unknown = new Unknown();
  const table: readonly (readonly [string, PlanValue, boolean])[] = [
    ['an unknown', unknown, true],
    ['an unknown secret in a list', { a: [new Secret(unknown)] }, true],
    ['an unknown part of an archive', new Archive({ assets: { a: unknown } }), true],
    ['a resource without a known id', new ResourceReference('urn', unknown), true],
    ['a map that only looks like one', { unknown: true }, false],
    ['known values of all kinds', [null, 'a', new Asset({ path: 'p' }), new ResourceReference('urn', 'id')], false],
  ];
  for (const [name, given, expected] of table) {
    it(`is ${expected} for ${name}`, () => {
      expect(hasUnknown(given)).to.equal(expected);
    });
  }
});

describe('withoutSecrets', () => {
  it('opens secrets at any depth', () => {
    expect(withoutSecrets({ a: new Secret([new Secret(1)]), b: null })).to.deep.equal({ a: [1], b: null });
  });
});
