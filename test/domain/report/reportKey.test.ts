import { expect } from 'chai';
import { metadataKeyOf, readKeys } from '../../../domain/report/reportKey.js';

describe('readKeys', () => {
  it('reads keys, in their order', () => {
    expect(readKeys('team, model,metadata:cost:centre')).to.deep.equal({
      kind: 'keys',
      keys: ['team', 'model', 'metadata:cost:centre'],
    });
  });

  const invalid: readonly (readonly [string, RegExp])[] = [
    ['', /^a key is empty/],
    ['team,', /^a key is empty/],
    ['team,team', /^team stands there twice$/],
    ['metadata', /needs the name of its key/],
    ['metadata:', /needs the name of its key/],
    ['modell', /^"modell" is not a key; the nearest is model$/],
  ];
  for (const [text, reason] of invalid) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const answer = readKeys(text);
      expect(answer.kind === 'invalid' ? answer.reason : '').to.match(reason);
    });
  }
});

describe('metadataKeyOf', () => {
  it('is of keys of metadata alone', () => {
    expect([metadataKeyOf('metadata:project'), metadataKeyOf('team')]).to.deep.equal(['project', undefined]);
  });
});
