import { expect } from 'chai';
import { checkResources, type PlannedResource } from '../../policy/check.js';
import {
  ACCOUNT_ROOT,
  BUCKET_ARN,
  denyPlainText,
  INPUTS,
  policy,
  QUEUE_ARN,
  resource,
  stackWith,
  TAGS,
  TYPES,
} from './healthyStack.js';

const { serverSideEncryption } = INPUTS.table;

const ACCEPTED: readonly (readonly [string, PlannedResource])[] = [
  ['a Deny of everything', rolePolicy({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' })],
  [
    'wildcards with a reason',
    rolePolicy({ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'pricing:GetProducts'], Resource: '*' }),
  ],
  ['all objects of a bucket', rolePolicy({ Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/*` })],
  [
    'person-access that writes the policies of persons',
    resource(TYPES.rolePolicy, 'workflows-person-access-role-policy', {
      policy: policy({
        Effect: 'Allow',
        Action: ['iam:ListPolicyVersions', 'iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'],
        Resource: [1, 9].map((number) => `arn:aws:iam::444455556666:policy/bedrock-budgeteer-prod-persons-${number}`),
      }),
    }),
  ],
  ['no policy at all', resource(TYPES.rolePolicy, 'rolePolicy', {})],
  ['an account that administers its key by number', key({ Principal: { AWS: '444455556666' }, Action: 'kms:*' })],
  [
    'families of actions that key users have',
    key({ Principal: { AWS: ACCOUNT_ROOT }, Action: ['kms:ReEncrypt*', 'kms:GenerateDataKey*'] }),
  ],
  [
    'everybody of the account',
    key({
      Principal: { AWS: '*' },
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:CallerAccount': ['444455556666'] } },
    }),
  ],
  ['a role of Lambda', role({ Principal: { Service: 'lambda.amazonaws.com' } })],
  [
    'a role of a service for one rule',
    role({
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:*:444455556666:rule/mine-*' } },
    }),
  ],
  ['a role of another role', role({ Principal: { AWS: ACCOUNT_ROOT } })],
  ['a plain parameter without a key', resource(TYPES.secret, 'plain', { type: 'String', value: '70', tags: TAGS })],
  ['an alias of the customer', resource(TYPES.logGroup, 'logGroup', { ...INPUTS.logGroup, kmsKeyId: 'alias/ledger' })],
  [
    'a queue with a policy of its own',
    resource(TYPES.queue, 'own', { ...INPUTS.queue, policy: policy(denyPlainText('*', QUEUE_ARN)) }),
  ],
  [
    'a Deny without TLS also if the key is absent',
    resource(TYPES.bucketPolicy, 'bucketPolicy', {
      ...INPUTS.bucketPolicy,
      policy: policy({
        ...denyPlainText('s3:*', BUCKET_ARN),
        Principal: { AWS: '*' },
        Condition: { BoolIfExists: { 'AWS:SecureTransport': false } },
      }),
    }),
  ],
  [
    'a permission for one account',
    resource(TYPES.permission, 'permission', { principal: 's3.amazonaws.com', sourceAccount: '444455556666' }),
  ],
  ['a permission for an account as principal', resource(TYPES.permission, 'permission', { principal: '444455556666' })],
  [
    'a way out to everywhere',
    resource(TYPES.securityGroup, 'securityGroup', { egress: [{ cidrBlocks: ['0.0.0.0/0'] }], tags: TAGS }),
  ],
  [
    'a rule for the way out',
    resource('aws:ec2/securityGroupRule:SecurityGroupRule', 'out', { type: 'egress', cidrBlocks: ['0.0.0.0/0'] }),
  ],
];

describe('checkResources', () => {
  for (const [what, changed] of ACCEPTED) {
    it(`accepts ${what}`, () => {
      expect(checkResources(stackWith(changed))).to.deep.equal([]);
    });
  }

  it('accepts tables without protection where the stack is not a production stack', () => {
    const urn = 'urn:pulumi:dev::bedrock-budgeteer::aws:dynamodb/table:Table::table';
    expect(checkResources([{ urn, type: TYPES.table, name: 'table', inputs: unprotectedTable() }])).to.deep.equal([]);
  });

  it('accepts tables without protection where a production stack is about to be destroyed', () => {
    const inputs = { ...unprotectedTable(), tags: { ...TAGS, Destroying: 'true' } };
    expect(checkResources(stackWith(resource(TYPES.table, 'table', inputs)))).to.deep.equal([]);
  });

  it('accepts what a bucket says itself of its keys and its lifecycle', () => {
    const rule = {
      applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: serverSideEncryption.kmsKeyArn },
    };
    const bucket = {
      bucket: 'lonely',
      serverSideEncryptionConfiguration: { rule },
      lifecycleRules: [{ enabled: true }],
    };
    const rules = checkResources([resource(TYPES.bucket, 'lonely', { ...bucket, tags: TAGS })]).map((one) => one.rule);
    expect(rules).to.deep.equal(['tls-only', 'bucket-access-block']);
  });
});

function rolePolicy(statement: object): PlannedResource {
  return resource(TYPES.rolePolicy, 'rolePolicy', { policy: policy(statement) });
}

function key(statement: object): PlannedResource {
  return resource(TYPES.key, 'key', {
    ...INPUTS.key,
    policy: policy({ Effect: 'Allow', Resource: '*', ...statement }),
  });
}

function role(statement: object): PlannedResource {
  const assumeRolePolicy = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement });
  return resource(TYPES.role, 'role', { ...INPUTS.role, assumeRolePolicy });
}

function unprotectedTable(): PlannedResource['inputs'] {
  return { ...INPUTS.table, deletionProtectionEnabled: false };
}
