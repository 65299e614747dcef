import { expect } from 'chai';
import fc from 'fast-check';
import { grantsBedrock, type PolicyGrant } from '../../../domain/iam/policyGrant.js';

type Statement = Readonly<Record<string, unknown>>;

function policy(...Statement: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function allow(Action: unknown): string {
  return policy({ Effect: 'Allow', Action, Resource: '*' });
}

const DENY: Statement = { Effect: 'Deny', Action: ['bedrock:*', 'bedrock-mantle:*'], Resource: '*' };
const ALLOW: Statement = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' };
const BROKEN: Statement = { Effect: 'allow', Action: '*', Resource: '*' };

describe('grantsBedrock', () => {
  const actions: readonly (readonly [unknown, PolicyGrant])[] = [
    ['*', 'yes'],
    ['*:*', 'yes'],
    ['bedrock:*', 'yes'],
    ['bedrock:InvokeModel', 'yes'],
    ['BEDROCK:invokemodel', 'yes'],
    ['bedrock:Invoke*', 'yes'],
    ['bedrock:*Stream', 'yes'],
    ['bedrock:Invoke*Response*', 'yes'],
    ['bedrock:InvokeMode?', 'yes'],
    ['bedrock:InvokeModel?', 'no'],
    ['bedrock:InvokeModel**', 'yes'],
    ['bedrock:CallWithBearerToken', 'yes'],
    ['bedrock:CreateModelInvocationJob', 'yes'],
    ['bedrock-mantle:CreateInference', 'yes'],
    ['bedrock-mantle:Create*', 'yes'],
    ['bed*', 'yes'],
    [['s3:GetObject', 'bedrock:InvokeAgent'], 'yes'],
    ['bedrock:Converse', 'no'],
    [['bedrock:List*', 'bedrock:Get*'], 'no'],
    ['bedrock-agentcore:*', 'no'],
    ['s3:*', 'no'],
    ['bedrock', 'no'],
    ['', 'no'],
    [[], 'no'],
    [undefined, 'unreadable'],
    [null, 'unreadable'],
    [['s3:*', 7], 'unreadable'],
    [{}, 'unreadable'],
  ];
  for (const [action, grant] of actions) {
    it(`says ${grant} to an Allow of ${JSON.stringify(action)}`, () => {
      expect(grantsBedrock(allow(action))).to.equal(grant);
    });
  }

  const exceptions: readonly (readonly [unknown, PolicyGrant])[] = [
    [['iam:*', 'organizations:*', 'account:*'], 'yes'],
    ['bedrock:*', 'yes'],
    [['bedrock:*', 'bedrock-mantle:*'], 'no'],
    ['bedrock*', 'no'],
    [[], 'yes'],
    [7, 'unreadable'],
  ];
  for (const [action, grant] of exceptions) {
    it(`says ${grant} to an Allow of all but ${JSON.stringify(action)}`, () => {
      expect(grantsBedrock(policy({ Effect: 'Allow', NotAction: action, Resource: '*' }))).to.equal(grant);
    });
  }

  const documents: readonly (readonly [string, string, PolicyGrant])[] = [
    ['a Deny alone', policy(DENY), 'no'],
    ['a Deny beside the Allow', policy(DENY, ALLOW), 'yes'],
    ['a Deny of all but', policy({ Effect: 'Deny', NotAction: 's3:*', Resource: '*' }), 'no'],
    ['one statement that is not in a list', JSON.stringify({ Statement: ALLOW }), 'yes'],
    ['no statements', policy(), 'no'],
    ['an unreadable statement beside a Deny', policy(DENY, BROKEN), 'unreadable'],
    ['an unreadable statement beside the Allow', policy(BROKEN, ALLOW), 'yes'],
    ['a statement that is none', policy('Allow'), 'unreadable'],
    ['JSON that is no policy', '{"statement": []}', 'unreadable'],
    ['a list', '[]', 'unreadable'],
    ['no JSON', '%7B%22Statement%22', 'unreadable'],
    ['nothing', '', 'unreadable'],
  ];
  for (const [what, document, grant] of documents) {
    it(`says ${grant} to ${what}`, () => {
      expect(grantsBedrock(document)).to.equal(grant);
    });
  }

  it('answers hostile documents in no time', () => {
    const started = process.cpuUsage();
    const hostile: readonly (readonly [string, PolicyGrant])[] = [
      [allow('bedrock:' + 'I*n?'.repeat(30_000)), 'no'],
      [allow('*'.repeat(130_000)), 'yes'],
      [allow('*a'.repeat(60_000)), 'no'],
      [allow(Array.from({ length: 20_000 }, () => '*?z')), 'no'],
      [`{"Statement":${'['.repeat(60_000)}${']'.repeat(60_000)}}`, 'unreadable'],
      [allow('*') + ' '.repeat(131_072), 'unreadable'],
    ];
    for (const [document, grant] of hostile) expect(grantsBedrock(document)).to.equal(grant);
    // Of the processor, not of the clock on the wall: a busy machine takes longer for the same work.
    expect(process.cpuUsage(started).user).to.be.below(5_000_000);
  });

  it('matches wildcards as a regular expression would', () => {
    const piece = fc.constantFrom('*', '?', 'bedrock:', 'invoke', 'model', 'i', 'e', 'n', 'Retrieve');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const pattern = pieces.join('');
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
        const actions = ['bedrock:InvokeModel', 'bedrock:Retrieve', 'bedrock:InvokeFlow'];
        if (actions.some((action) => expression.test(action))) expect(grantsBedrock(allow(pattern))).to.equal('yes');
        if (!/[*?]/.test(pattern) && !actions.some((action) => expression.test(action)))
          expect(grantsBedrock(allow(pattern))).to.equal('no');
      }),
    );
  });

  it('is total: any text gets an answer', () => {
    const grants: readonly PolicyGrant[] = ['yes', 'no', 'unreadable'];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.jsonValue(), fc.jsonValue(), (text, Effect, Action) => {
        for (const document of [text, policy(Action), policy({ Effect, Action }), policy({ ...ALLOW, Action })]) {
          expect(grants).to.include(grantsBedrock(document));
        }
      }),
    );
  });
});
