import { expect } from 'chai';
import { checkResources, type PlannedResource } from '../../policy/check.js';
import { HEALTHY_STACK, INPUTS, resource, stackWith, TAGS, TYPES, UNKNOWN } from './healthyStack.js';

/** As the engine says it, and as a plan does. */
const UNKNOWNS = [UNKNOWN, { unknown: true }, { secret: true }];

const GRANT = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:444455556666:set-aside' };

describe('checkResources', () => {
  for (const unknown of UNKNOWNS) {
    describe(`when a preview says ${JSON.stringify(unknown)}`, () => {
      for (const healthy of HEALTHY_STACK) {
        it(`accepts a ${healthy.type} of which nothing but its name is known`, () => {
          expect(checkResources(stackWith(hidden(healthy, unknown)))).to.deep.equal([]);
        });
      }

      const accepted: readonly (readonly [string, PlannedResource])[] = [
        ['the key of a table', table({ serverSideEncryption: { enabled: true, kmsKeyArn: unknown } })],
        ['the encryption of a table', table({ serverSideEncryption: unknown })],
        ['the actions of a grant', rolePolicy({ ...GRANT, Action: unknown })],
        ['a resource of a grant', rolePolicy({ ...GRANT, Resource: [GRANT.Resource, unknown] })],
        ['a statement', { ...rolePolicy(GRANT), inputs: { policy: { Statement: [GRANT, unknown] } } }],
        ['the principal of a key', key({ Principal: unknown })],
        ['the conditions of a key', key({ Principal: '*', Condition: unknown })],
        [
          'the account that a key is bound to',
          key({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': unknown } } }),
        ],
        ['the conditions of a trust', trust({ Condition: unknown })],
        ['the conditions of a Deny', queuePolicy(unknown)],
        [
          'the source of a permission',
          resource(TYPES.permission, 'permission', { principal: 's3.amazonaws.com', sourceArn: unknown }),
        ],
        [
          'a rule of a security group',
          resource(TYPES.securityGroup, 'securityGroup', { ingress: [unknown], tags: TAGS }),
        ],
        ['the value of a tag', resource(TYPES.queue, 'queue', { ...INPUTS.queue, tags: { ...TAGS, Stack: unknown } })],
      ];
      for (const [what, changed] of accepted) {
        it(`accepts ${what}`, () => {
          expect(checkResources(stackWith(changed))).to.deep.equal([]);
        });
      }

      it('still judges what is known of a policy', () => {
        const changed = rolePolicy({ ...GRANT, Action: ['iam:*', unknown], Resource: unknown });
        expect(rulesAgainst(changed)).to.deep.equal(['no-action-wildcards']);
      });

      it('is not content with what a bucket might have of its own', () => {
        const lonely = resource(TYPES.bucket, 'lonely', {
          bucket: 'lonely',
          policy: unknown,
          lifecycleRules: unknown,
          serverSideEncryptionConfiguration: unknown,
          tags: TAGS,
        });
        expect(rulesAgainst(lonely)).to.have.members([
          'bucket-keys',
          'tls-only',
          'bucket-lifecycle',
          'bucket-access-block',
        ]);
      });

      it('does not take the policy of another queue for that of a queue', () => {
        const other = { ...queuePolicy({ Bool: { 'aws:SecureTransport': false } }), dependencies: ['urn:other'] };
        expect(rulesAgainst({ ...other, inputs: { ...other.inputs, queueUrl: unknown } })).to.deep.equal(['tls-only']);
      });
    });
  }
});

function rulesAgainst(changed: PlannedResource): readonly string[] {
  return checkResources(stackWith(changed)).map(({ rule }) => rule);
}

/** Names say which resource belongs to which, and how they are judged. */
function hidden({ inputs, ...rest }: PlannedResource, unknown: unknown): PlannedResource {
  const isKnown = (key: string): boolean => ['name', 'bucket', 'arn'].includes(key);
  return {
    ...rest,
    inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, isKnown(key) ? value : unknown])),
  };
}

function table(inputs: object): PlannedResource {
  return resource(TYPES.table, 'table', { ...INPUTS.table, ...inputs }, true);
}

function rolePolicy(statement: object): PlannedResource {
  return resource(TYPES.rolePolicy, 'rolePolicy', { policy: { Statement: statement } });
}

function key(statement: object): PlannedResource {
  const document = { Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', ...statement }] };
  return resource(TYPES.key, 'key', { ...INPUTS.key, policy: document });
}

function trust(statement: object): PlannedResource {
  const service = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return resource(TYPES.role, 'role', {
    ...INPUTS.role,
    assumeRolePolicy: { Statement: { ...service, ...statement } },
  });
}

function queuePolicy(condition: unknown): PlannedResource {
  const deny = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'SQS:*', Resource: '*', Condition: condition };
  return resource(TYPES.queuePolicy, 'queuePolicy', { ...INPUTS.queuePolicy, policy: { Statement: [deny] } });
}
