import { BedrockClient } from '@aws-sdk/client-bedrock';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, ResourceNotFoundException as NoLogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, ResourceNotFoundException as NoRule } from '@aws-sdk/client-eventbridge';
import { FirehoseClient, ResourceNotFoundException as NoStream } from '@aws-sdk/client-firehose';
import { IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import sinon from 'sinon';
import { awsExamination } from '../../../cli/doctor/awsExamination.js';
import { rejectionOf } from '../../rejection.js';

type Answer = object | Error;

const CLIENTS = [
  BedrockClient,
  CloudTrailClient,
  CloudWatchClient,
  CloudWatchLogsClient,
  EventBridgeClient,
  FirehoseClient,
  IAMClient,
  SQSClient,
];
const NONE = { message: 'none', $metadata: {} };
const REGION = 'eu-west-1';
const [SINCE, UNTIL] = [Date.UTC(2026, 10, 27), Date.UTC(2026, 10, 28)];

describe('awsExamination', () => {
  const examination = awsExamination('us-east-1');
  const sandbox = sinon.createSandbox();
  const sent: (readonly [command: string, input: object])[] = [];

  /** What AWS answers, by the command; several answers one after another. */
  function answering(answers: Readonly<Record<string, Answer | readonly Answer[]>>): void {
    sent.length = 0;
    const counts = new Map<string, number>();
    const send = (command: { readonly input: object }): Promise<object> => {
      const name = command.constructor.name.replace(/Command$/, '');
      sent.push([name, command.input]);
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const answer = [answers[name] ?? new Error(`${name} was not expected`)].flat()[count] as Answer;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    for (const { prototype } of CLIENTS) Object.assign(sandbox.stub(prototype), { send });
  }

  afterEach(() => {
    sandbox.restore();
  });

  it('reads the switch of Bedrock’s log', async () => {
    const cloudWatchConfig = { logGroupName: '/g', roleArn: 'r', largeDataDeliveryS3Config: { bucketName: 'b' } };
    answering({ GetModelInvocationLoggingConfiguration: { loggingConfig: { cloudWatchConfig } } });
    expect(await examination.invocationLogging(REGION)).to.deep.equal({
      logGroup: '/g',
      bucket: undefined,
      logsBodies: true,
      keepsLargeBodies: true,
    });
    sandbox.restore();
    answering({ GetModelInvocationLoggingConfiguration: {} });
    expect(await examination.invocationLogging(REGION)).to.equal(undefined);
  });

  it('reads the log group: last event, subscriptions of all pages, none if it is gone', async () => {
    const [one, two] = ['one', 'two'].map((filterName) => ({ filterName, destinationArn: 'arn:f' }));
    answering({
      DescribeLogStreams: { logStreams: [{ lastEventTimestamp: 7 }] },
      DescribeSubscriptionFilters: [{ subscriptionFilters: [one], nextToken: 'n' }, { subscriptionFilters: [two] }],
    });
    expect(await examination.lastLogEvent(REGION, '/g')).to.equal(7);
    expect(sent[0]?.[1]).to.include({ logGroupName: '/g', logStreamNamePrefix: 'aws/bedrock/modelinvocations' });
    expect(await examination.subscriptions(REGION, '/g')).to.deep.equal([
      { name: 'one', destinationArn: 'arn:f', pattern: '' },
      { name: 'two', destinationArn: 'arn:f', pattern: '' },
    ]);
    sandbox.restore();
    answering({ DescribeSubscriptionFilters: new NoLogGroup(NONE) });
    expect(await examination.subscriptions(REGION, '/g')).to.equal(undefined);
  });

  it('reads the stream and the function in it, if it is switched on', async () => {
    const Processors = [{ Type: 'Lambda', Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: 'arn:l' }] }];
    const stream = (Enabled: boolean) => ({
      DeliveryStreamDescription: {
        DeliveryStreamARN: 'arn:f',
        DeliveryStreamStatus: 'ACTIVE',
        Destinations: [{ ExtendedS3DestinationDescription: { ProcessingConfiguration: { Enabled, Processors } } }],
      },
    });
    answering({ DescribeDeliveryStream: [stream(true), stream(false), new NoStream(NONE)] });
    const active = { arn: 'arn:f', status: 'ACTIVE', reason: undefined };
    expect(await examination.deliveryStream(REGION, 's')).to.deep.equal({ ...active, functionArn: 'arn:l' });
    expect(await examination.deliveryStream(REGION, 's')).to.deep.equal({ ...active, functionArn: undefined });
    expect(await examination.deliveryStream(REGION, 's')).to.equal(undefined);
  });

  const management = (readOnly?: string) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Management'] },
      ...(readOnly === undefined ? [] : [{ Field: 'readOnly', Equals: [readOnly] }]),
    ],
  });
  const refused = Object.assign(new Error('no'), { name: 'TrailNotFoundException' });
  const selectors: readonly (readonly [string, Answer, string | undefined])[] = [
    ['all events', { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] }, 'all'],
    ['writes', { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }] }, 'writes'],
    ['data alone', { EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: 'All' }] }, 'none'],
    ['all, the new way', { AdvancedEventSelectors: [management()] }, 'all'],
    ['reads and writes, the new way', { AdvancedEventSelectors: [management('true'), management('false')] }, 'all'],
    ['reads alone, the new way', { AdvancedEventSelectors: [management('true')] }, 'none'],
    ['what its owner alone may know', refused, undefined],
  ];
  for (const [what, answer, expected] of selectors) {
    it(`reads a trail of ${what}`, async () => {
      const trail = { Name: 't', TrailARN: 'arn:t', HomeRegion: REGION, IsMultiRegionTrail: true };
      const trails = { trailList: [{ ...trail, IncludeGlobalServiceEvents: true, IsOrganizationTrail: true }] };
      answering({
        DescribeTrails: [trails, trails],
        GetTrailStatus: [{ IsLogging: true }, {}],
        GetEventSelectors: [answer, answer],
      });
      const [found] = await examination.trails(REGION);
      expect(found).to.include({ name: 't', arn: 'arn:t', isLogging: true, isMultiRegion: true });
      expect(found?.management).to.equal(expected);
      expect((await examination.trails(REGION))[0]?.isLogging).to.equal(false);
    });
  }

  it('reads a rule with its targets', async () => {
    answering({
      DescribeRule: [{ State: 'DISABLED' }, new NoRule(NONE)],
      ListTargetsByRule: { Targets: [{ Id: 'a', Arn: 'arn:b' }] },
    });
    expect(await examination.eventRule(REGION, 'r')).to.deep.equal({ isEnabled: false, targetArns: ['arn:b'] });
    expect(await examination.eventRule(REGION, 'r')).to.equal(undefined);
  });

  it('counts the messages of a queue, those that somebody is reading too', async () => {
    const Attributes = { ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1' };
    answering({ GetQueueUrl: [{ QueueUrl: 'u' }, new QueueDoesNotExist(NONE)], GetQueueAttributes: { Attributes } });
    expect(await examination.queue(REGION, 'q')).to.deep.equal({ url: 'u', messages: 3 });
    expect(await examination.queue(REGION, 'q')).to.equal(undefined);
  });

  it('puts the hours of a metric together', async () => {
    const of = (statistic: 'Sum' | 'Maximum' | 'Minimum') => {
      const metric = { namespace: 'N', name: 'M', dimensions: { a: 'b' }, statistic };
      return examination.metric(REGION, metric, SINCE, UNTIL);
    };
    const Datapoints = [2, 5, 3].map((value) => ({ Sum: value, Maximum: value, Minimum: value }));
    const off = Object.assign(new Error('off'), { name: 'UnrecognizedClientException' });
    answering({ GetMetricStatistics: [{ Datapoints }, { Datapoints }, { Datapoints }, {}, off] });
    expect([await of('Sum'), await of('Maximum'), await of('Minimum')]).to.deep.equal([10, 5, 2]);
    expect(sent[0]?.[1]).to.deep.include({ Dimensions: [{ Name: 'a', Value: 'b' }], Period: 3600 });
    expect([await of('Sum'), await of('Sum')]).to.deep.equal([undefined, undefined]);
  });

  it('reads alarms, and jobs of the last days', async () => {
    const StateUpdatedTimestamp = new Date(5);
    answering({
      DescribeAlarms: {
        MetricAlarms: [{ AlarmName: 'a', StateValue: 'ALARM', StateReason: 'r', StateUpdatedTimestamp }],
      },
      ListModelInvocationJobs: { invocationJobSummaries: [{ modelId: 'm', roleArn: 'arn:r', jobArn: 'j' }] },
    });
    expect(await examination.alarms(REGION, 'a')).to.deep.equal([
      { name: 'a', state: 'ALARM', since: 5, reason: 'r', hasActions: true },
    ]);
    expect(await examination.batchJobs(REGION, SINCE)).to.deep.equal([{ modelId: 'm', roleArn: 'arn:r' }]);
    expect(sent.at(-1)?.[1]).to.deep.include({ submitTimeAfter: new Date(SINCE) });
  });

  it('knows who has a policy, and that there is none', async () => {
    answering({
      ListEntitiesForPolicy: [{ PolicyUsers: [{ UserName: 'u' }], PolicyRoles: [] }, new NoSuchEntityException(NONE)],
    });
    expect(await examination.holdersOf('arn:p', 'boundary')).to.deep.equal([{ type: 'user', name: 'u' }]);
    expect(sent[0]?.[1]).to.include({ PolicyUsageFilter: 'PermissionsBoundary' });
    expect(await examination.holdersOf('arn:p', 'policy')).to.equal(undefined);
  });

  it('has IAM simulate the role behind a session', async () => {
    const decided = (EvalActionName: string, EvalDecision: string) => ({ EvalActionName, EvalDecision });
    answering({
      GetRole: { Role: { Arn: 'arn:aws:iam::4:role/path/ops' } },
      SimulatePrincipalPolicy: { EvaluationResults: [decided('a:Get', 'allowed'), decided('a:Put', 'implicitDeny')] },
    });
    const caller = 'arn:aws:sts::444455556666:assumed-role/ops/me';
    expect(await examination.lacking(caller, ['a:Get', 'a:Put'], 'arn:x')).to.deep.equal(['a:Put']);
    expect(sent[1]?.[1]).to.deep.include({ PolicySourceArn: 'arn:aws:iam::4:role/path/ops', ResourceArns: ['arn:x'] });
  });

  it('does not ask for root, and cannot ask for a federated user', async () => {
    answering({});
    expect(await examination.lacking('arn:aws:iam::444455556666:root', ['a:Get'], '*')).to.deep.equal([]);
    const federated = examination.lacking('arn:aws:sts::444455556666:federated-user/x', ['a:Get'], '*');
    expect((await rejectionOf(federated)).message).to.contain('IAM simulates users and roles');
  });
});
