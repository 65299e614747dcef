import { expect } from 'chai';
import { planJson } from '../../cli/output/planJson.js';
import { PlanFailure } from '../../local/engine/planFailure.js';
import type { PlanMode, PlannedResource } from '../../local/engine/plan.js';
import { checkResources, type PlannedResource as CheckedResource } from '../../policy/check.js';
import { rejectionOf } from '../rejection.js';
import { planned, type StackFile } from './planned.js';
import type { StackGraph } from './stackGraph.js';

const LOG = '/aws/bedrock/bedrock-budgeteer-prodeu-invocations';

/** What AWS makes only if it may take a role on, or has the role's permissions. */
const ROLE_USERS = [
  'bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration',
  'cloudwatch/eventTarget:EventTarget',
  'cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  'kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
  'lambda/eventSourceMapping:EventSourceMapping',
  'lambda/function:Function',
  'sfn/stateMachine:StateMachine',
];

const DEPLOYED = {
  'aws:region': 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  invocationLogging: 'manage',
  network: true,
};
const LEAVING = { ...DEPLOYED, leavingRegions: ['us-east-1'], invocationLogging: 'handover', network: false };
const LEFT = { 'aws:region': 'eu-west-1', invocationLogging: 'adopt', invocationLogGroup: LOG, trail: 'create' };

