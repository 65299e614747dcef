import { expect } from 'chai';
import fc from 'fast-check';
import { MAX_POLICY_CHARACTERS } from '../../../domain/iam/denyDocument.js';
import {
  documentCharacters,
  MAX_PERSON_POLICIES,
  namesInDocument,
  personPolicyDocument,
  place,
  without,
  type DeniedPerson,
  type PersonPolicy,
} from '../../../domain/iam/personPolicy.js';
import { decisionOn } from '../../../local/memory/iamEvaluation.js';

const CHARACTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-');
const session = fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 2, maxLength: 64 });
const ALLOW_ALL = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

function person(name: string, ...sessions: readonly string[]): DeniedPerson {
  return { principalId: `person/${name.toLowerCase()}`, sessions: sessions.length === 0 ? [name] : sessions };
}

function isDenied(persons: readonly DeniedPerson[], userId: string): boolean {
  const identity = [ALLOW_ALL, JSON.stringify(personPolicyDocument(persons))];
  const question = { action: 'bedrock:InvokeModel', resource: '*', userId };
  return decisionOn(question, { identity, boundary: undefined }) === 'explicitDeny';
}

function emptyPolicies(count: number): readonly PersonPolicy[] {
  return Array.from({ length: count }, (_, index) => ({ number: index + 1, persons: [] }));
}

/** All persons placed one after the other. */
function placed(
  persons: readonly DeniedPerson[],
  count: number,
): { policies: readonly PersonPolicy[]; refused: number } {
  let policies = emptyPolicies(count);
  let refused = 0;
  for (const one of persons) {
    const placement = place(policies, one);
    if (placement.kind === 'full') refused += 1;
    if (placement.kind !== 'placed') continue;
    const { number, persons: list } = placement;
    policies = policies.map((policy) => (policy.number === number ? { number, persons: list } : policy));
  }
  return { policies, refused };
}

describe('personPolicyDocument', () => {
  it('denies each session on the list, in whatever role, and no other: a shorter, a longer, another case', () => {
    const property = fc.property(fc.uniqueArray(session, { minLength: 1, maxLength: 40 }), session, (names, other) => {
      const list = names.map((name) => person(name));
      for (const name of names) expect(isDenied(list, `AROAEXAMPLEEXAMPLE12:${name}`)).to.equal(true);
      const swapped = other === other.toUpperCase() ? other.toLowerCase() : other.toUpperCase();
      for (const near of [other, swapped, `${other}x`, `x${other}`, other.slice(1)]) {
        expect(isDenied(list, `AROAEXAMPLEEXAMPLE12:${near}`)).to.equal(names.includes(near));
      }
    });
    fc.assert(property, { seed: 16, numRuns: 200 });
  });

  it('denies nobody with an empty list', () => {
    for (const userId of [
      'AROAEXAMPLEEXAMPLE12:ana',
      'AIDAEXAMPLEEXAMPLE12',
      '111122223333',
      'AROAEXAMPLEEXAMPLE12:*',
    ]) {
      expect(isDenied([], userId), userId).to.equal(false);
    }
  });

  it('never denies a user of the same name', () => {
    expect(isDenied([person('ana')], 'AIDAEXAMPLEEXAMPLE12')).to.equal(false);
  });

  it('leaves everything else to the person', () => {
    const identity = [ALLOW_ALL, JSON.stringify(personPolicyDocument([person('ana')]))];
    const question = { action: 's3:GetObject', resource: '*', userId: 'AROAEXAMPLEEXAMPLE12:ana' };
    expect(decisionOn(question, { identity, boundary: undefined })).to.equal('allowed');
  });
});

describe('place', () => {
  it('has room for a hundred names of 40 characters', () => {
    const persons = Array.from({ length: 200 }, (_, index) => person(String(index).padStart(40, 'n')));
    const { policies, refused } = placed(persons, 1);
    expect(policies[0]?.persons.length).to.be.within(100, 110);
    expect(refused).to.equal(200 - (policies[0]?.persons.length ?? 0));
  });

  it('never lets a document pass the bound of IAM, fills one before the next, and refuses at the end', () => {
    const persons = Array.from({ length: 700 }, (_, index) => person(String(index).padStart(64, 'n')));
    const { policies, refused } = placed(persons, MAX_PERSON_POLICIES);
    for (const { persons: list } of policies) {
      expect(documentCharacters(list)).to.be.within(MAX_POLICY_CHARACTERS - 69, MAX_POLICY_CHARACTERS);
    }
    expect(policies.reduce((sum, { persons: list }) => sum + list.length, 0) + refused).to.equal(700);
    expect(refused).to.be.above(0);
  });

  it('keeps a person in one policy, with each spelling seen', () => {
    const policies = [
      { number: 1, persons: [person('bo')] },
      { number: 2, persons: [person('ana', 'Ana')] },
    ];
    const placement = place(policies, person('ana', 'ana', 'Ana'));
    expect(placement).to.deep.equal({ kind: 'placed', number: 2, persons: [person('ana', 'Ana', 'ana')] });
    expect(place(policies, person('ana', 'Ana'))).to.deep.equal({ kind: 'unchanged', number: 2 });
  });

  it('refuses another spelling where the list of the person has no room', () => {
    const full = placed(
      Array.from({ length: 200 }, (_, index) => person(String(index).padStart(64, 'n'))),
      1,
    ).policies;
    const first = full[0]?.persons[0];
    expect(
      place([...full, { number: 2, persons: [] }], { ...person('x'.repeat(64)), principalId: first?.principalId ?? '' })
        .kind,
    ).to.equal('full');
  });

  it('takes a person out', () => {
    expect(without([person('ana'), person('bo')], 'person/ana')).to.deep.equal([person('bo')]);
  });
});

describe('namesInDocument', () => {
  it('reads what a document says, whatever its actions', () => {
    const document = personPolicyDocument([person('ana', 'Ana', 'ana'), person('bo')]);
    expect(namesInDocument(JSON.stringify(document))).to.deep.equal(['*:Ana', '*:ana', '*:bo']);
    expect(namesInDocument(JSON.stringify(personPolicyDocument([])))).to.deep.equal([]);
  });

  const others: readonly (readonly [string, string])[] = [
    ['no JSON', 'x'],
    ['no object', '1'],
    ['no statements', '{}'],
    ['two statements', '{"Statement":[{},{}]}'],
    ['a statement that is none', '{"Statement":[1]}'],
    ['an Allow', '{"Statement":[{"Effect":"Allow","Condition":{"StringLike":{"aws:userid":["*:a"]}}}]}'],
    ['no condition', '{"Statement":[{"Effect":"Deny"}]}'],
    ['another operator', '{"Statement":[{"Effect":"Deny","Condition":{"StringEquals":{"aws:userid":["*:a"]}}}]}'],
    [
      'a second operator',
      '{"Statement":[{"Effect":"Deny","Condition":{"StringLike":{"aws:userid":["*:a"]},"Bool":{}}}]}',
    ],
    ['another key', '{"Statement":[{"Effect":"Deny","Condition":{"StringLike":{"aws:username":["a"]}}}]}'],
    ['a second key', '{"Statement":[{"Effect":"Deny","Condition":{"StringLike":{"aws:userid":["*:a"],"x":[]}}}]}'],
  ];
  for (const [what, document] of others) {
    it(`knows that it is not ours: ${what}`, () => {
      expect(namesInDocument(document)).to.equal(undefined);
    });
  }
});
