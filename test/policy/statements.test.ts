import { expect } from 'chai';
import { statementsOf } from '../../policy/statements.js';

const LISTS = {
  effect: 'Allow',
  actions: ['sqs:SendMessage'],
  resources: ['arn:aws:sqs:eu-west-1:444455556666:set-aside'],
  principals: [{ kind: 'Service', id: 'events.amazonaws.com' }],
  conditions: [{ operator: 'StringEquals', key: 'aws:sourceaccount', values: ['444455556666'] }],
  hasUnknownConditions: false,
  inversions: [],
};

const SINGLE = {
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: 'arn:aws:sqs:eu-west-1:444455556666:set-aside',
  Principal: { Service: 'events.amazonaws.com' },
  Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } },
};

const LISTED = {
  ...SINGLE,
  Action: [SINGLE.Action],
  Resource: [SINGLE.Resource],
  Principal: { Service: ['events.amazonaws.com'] },
  Condition: { StringEquals: { 'aws:SourceAccount': ['444455556666'] } },
};

describe('statementsOf', () => {
  const same: readonly (readonly [string, unknown])[] = [
    ['JSON text', JSON.stringify({ Statement: [LISTED] })],
    ['an object', { Statement: [LISTED] }],
    ['one statement in place of a list', { Statement: LISTED }],
    ['texts in place of lists', JSON.stringify({ Statement: SINGLE })],
  ];
  for (const [shape, source] of same) {
    it(`reads ${shape}`, () => {
      expect(statementsOf(source)).to.deep.equal([LISTS]);
    });
  }

  it('tells everybody without a kind from everybody of AWS', () => {
    const principals = ['*', { AWS: '*' }].map(
      (Principal) => statementsOf({ Statement: { Principal } })[0]?.principals,
    );
    expect(principals).to.deep.equal([[{ kind: '*', id: '*' }], [{ kind: 'AWS', id: '*' }]]);
  });

  it('finds none where there is no policy that it can read', () => {
    const sources = [undefined, null, '{', 7, '04da6b54-80e4-46f7-96ec-b56ff0331ba9', { unknown: true }];
    expect(sources.flatMap(statementsOf)).to.deep.equal([]);
  });
});
