import { expect } from 'chai';
import { planJson } from '../../cli/output/planJson.js';
import { checkResources } from '../../policy/check.js';
import { StackGraph } from './stackGraph.js';

type Resources = Parameters<typeof checkResources>[0];
type Resource = Resources[number];

/** As a preview knows them, which is where the pack runs. */
async function resourcesOf(stack: string): Promise<Resources> {
  const { plan } = await StackGraph.of(stack, 'preview');
  return (planJson(plan) as { readonly resources: Resources }).resources;
}

/** Of a stack that is healthy otherwise: what one resource of a type is made into. */
const BREAKS: readonly (readonly [string, string, (inputs: Readonly<Record<string, unknown>>) => object])[] = [
  ['an unencrypted table', 'aws:dynamodb/table:Table', ({ serverSideEncryption: _, ...rest }) => rest],
  [
    'a table without recovery',
    'aws:dynamodb/table:Table',
    (inputs) => ({ ...inputs, pointInTimeRecovery: { enabled: false } }),
  ],
  [
    'a table that can be deleted',
    'aws:dynamodb/table:Table',
    (inputs) => ({ ...inputs, deletionProtectionEnabled: false }),
  ],
  ['a queue under no key', 'aws:sqs/queue:Queue', ({ kmsMasterKeyId: _, ...rest }) => rest],
  [
    'a queue that takes plain HTTP',
    'aws:sqs/queuePolicy:QueuePolicy',
    (inputs) => ({ ...inputs, policy: '{"Statement":[]}' }),
  ],
  ['logs that stay for ever', 'aws:cloudwatch/logGroup:LogGroup', ({ retentionInDays: _, ...rest }) => rest],
  ['a key that never changes', 'aws:kms/key:Key', ({ enableKeyRotation: _, ...rest }) => rest],
  [
    'a public bucket',
    'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
    (inputs) => ({ ...inputs, blockPublicPolicy: false }),
  ],
  [
    'a role that may do everything',
    'aws:iam/rolePolicy:RolePolicy',
    (inputs) => ({ ...inputs, policy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' }),
  ],
  [
    'a function that any rule may call',
    'aws:lambda/permission:Permission',
    ({ sourceArn: _, sourceAccount: __, ...rest }) => rest,
  ],
  ['a function without tags', 'aws:lambda/function:Function', ({ tags: _, ...rest }) => rest],
];

describe('the policy pack', () => {
  for (const stack of ['dev', 'prod']) {
    it(`passes on ${stack}`, async () => {
      expect(checkResources(await resourcesOf(stack))).to.deep.equal([]);
    });
  }

  for (const [what, type, broken] of BREAKS) {
    it(`fails on prod with ${what}`, async () => {
      const resources = await resourcesOf('prod');
      const victim = resources.find((resource) => resource.type === type);
      const changed = resources.map((resource): Resource =>
        resource === victim
          ? { ...resource, inputs: broken(resource.inputs as Record<string, unknown>) as Resource['inputs'] }
          : resource,
      );
      expect(victim).to.not.equal(undefined);
      expect(checkResources(changed)).to.have.length.above(0);
    });
  }
});
