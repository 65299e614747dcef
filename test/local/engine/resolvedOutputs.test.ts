import { expect } from 'chai';
import { resolvedOutputs } from '../../../local/engine/aws/resolvedOutputs.js';
import { ResourceReference, Secret, type PlanObject } from '../../../local/engine/plan.js';

const PLACE = { account: '444455556666', region: 'eu-west-1' };
const HEX = '[\\da-f]';
const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;

function resolved(
  type: string,
  inputs: PlanObject,
  place = PLACE,
): { readonly id: string; readonly outputs: PlanObject } {
  return resolvedOutputs({ type, urn: `urn:pulumi:test::p::${type}::thing`, name: 'thing', inputs, ...place });
}

describe('resolvedOutputs', () => {
  const table: readonly (readonly [string, PlanObject, string, string, string])[] = [
    ['aws:iam/role:Role', { name: 'r' }, 'r', 'arn', 'arn:aws:iam::444455556666:role/r'],
    ['aws:iam/role:Role', { name: 'r', path: '/a/' }, 'r', 'arn', 'arn:aws:iam::444455556666:role/a/r'],
    ['aws:iam/policy:Policy', { name: 'p' }, 'arn:aws:iam::444455556666:policy/p', 'policyId', `ANPA${HEX}{17}`],
    ['aws:iam/rolePolicy:RolePolicy', { name: 'p', role: 'r' }, 'r:p', 'name', 'p'],
    ['aws:kms/key:Key', {}, UUID, 'arn', `arn:aws:kms:eu-west-1:444455556666:key/${UUID}`],
    [
      'aws:kms/alias:Alias',
      {},
      `alias/thing-${HEX}{7}`,
      'arn',
      `arn:aws:kms:eu-west-1:444455556666:alias/thing-${HEX}{7}`,
    ],
    ['aws:secretsmanager/secret:Secret', { name: 's' }, `arn:aws:.*:secret:s-${HEX}{6}`, 'name', 's'],
    [
      'aws:ssm/parameter:Parameter',
      { name: '/a/b' },
      '/a/b',
      'arn',
      'arn:aws:ssm:eu-west-1:444455556666:parameter/a/b',
    ],
    ['aws:ssm/parameter:Parameter', { name: 'b' }, 'b', 'arn', 'arn:aws:ssm:eu-west-1:444455556666:parameter/b'],
    ['aws:dynamodb/table:Table', { name: 't' }, 't', 'arn', 'arn:aws:dynamodb:eu-west-1:444455556666:table/t'],
    ['aws:s3/bucket:Bucket', { bucket: 'b' }, 'b', 'bucketRegionalDomainName', 'b.s3.eu-west-1.amazonaws.com'],
    ['aws:s3/bucketVersioning:BucketVersioning', { bucket: 'b' }, 'b', 'region', 'eu-west-1'],
    ['aws:sqs/queue:Queue', { fifoQueue: true }, `https://.*/thing-${HEX}{7}.fifo`, 'arn', `.*:thing-${HEX}{7}.fifo`],
    ['aws:sns/topic:Topic', { name: 't' }, 'arn:aws:sns:eu-west-1:444455556666:t', 'owner', '444455556666'],
    ['aws:sns/topicSubscription:TopicSubscription', { topic: 'arn:t' }, `arn:t:${UUID}`, 'arn', `arn:t:${UUID}`],
    ['aws:lambda/function:Function', { name: 'f' }, 'f', 'qualifiedArn', '.*:444455556666:function:f:[$]LATEST'],
    ['aws:lambda/permission:Permission', {}, `thing-${HEX}{7}`, 'statementId', `thing-${HEX}{7}`],
    ['aws:lambda/alias:Alias', { name: 'a', functionName: 'f' }, '.*:function:f:a', 'arn', '.*:function:f:a'],
    ['aws:lambda/alias:Alias', { name: 'a', functionName: 'arn:f' }, 'arn:f:a', 'arn', 'arn:f:a'],
    ['aws:lambda/eventSourceMapping:EventSourceMapping', { functionName: 'f' }, UUID, 'functionArn', '.*:function:f'],
    [
      'aws:sfn/stateMachine:StateMachine',
      { name: 'm' },
      '.*:stateMachine:m',
      'arn',
      'arn:aws:states:.*:stateMachine:m',
    ],
    [
      'aws:cloudwatch/logGroup:LogGroup',
      { name: '/g' },
      '/g',
      'arn',
      'arn:aws:logs:eu-west-1:444455556666:log-group:/g',
    ],
    ['aws:cloudwatch/eventRule:EventRule', { name: 'r' }, 'r', 'arn', 'arn:aws:events:eu-west-1:444455556666:rule/r'],
    ['aws:cloudwatch/eventRule:EventRule', { name: 'r', eventBusName: 'b' }, 'b/r', 'arn', '.*:rule/b/r'],
    ['aws:cloudwatch/eventRule:EventRule', { name: 'r', eventBusName: 'arn:x/b' }, 'b/r', 'arn', '.*:rule/b/r'],
    ['aws:cloudwatch/eventTarget:EventTarget', { rule: 'r', targetId: 't' }, 'default-r-t', 'targetId', 't'],
    ['aws:cloudwatch/dashboard:Dashboard', { dashboardName: 'd' }, 'd', 'dashboardArn', '.*:dashboard/d'],
    ['aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream', { name: 's' }, '.*:deliverystream/s', 'name', 's'],
    ['aws:scheduler/schedule:Schedule', { name: 's' }, 'default/s', 'arn', '.*:schedule/default/s'],
    ['aws:cloudtrail/trail:Trail', { name: 't' }, '.*:trail/t', 'homeRegion', 'eu-west-1'],
    [
      'aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration',
      {},
      'eu-west-1',
      'region',
      'eu-west-1',
    ],
    ['aws:ec2/vpc:Vpc', {}, `vpc-${HEX}{17}`, 'arn', `arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-${HEX}{17}`],
    ['pulumi:providers:aws', { region: 'us-east-1' }, UUID, 'region', 'us-east-1'],
  ];
  for (const [type, inputs, id, output, value] of table) {
    it(`gives ${type} with ${JSON.stringify(inputs)} its id and ${output}`, () => {
      const answer = resolved(type, inputs);
      expect(answer.id).to.match(new RegExp(`^${id}$`));
      expect(answer.outputs[output]).to.match(new RegExp(`^${value}$`));
    });
  }

  it('gives a table a stream only where it is switched on', () => {
    const type = 'aws:dynamodb/table:Table';
    expect(resolved(type, {}).outputs).to.not.have.property('streamArn');
    expect(resolved(type, { streamEnabled: true }).outputs['streamArn']).to.match(/:table\/thing-\w{7}\/stream\/2026/);
  });

  it('writes ARNs and domains of the partition', () => {
    const china = resolved('aws:sqs/queue:Queue', { name: 'q' }, { ...PLACE, region: 'cn-north-1' });
    expect([china.id, china.outputs['arn']]).to.deep.equal([
      'https://sqs.cn-north-1.amazonaws.com.cn/444455556666/q',
      'arn:aws-cn:sqs:cn-north-1:444455556666:q',
    ]);
    const government = resolved('aws:iam/role:Role', { name: 'r' }, { ...PLACE, region: 'us-gov-west-1' });
    expect(government.outputs['arn']).to.equal('arn:aws-us-gov:iam::444455556666:role/r');
  });

  it('looks through secrets and resource references', () => {
    const inputs = { role: new ResourceReference('urn:r', 'role-id'), policyArn: new Secret('arn:p') };
    expect(resolved('aws:iam/rolePolicyAttachment:RolePolicyAttachment', inputs).id).to.equal('role-id/arn:p');
  });

  it('makes up an id alone for a type that it does not know, and says so', () => {
    const answer = resolvedOutputs({ type: 'x:y:Z', urn: 'urn:1', name: 'thing', inputs: { a: 1 }, ...PLACE });
    expect(answer.id).to.match(/^thing-[\da-f]{7}$/);
    expect([answer.known, answer.outputs]).to.deep.equal([false, { a: 1 }]);
  });

  it('gives the same resource the same name, and another another', () => {
    const named = (urn: string): unknown =>
      resolvedOutputs({ type: 'aws:sns/topic:Topic', urn, name: 'thing', inputs: {}, ...PLACE }).outputs['name'];
    expect(named('urn:1')).to.equal(named('urn:1')).and.not.equal(named('urn:2'));
  });
});
