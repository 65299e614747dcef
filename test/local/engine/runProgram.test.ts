import { expect } from 'chai';
import {
  Archive,
  Asset,
  ResourceReference,
  Secret,
  Unknown,
  type Plan,
  type PlannedResource,
} from '../../../local/engine/plan.js';
import { PlanFailure } from '../../../local/engine/planFailure.js';
import { hasUnknown } from '../../../local/engine/planValue.js';
import { runProgram } from '../../../local/engine/runProgram.js';

const PROGRAMS = 'test/fixtures/programs';
const URN = 'urn:pulumi:test::components::';
const STACK = `${URN}pulumi:pulumi:Stack::components-test`;

function resourceIn(plan: Plan, urn: string): PlannedResource {
  const found = plan.resources.find((resource) => resource.urn === `${URN}${urn}`);
  if (found === undefined) throw new Error(`${urn} is not among ${plan.resources.map((one) => one.urn).join(', ')}`);
  return found;
}

describe('runProgram', () => {
  describe('in a preview', () => {
    let plan: Plan;
    before(async () => {
      plan = await runProgram({ folder: `${PROGRAMS}/components`, stack: 'test', mode: 'preview' });
    });

    it('names each resource as Pulumi does, below its component, parents first', () => {
      const urns = plan.resources.map(({ urn }) => urn);
      expect(urns[0]).to.equal(STACK);
      expect(urns.slice(-3)).to.deep.equal([
        `${URN}test:infra:Store::store`,
        `${URN}test:infra:Store$aws:s3/bucket:Bucket::store-bucket`,
        `${URN}test:infra:Store$aws:s3/bucketPolicy:BucketPolicy::store-policy`,
      ]);
      expect(resourceIn(plan, 'test:infra:Store::store').parent).to.equal(STACK);
      expect(resourceIn(plan, 'test:infra:Store$aws:s3/bucket:Bucket::store-bucket').parent).to.equal(
        `${URN}test:infra:Store::store`,
      );
    });

    it('lists what each resource depends on, explicitly and by property', () => {
      const bucket = `${URN}test:infra:Store$aws:s3/bucket:Bucket::store-bucket`;
      const policy = resourceIn(plan, 'test:infra:Store$aws:s3/bucketPolicy:BucketPolicy::store-policy');
      expect(policy.dependencies).to.deep.equal([bucket]);
      expect(policy.propertyDependencies).to.deep.equal({ bucket: [bucket], policy: [bucket] });
      const queue = resourceIn(plan, 'aws:sqs/queue:Queue::queue');
      expect(queue.dependencies).to.deep.equal([bucket, policy.urn]);
      expect(queue.propertyDependencies).to.deep.equal({});
    });

    it('keeps the options of a resource and its provider', () => {
      expect(resourceIn(plan, 'aws:kms/key:Key::key').provider).to.match(/::pulumi:providers:aws::west::/);
      expect(resourceIn(plan, 'aws:kms/key:Key::key').options.retainOnDelete).to.equal(true);
      const policy = resourceIn(plan, 'test:infra:Store$aws:s3/bucketPolicy:BucketPolicy::store-policy');
      expect([policy.options.deleteBeforeReplace, policy.options.protect]).to.deep.equal([true, false]);
      expect(resourceIn(plan, 'test:infra:Store$aws:s3/bucket:Bucket::store-bucket').options.protect).to.equal(true);
      expect(resourceIn(plan, 'test:infra:Store::store').options.aliases).to.deep.equal([
        { name: 'shop', parent: STACK },
      ]);
    });

    it('knows what the program says, and nothing that only a deployment knows', () => {
      const topic = resourceIn(plan, 'aws:sns/topic:Topic::topic');
      expect(topic.inputs['name']).to.be.instanceOf(Unknown);
      expect(hasUnknown(topic.inputs)).to.equal(true);
      expect(resourceIn(plan, 'aws:sqs/queue:Queue::queue').inputs).to.deep.equal({ name: 'plain-queue' });
      expect(resourceIn(plan, 'aws:sqs/queue:Queue::queue').id).to.be.instanceOf(Unknown);
      expect(plan.outputs['queueName']).to.equal('plain-queue');
      for (const output of ['queueUrl', 'storeArn', 'keyArn', 'vpcId', 'privateSubnetIds', 'trailBucketArn'] as const)
        expect(plan.outputs[output], output).to.be.instanceOf(Unknown);
    });

    it('keeps secrets and assets apart from plain values', () => {
      const { inputs } = resourceIn(plan, 'aws:lambda/function:Function::function');
      expect(inputs['environment']).to.deep.equal({ variables: { TOKEN: new Secret('[secret]') } });
      expect(inputs['code']).to.be.instanceOf(Archive);
      expect(inputs['code']).to.deep.equal(new Archive({ assets: { 'index.mjs': new Asset({ text: 'export {};' }) } }));
      expect(plan.outputs['secret']).to.be.instanceOf(Secret);
    });

    it('hands the program its stack configuration, typed and defaulted as the CLI does', () => {
      expect(plan.outputs).to.deep.include({ limit: 12, flag: false, plain: '1.50', list: ['a', 2] });
    });

    it('tells what the program said and what it stands on', () => {
      expect(plan.diagnostics).to.deep.equal([
        { severity: 'warning', message: 'a warning', urn: `${URN}aws:sqs/queue:Queue::queue` },
        { severity: 'info', message: 'a line on stdout', urn: undefined },
      ]);
      expect(plan.notes).to.deep.equal([
        'awsx:cloudtrail:Trail: a remote component, its main children and outputs come from a table',
        'awsx:ec2:Vpc: a remote component, its main children and outputs come from a table',
        `${URN}aws:s3/bucket:Bucket::existing: read by id bucket-of-others, its state is made up`,
        'components:token: encrypted, the program saw a stand-in',
      ]);
    });
  });

  describe('with resolved outputs', () => {
    let plan: Plan;
    before(async () => {
      plan = await runProgram({ folder: `${PROGRAMS}/components`, stack: 'test', mode: 'resolved' });
    });

    it('has no unknown anywhere', () => {
      for (const { urn, inputs, outputs, id } of plan.resources)
        expect([hasUnknown(inputs), hasUnknown(outputs), id instanceof Unknown], urn).to.deep.equal([
          false,
          false,
          false,
        ]);
      expect(hasUnknown(plan.outputs)).to.equal(false);
    });

    it('answers names, ARNs and URLs in the form of AWS, in the Region of the provider', () => {
      expect(plan.outputs).to.deep.include({
        account: '444455556666',
        region: 'eu-west-1',
        queueUrl: 'https://sqs.eu-west-1.amazonaws.com/444455556666/plain-queue',
        existingArn: 'arn:aws:s3:::bucket-of-others',
      });
      expect(plan.outputs['keyArn']).to.match(/^arn:aws:kms:us-west-2:444455556666:key\/[\da-f-]{36}$/);
      expect(plan.outputs['storeArn']).to.match(/^arn:aws:s3:::store-bucket-[\da-f]{7}$/);
    });

    it('passes them on to what uses them', () => {
      const policy = resourceIn(plan, 'test:infra:Store$aws:s3/bucketPolicy:BucketPolicy::store-policy');
      expect(policy.inputs['policy']).to.equal(JSON.stringify({ Resource: plan.outputs['storeArn'] }));
    });

    it('gives a remote component its main children, and their ids to the program', () => {
      const vpc = resourceIn(plan, 'awsx:ec2:Vpc::network');
      const child = resourceIn(plan, 'awsx:ec2:Vpc$aws:ec2/vpc:Vpc::network');
      expect([vpc.remote, vpc.custom, child.origin, child.parent]).to.deep.equal([true, false, 'implied', vpc.urn]);
      expect(vpc.outputs['vpc']).to.deep.equal(new ResourceReference(child.urn, child.id));
      expect(plan.outputs['vpcId'])
        .to.equal(child.id)
        .and.match(/^vpc-[\da-f]{17}$/);
      expect(plan.outputs['privateSubnetIds']).to.have.length(3);
      expect(plan.outputs['trailBucketArn']).to.match(/^arn:aws:s3:::trail-[\da-f]{7}$/);
    });
  });

  describe('of a program at fault', () => {
    const failureOf = async (stack: string, timeLimitSeconds = 600): Promise<PlanFailure> => {
      try {
        await runProgram({ folder: `${PROGRAMS}/faulty`, stack, mode: 'preview', timeLimitSeconds });
      } catch (error) {
        if (error instanceof PlanFailure) return error;
        throw error;
      }
      throw new Error('the program did not fail');
    };

    it('answers a RunError with its one line', async () => {
      const { message, diagnostics } = await failureOf('runError');
      expect(message).to.equal('faulty:limit: "-1" is not an amount');
      expect(diagnostics).to.have.length(1);
    });

    const table: readonly (readonly [string, string])[] = [
      [
        'duplicate',
        "Duplicate resource URN 'urn:pulumi:duplicate::faulty::aws:kms/key:Key::key'; try giving it a unique name",
      ],
      ['rejection', 'failed with an unhandled exception:\nError: nobody waits for this\n    at '],
      ['invoke', 'no answer known for the function aws:ec2/getAmi:getAmi'],
    ];
    for (const [stack, message] of table) {
      it(`fails on ${stack} with the reason`, async () => {
        expect((await failureOf(stack)).message).to.include(message);
      });
    }

    it('stops one that does not end', async () => {
      expect((await failureOf('hang', 3)).message).to.equal('the program did not end within 3 s');
    });
  });
});
