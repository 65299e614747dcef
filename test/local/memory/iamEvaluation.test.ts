import { expect } from 'chai';
import type { PolicyDecision } from '../../../handlers/ports/iamAccess.js';
import { decisionOn } from '../../../local/memory/iamEvaluation.js';

type Statement = Readonly<Record<string, unknown>>;

const ALLOW = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' };
const DENY = { Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: '*' };
const CONDITION = { StringEquals: { 'aws:PrincipalTag/team': 'search' } };

function document(...Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

describe('decisionOn', () => {
  const identities: readonly (readonly [string, readonly Statement[], PolicyDecision])[] = [
    ['nothing', [{ ...ALLOW, Action: 's3:*' }], 'implicitDeny'],
    ['an Allow of the service', [ALLOW], 'allowed'],
    ['an Allow in other letters', [{ ...ALLOW, Action: 'BEDROCK:invokemodel' }], 'allowed'],
    ['one of several actions', [{ ...ALLOW, Action: ['s3:*', 'bedrock:Invoke?odel'] }], 'allowed'],
    ['everything except others', [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }], 'allowed'],
    ['everything except this', [{ Effect: 'Allow', NotAction: 'bedrock:*', Resource: '*' }], 'implicitDeny'],
    ['an Allow on one resource', [{ ...ALLOW, Resource: 'arn:aws:bedrock:*' }], 'implicitDeny'],
    ['an Allow on all but one resource', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:*' }], 'allowed'],
    ['a Deny after an Allow', [ALLOW, DENY], 'explicitDeny'],
    ['a Deny before an Allow', [DENY, ALLOW], 'explicitDeny'],
    ['a Deny alone', [DENY], 'explicitDeny'],
    ['a Deny of all but other actions', [ALLOW, { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }], 'explicitDeny'],
    ['a Deny of something else', [ALLOW, { ...DENY, Action: 'bedrock:Delete*' }], 'allowed'],
    ['an Allow under a condition', [{ ...ALLOW, Condition: CONDITION }], 'implicitDeny'],
    ['a Deny under a condition', [ALLOW, { ...DENY, Condition: CONDITION }], 'allowed'],
  ];
  for (const [what, statements, decision] of identities) {
    it(`answers ${decision} to ${what}`, () => {
      for (const identity of [[document(...statements)], statements.map((statement) => document(statement))]) {
        expect(
          decisionOn({ action: 'bedrock:InvokeModel', resource: '*' }, { identity, boundary: undefined }),
        ).to.equal(decision);
      }
    });
  }

  const boundaries: readonly (readonly [string, readonly Statement[], Statement, PolicyDecision])[] = [
    ['a boundary that allows it', [ALLOW], ALLOW, 'allowed'],
    ['a boundary that says nothing of it', [ALLOW], { ...ALLOW, Action: 's3:*' }, 'implicitDeny'],
    ['a boundary that denies it', [ALLOW], DENY, 'explicitDeny'],
    ['a boundary alone', [], ALLOW, 'implicitDeny'],
  ];
  for (const [what, statements, boundary, decision] of boundaries) {
    it(`answers ${decision} under ${what}`, () => {
      const documents = { identity: statements.map((statement) => document(statement)), boundary: document(boundary) };
      expect(decisionOn({ action: 'bedrock:InvokeModel', resource: '*' }, documents)).to.equal(decision);
    });
  }

  const userIds: readonly (readonly [string, readonly string[], string | undefined, PolicyDecision])[] = [
    ['the name alone', ['*:ana@example.com'], 'AROA1:ana@example.com', 'explicitDeny'],
    ['one of several names', ['*:ben', '*:ana'], 'AROA1:ana', 'explicitDeny'],
    ['a longer name', ['*:ana@example.com'], 'AROA1:ana@example.community', 'allowed'],
    ['a name that ends alike', ['*:ana@example.com'], 'AROA1:diana@example.com', 'allowed'],
    ['a name in another case', ['*:ana@example.com'], 'AROA1:Ana@example.com', 'allowed'],
    ['nobody', ['*:'], 'AROA1:ana', 'allowed'],
    ['a user, who has no session', ['*:ana'], 'AIDA1', 'allowed'],
    ['a caller of whom nothing is known', ['*:ana'], undefined, 'allowed'],
  ];
  for (const [what, names, userId, decision] of userIds) {
    it(`answers ${decision} where a Deny by aws:userid meets ${what}`, () => {
      const identity = [document(ALLOW, { ...DENY, Condition: { StringLike: { 'aws:userid': names } } })];
      const question = { action: 'bedrock:InvokeModel', resource: '*', ...(userId === undefined ? {} : { userId }) };
      expect(decisionOn(question, { identity, boundary: undefined })).to.equal(decision);
    });
  }

  it('takes a Deny with a second condition, or another operator, for none', () => {
    const userid = { 'aws:userid': ['*:ana'] };
    for (const Condition of [
      { StringLike: { ...userid, 'aws:username': 'x' } },
      { StringLike: userid, ...CONDITION },
      { StringEquals: userid },
      { StringNotLike: userid },
    ]) {
      const identity = [document(ALLOW, { ...DENY, Condition })];
      const question = { action: 'bedrock:InvokeModel', resource: '*', userId: 'AROA1:ana' };
      expect(decisionOn(question, { identity, boundary: undefined })).to.equal('allowed');
    }
  });

  it('throws on what is no policy document', () => {
    for (const identity of ['[]', '{}', '{"Statement":["Allow"]}']) {
      const documents = { identity: [identity], boundary: undefined };
      expect(() => decisionOn({ action: 'bedrock:InvokeModel', resource: '*' }, documents)).to.throw(TypeError);
    }
  });
});