/** The steps of docs/deployment.md, one stack in a row. */
describe('a protected stack', function () {
  this.timeout(0);
  const graphs: StackGraph[] = [];

  async function deploy(settings: StackFile, mode: PlanMode = 'resolved'): Promise<StackGraph> {
    const previousOutputs = graphs.at(-1)?.plan.outputs ?? {};
    return await planned(settings, { stack: 'prodeu', mode, previousOutputs });
  }

  const refusalOf = async (settings: StackFile, stack = 'prodeu', account = '444455556666'): Promise<string> => {
    const previousOutputs = graphs[0]?.plan.outputs ?? {};
    const failure = await rejectionOf(planned(settings, { stack, account, previousOutputs }));
    expect(failure).to.be.instanceOf(PlanFailure);
    return failure.message;
  };

  it('is deployed with its data protected', async () => {
    graphs.push(await deploy(DEPLOYED));
    expect(bucketsThatMayGo(graphs)).to.deep.equal([]);
  });

  it('gives nobody a role before the role may do what it has to', () => {
    const policies = last(graphs).all('iam/rolePolicy:RolePolicy');
    const users = last(graphs).plan.resources.filter(({ type }) => ROLE_USERS.some((user) => type === `aws:${user}`));
    for (const { name, dependencies, inputs } of users) {
      if (name.includes('-to-') && inputs['roleArn'] === undefined) continue;
      const isOrdered = policies.some(({ urn }) => dependencies.includes(urn));
      expect(isOrdered, name).to.equal(true);
    }
    expect(new Set(users.map(({ type }) => type)).size).to.equal(ROLE_USERS.length);
  });

  it('stops at what would lose its data or its log', async () => {
    expect(await refusalOf({ ...DEPLOYED, 'aws:region': 'us-east-1' })).to.match(
      /^aws:region: us-east-1 is not eu-west-1/,
    );
    expect(await refusalOf(DEPLOYED, 'prodwest')).to.match(/^stack: prodwest was deployed as prodeu/);
    expect(await refusalOf(DEPLOYED, 'prodeu', '111122223333')).to.match(/^account: the credentials are those of 1111/);
    expect(await refusalOf({ ...DEPLOYED, regions: ['eu-west-1'] })).to.match(/^regions: the data of us-east-1 is/);
    expect(await refusalOf({ ...LEFT, regions: DEPLOYED.regions })).to.match(/^invocationLogging: adopt would delete/);
  });

  it('lets the bucket of a Region go that is leaving, and keeps the log that is handed over', async () => {
    graphs.push(await deploy(LEAVING));
    expect(bucketsThatMayGo(graphs)).to.deep.equal(['ingestion-us-east-1-logs-bucket']);
    const kept = last(graphs).plan.resources.filter(({ options }) => options.retainOnDelete);
    expect(kept.filter(({ name }) => name.includes('eu-west-1')).map(({ type }) => type)).to.have.members([
      'aws:cloudwatch/logGroup:LogGroup',
      'aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration',
      'aws:iam/role:Role',
      'aws:iam/rolePolicy:RolePolicy',
    ]);
    expect(kept.filter(({ options }) => options.protect)).to.deep.equal([]);
  });

  it('lets functions leave the network before the permission to leave it goes', () => {
    const [before] = graphs;
    const groups = before?.all('ec2/securityGroup:SecurityGroup').filter(({ name }) => name.endsWith('-network-group'));
    expect(groups).to.have.length(5);
    for (const { name, dependencies } of groups ?? []) {
      const policy = before
        ?.all('iam/rolePolicy:RolePolicy')
        .find((one) => one.name === name.replace(/group$/, 'policy'));
      expect(before?.text(policy as PlannedResource, 'policy')).to.contain('ec2:DeleteNetworkInterface');
      // Pulumi deletes what depends before what it depends on.
      expect(dependencies).to.include(policy?.urn);
      const joined = before
        ?.all('lambda/function:Function')
        .filter((one) => one.dependencies.some((urn) => urn.endsWith(`::${name}`)));
      expect(joined).to.have.length(1);
    }
    const stayed = last(graphs).all('lambda/function:Function');
    expect(stayed.map(({ urn }) => urn)).to.deep.equal(before?.all('lambda/function:Function').map(({ urn }) => urn));
    expect(stayed.filter(({ inputs }) => 'vpcConfig' in inputs)).to.deep.equal([]);
  });

  it('goes on without the Region, by the log that it made, bodies and all', async () => {
    graphs.push(await deploy(LEFT));
    const left = last(graphs);
    expect(left.plan.resources.filter(({ name }) => name.includes('us-east-1-logs-bucket'))).to.deep.equal([]);
    const [filter] = left.all('cloudwatch/logSubscriptionFilter:LogSubscriptionFilter');
    expect(filter?.inputs['logGroup']).to.equal(LOG);
    const policies = left.all('s3/bucketPolicy:BucketPolicy').map((policy) => left.text(policy, 'policy'));
    expect(policies.join()).to.contain('BedrockBodies');
  });

  it('is destroyed by steps that the policy pack lets pass', async () => {
    graphs.push(await deploy({ ...LEFT, destroying: true }, 'preview'));
    const { plan } = last(graphs);
    const { resources } = planJson(plan) as { readonly resources: readonly CheckedResource[] };
    expect(checkResources(resources)).to.deep.equal([]);
    // The Deny policies alone are left for `pulumi state unprotect`.
    const stays = plan.resources.filter(({ options }) => options.protect).map(({ type }) => type);
    expect([...new Set(stays)]).to.deep.equal(['aws:iam/policy:Policy']);
    expect(
      last(graphs)
        .all('s3/bucket:Bucket')
        .filter(({ inputs }) => inputs['forceDestroy'] !== true),
    ).to.deep.equal([]);
    expect(
      last(graphs)
        .all('dynamodb/table:Table')
        .filter(({ inputs }) => inputs['deletionProtectionEnabled'] !== false),
    ).to.deep.equal([]);
  });
});

function last(graphs: readonly StackGraph[]): StackGraph {
  const graph = graphs.at(-1);
  if (graph === undefined) throw new Error('nothing is deployed');
  return graph;
}

/** Neither protected by Pulumi nor too full to be deleted. */
function bucketsThatMayGo(graphs: readonly StackGraph[]): readonly string[] {
  return last(graphs)
    .all('s3/bucket:Bucket')
    .filter(({ inputs, options }) => !options.protect && inputs['forceDestroy'] === true)
    .map(({ name }) => name);
}
