import { expect } from 'chai';
import { listed, statementsIn } from '../../../domain/iam/policyDocument.js';

describe('statementsIn', () => {
  const table: readonly (readonly [string, string, readonly unknown[] | undefined])[] = [
    ['a list', '{"Statement":[{"Effect":"Deny"},7]}', [{ Effect: 'Deny' }, 7]],
    ['one statement alone', '{"Statement":{"Effect":"Allow"}}', [{ Effect: 'Allow' }]],
    ['an empty list', '{"Statement":[]}', []],
    ['no statement', '{"Version":"2012-10-17"}', undefined],
    ['no object', '[]', undefined],
    ['no JSON', '{"Statement":', undefined],
  ];
  for (const [what, document, statements] of table) {
    it(`reads ${what}`, () => {
      expect(statementsIn(document)).to.deep.equal(statements);
    });
  }

  it('takes one value for a list of one, and nothing for an empty list', () => {
    expect([listed('a'), listed(['a']), listed(null), listed(undefined)]).to.deep.equal([['a'], ['a'], [null], []]);
  });
});
