import type { PlannedResource } from '../../policy/check.js';
import {
  ACCOUNT_ROOT,
  BUCKET_ARN,
  denyPlainText,
  INPUTS,
  policy,
  QUEUE_ARN,
  resource,
  TAGS,
  TYPES,
} from './healthyStack.js';

/** A resource with one flaw. */
export interface BrokenCase {
  /** The one that sees it. */
  readonly rule: string;
  readonly flaw: string;
  readonly resource: PlannedResource;
}

const ARN = 'arn:aws:dynamodb:eu-west-1:444455556666:table/user-budgets';

const PERSONS_1 = 'arn:aws:iam::444455556666:policy/bedrock-budgeteer-prod-persons-1';
const DENY_POLICY = 'arn:aws:iam::444455556666:policy/bedrock-budgeteer-prod-deny';
const PERSON_ACCESS = 'workflows-person-access-role-policy';

export const BROKEN_GRANTS: readonly BrokenCase[] = [
  ...rolePolicies('readable-policies', [
    ['a policy that is no JSON', '{"Statement": ['],
    ['a policy that is a list', []],
    ['a policy without statements', policy()],
    ['a statement that is a text', { Statement: ['Allow'] }],
  ]),
  ...rolePolicies('no-action-wildcards', [
    ['all actions', policy({ Effect: 'Allow', Action: '*', Resource: ARN })],
    ['all of a service, in an object', { Statement: { Effect: 'Allow', Action: ['dynamodb:*'], Resource: [ARN] } }],
    ['a family of actions', policy({ Effect: 'Allow', Action: ['iam:GetUser', 'iam:Put*'], Resource: ARN })],
    ['a question mark', policy({ Effect: 'Allow', Action: 'sqs:SendMessag?', Resource: QUEUE_ARN })],
    ['no clear effect', policy({ Effect: 'allow', Action: 'dynamodb:*', Resource: ARN })],
    ['what only keys may say', policy({ Effect: 'Allow', Action: 'kms:GenerateDataKey*', Resource: ARN })],
  ]),
  broken('no-action-wildcards', 'kms:* for a role', TYPES.key, 'key', {
    ...INPUTS.key,
    policy: policy({
      Effect: 'Allow',
      Principal: { AWS: [ACCOUNT_ROOT, `${ACCOUNT_ROOT}x`] },
      Action: 'kms:*',
      Resource: '*',
    }),
  }),
  broken(
    'no-action-wildcards',
    'a managed policy with what only the boundary may say',
    TYPES.boundary,
    'other-policy',
    {
      policy: policy({ Effect: 'Allow', Action: '*', Resource: ARN }),
      tags: TAGS,
    },
  ),
  broken('no-action-wildcards', 'a trust for every call of STS', TYPES.role, 'open-role', {
    ...INPUTS.role,
    assumeRolePolicy: policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT_ROOT }, Action: 'sts:*' }),
  }),
  broken('no-action-wildcards', 'a wildcard in an inline policy of a role', TYPES.role, 'inline-role', {
    ...INPUTS.role,
    inlinePolicies: [{ name: 'all', policy: policy({ Effect: 'Allow', Action: 's3:*', Resource: `${BUCKET_ARN}/*` }) }],
  }),
  ...rolePolicies('no-resource-wildcards', [
    ['all resources', policy({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' })],
    ['all buckets', policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::*'] })],
    ['all of a service', policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:*' })],
    ['all of S3', policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:*' })],
    ['all of AWS', policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:*' })],
    [
      'an action without a reason beside one',
      policy({ Effect: 'Allow', Action: ['pricing:GetProducts', 'pricing:GetAttributeValues'], Resource: '*' }),
    ],
  ]),
  broken('no-resource-wildcards', 'a managed policy on everything', TYPES.denyPolicy, 'reader', {
    policy: policy({ Effect: 'Allow', Action: 'pricing:GetProducts', Resource: '*' }),
    tags: TAGS,
  }),
  ...rolePolicies('no-inverted-grants', [
    ['all actions but some', policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: ARN })],
    ['all resources but some', policy({ Effect: 'Allow', Action: 'sqs:SendMessage', NotResource: QUEUE_ARN })],
  ]),
  broken('no-inverted-grants', 'all principals but some', TYPES.queuePolicy, 'queuePolicy', {
    ...INPUTS.queuePolicy,
    policy: policy(denyPlainText('sqs:*', QUEUE_ARN), grant({ NotPrincipal: { AWS: ACCOUNT_ROOT } })),
  }),
  ...rolePolicies('policy-writers', [
    ['another role that writes a policy of persons', writes('iam:CreatePolicyVersion', PERSONS_1)],
    ['another role that makes a policy', writes('iam:CreatePolicy', PERSONS_1)],
    ['another role that goes back to an old version', writes('iam:SetDefaultPolicyVersion', PERSONS_1)],
    ['another role that takes a version away, in other letters', writes('IAM:deletePolicyVersion', PERSONS_1)],
  ]),
  ...flawed([
    ['the Deny of principals', { to: DENY_POLICY }],
    ['a policy of everybody', { to: PERSONS_1.replace('bedrock-budgeteer-prod', '*') }],
    ['policies of any number', { to: PERSONS_1.replace('persons-1', 'persons-*') }],
    ['policies of another name', { to: `${PERSONS_1}-admin` }],
    ['a policy of AWS', { to: PERSONS_1.replace('444455556666', 'aws') }],
  ]).map(([flaw, { to }]: readonly [string, { readonly to?: string }]) =>
    broken('policy-writers', `person-access that writes ${flaw}`, TYPES.rolePolicy, PERSON_ACCESS, {
      policy: policy({ Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: [PERSONS_1, to] }),
    }),
  ),
  ...[{ AWS: '*' }, { AWS: [ACCOUNT_ROOT, '*'] }, { Federated: '*' }, { AWS: 'arn:aws:iam::*:role/reader' }, '*'].map(
    (Principal) =>
      broken('no-open-principals', `a role for ${JSON.stringify(Principal)}`, TYPES.role, 'open-role', {
        ...INPUTS.role,
        assumeRolePolicy: policy({
          Effect: 'Allow',
          Principal,
          Action: 'sts:AssumeRole',
          ...fromAccount('444455556666'),
        }),
      }),
  ),
  broken('no-open-principals', 'a queue for everybody, though of the account', TYPES.queuePolicy, 'queuePolicy', {
    ...INPUTS.queuePolicy,
    policy: policy(denyPlainText('sqs:*', QUEUE_ARN), grant({ Principal: '*', ...fromAccount('444455556666') })),
  }),
  ...flawed([
    ['without a condition', {}],
    ['from any account', fromAccount('*')],
    ['from another account', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } } }],
    [
      'from the account if it says so',
      { Condition: { StringEqualsIfExists: { 'aws:PrincipalAccount': '444455556666' } } },
    ],
  ]).map(([flaw, condition]) =>
    broken('no-open-principals', `a key for everybody ${flaw}`, TYPES.key, 'key', {
      ...INPUTS.key,
      policy: policy({ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*', ...condition }),
    }),
  ),
  ...flawed([
    ['without a source', {}],
    ['for any source account', { Condition: { StringLike: { 'aws:SourceAccount': '*' } } }],
    ['for all but one account', { Condition: { StringNotEquals: { 'aws:SourceAccount': '444455556666' } } }],
  ]).map(([flaw, condition]) =>
    broken('service-trust-names-its-source', `a role for a service ${flaw}`, TYPES.role, 'role', {
      ...INPUTS.role,
      assumeRolePolicy: policy({
        Effect: 'Allow',
        Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] },
        Action: 'sts:AssumeRole',
        ...condition,
      }),
    }),
  ),
];

export function broken(rule: string, flaw: string, ...of: Parameters<typeof resource>): BrokenCase {
  return { rule, flaw, resource: resource(...of) };
}

function writes(action: string, policyArn: string): unknown {
  return policy({ Effect: 'Allow', Action: action, Resource: policyArn });
}

/** Gives the list its type. */
function flawed(flaws: readonly (readonly [string, object])[]): typeof flaws {
  return flaws;
}

function rolePolicies(rule: string, flaws: readonly (readonly [string, unknown])[]): readonly BrokenCase[] {
  return flaws.map(([flaw, document]) => broken(rule, flaw, TYPES.rolePolicy, 'rolePolicy', { policy: document }));
}

function grant(more: object): object {
  return { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN, ...more };
}

function fromAccount(account: string): object {
  return { Condition: { StringLike: { 'aws:PrincipalAccount': account } } };
}
