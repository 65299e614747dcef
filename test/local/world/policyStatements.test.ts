import { expect } from 'chai';
import { isGranted, statementsOf, type Access } from '../../../local/world/iam/policyStatements.js';
import { WorldError } from '../../../local/world/worldError.js';

const ALICE = 'arn:aws:iam::444455556666:user/teams/alice';
const DENY = 'arn:aws:iam::444455556666:policy/deny';
const ATTACH: Access = { action: 'iam:AttachUserPolicy', resource: ALICE };

function allowing(more: object = {}): object {
  return { Effect: 'Allow', Action: ['iam:Attach*'], Resource: ['arn:aws:iam::444455556666:user/*'], ...more };
}

const onlyDeny = { Condition: { ArnEquals: { 'iam:PolicyARN': [DENY] } } };

describe('isGranted', () => {
  const table: readonly (readonly [string, readonly object[], Access, boolean])[] = [
    ['an action by its pattern, whatever its case', [allowing()], { ...ATTACH, action: 'IAM:attachuserpolicy' }, true],
    ['another resource', [allowing()], { ...ATTACH, resource: ALICE.replace('user', 'role') }, false],
    ['what nothing allows', [], ATTACH, false],
    ['what is denied as well', [allowing(), { ...allowing(), Effect: 'Deny' }], ATTACH, false],
    ['a condition that holds', [allowing(onlyDeny)], { ...ATTACH, context: { 'iam:PolicyARN': DENY } }, true],
    ['a condition on another value', [allowing(onlyDeny)], { ...ATTACH, context: { 'iam:PolicyARN': ALICE } }, false],
    ['a condition on what the request does not carry', [allowing(onlyDeny)], ATTACH, false],
    ['a service that is named', [allowing({ Principal: { Service: 's3' } })], { ...ATTACH, service: 's3' }, true],
    ['another service', [allowing({ Principal: { Service: 's3' } })], { ...ATTACH, service: 'ec2' }, false],
    [
      'what only comes unencrypted',
      [allowing(), { ...allowing(), Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': ['false'] } } }],
      ATTACH,
      true,
    ],
  ];
  for (const [what, statements, access, answer] of table) {
    it(`${answer ? 'allows' : 'does not allow'} ${what}`, () => {
      expect(isGranted(statementsOf(JSON.stringify({ Statement: statements })), access)).to.equal(answer);
    });
  }

  it('stops at a condition that it does not know', () => {
    const statements = statementsOf(
      JSON.stringify({ Statement: allowing({ Condition: { DateLessThan: { 'aws:CurrentTime': '2026' } } }) }),
    );
    expect(() => isGranted(statements, ATTACH)).to.throw(
      WorldError,
      'the world does not know the condition DateLessThan',
    );
  });
});
