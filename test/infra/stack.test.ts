import { Region } from '@pulumi/aws';
import { expect } from 'chai';
import { TABLES } from '../../handlers/contracts/tables.js';
import { matchesPattern } from '../../domain/iam/pattern.js';
import { bucketName } from '../../infra/names.js';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import { MAX_STACK_CHARACTERS, physicalName } from '../../infra/identity.js';
import { SETTINGS } from '../../domain/settings/definitions.js';
import type { PlannedResource } from '../../local/engine/plan.js';
import { allows, hasUnknown, StackGraph, statementsIn } from './stackGraph.js';

const KEYED: Readonly<Record<string, readonly string[]>> = {
  'dynamodb/table:Table': ['serverSideEncryption', 'kmsKeyArn'],
  'sqs/queue:Queue': ['kmsMasterKeyId'],
  'sns/topic:Topic': ['kmsMasterKeyId'],
  'cloudwatch/logGroup:LogGroup': ['kmsKeyId'],
  'lambda/function:Function': ['kmsKeyArn'],
  'kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': ['serverSideEncryption', 'keyArn'],
};

for (const stack of ['dev', 'prod']) {
  /** Each rule and team is a parameter of its own. */
  const RULES: Readonly<Record<string, readonly string[]>> = {
    dev: ['budgets/research', 'budgets/developers', 'teams/search'],
    prod: ['budgets/nightly-indexer', 'budgets/developers', 'teams/search'],
  } as const;

  describe(`the stack ${stack}`, () => {
    let graph: StackGraph;
    let preview: StackGraph;
    before(async () => {
      graph = await StackGraph.of(stack);
      preview = await StackGraph.of(stack, 'preview');
    });
    const named = (type: string, name: string): PlannedResource => {
      const found = graph.all(type).find((resource) => graph.text(resource, 'name') === name);
      if (found === undefined) throw new Error(`no ${type} ${name}`);
      return found;
    };

    it('has names and policies that a preview knows, all of them with the stack’s name', () => {
      for (const { type, inputs } of preview.plan.resources) {
        for (const key of ['name', 'bucket', 'policy', 'assumeRolePolicy', 'definition', 'eventPattern']) {
          if (key === 'bucket' && type !== 'aws:s3/bucket:Bucket') continue;
          if (key === 'policy' && type === 'aws:iam/rolePolicy:RolePolicy')
            expect(hasUnknown(inputs[key])).to.equal(false);
          else expect(hasUnknown(inputs[key]), `${type} ${key}`).to.equal(false);
        }
        const { name } = inputs;
        const isOwn = ['iam/role', 'lambda/function', 'dynamodb/table', 'sqs/queue', 'sfn/stateMachine'];
        if (isOwn.some((own) => type.startsWith(`aws:${own}:`))) {
          expect(name).to.match(new RegExp(`^bedrock-budgeteer-${stack}-`));
        }
      }
    });

    it('declares the tables as the adapters use them', () => {
      for (const [table, { partitionKey, indexes, hasStream }] of Object.entries(TABLES)) {
        const name = table.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
        const { inputs } = named('dynamodb/table:Table', `bedrock-budgeteer-${stack}-${name}`);
        expect(inputs).to.deep.include({ hashKey: partitionKey.name, billingMode: 'PAY_PER_REQUEST' });
        // Its rows are lines in S3 as well.
        expect(inputs['pointInTimeRecovery']).to.deep.equal({ enabled: table !== 'UsageTracking' });
        expect(inputs['deletionProtectionEnabled']).to.equal(stack === 'prod');
        expect(inputs['streamEnabled'] ?? false).to.equal(hasStream);
        const declared = (inputs['globalSecondaryIndexes'] ?? []) as readonly { readonly name: string }[];
        expect(declared.map((index) => index.name)).to.deep.equal(indexes.map((index) => index.name));
      }
    });

    it('keeps everything under its own key', () => {
      const keyArns = graph.all('kms/key:Key').map((key) => graph.text(key, 'arn'));
      for (const [type, path] of Object.entries(KEYED)) {
        expect(graph.all(type)).to.not.deep.equal([]);
        for (const resource of graph.all(type)) expect(keyArns).to.include(graph.text(resource, ...path));
      }
      for (const bucket of graph.all('s3/bucket:Bucket').filter(({ origin }) => origin === 'declared')) {
        const name = graph.text(bucket, 'bucket');
        const encryption = graph
          .all('s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration')
          .find((candidate) => graph.text(candidate, 'bucket') === name);
        expect(JSON.stringify(encryption?.inputs['rules'])).to.contain('aws:kms');
      }
    });

    it('gives each rule a target that it may call, and a place for what it cannot deliver', () => {
      const permissions = graph.all('lambda/permission:Permission');
      const targets = graph.all('cloudwatch/eventTarget:EventTarget');
      for (const rule of graph.all('cloudwatch/eventRule:EventRule')) {
        const own = targets.filter(
          (target) =>
            graph.text(target, 'rule') === graph.text(rule, 'name') &&
            graph.text(target, 'region') === graph.text(rule, 'region'),
        );
        expect(own, rule.name).to.have.length(1);
        for (const target of own) {
          const arn = graph.text(target, 'arn');
          if (arn.includes(':function:')) {
            const isPermitted = permissions.some(
              (permission) =>
                graph.text(permission, 'sourceArn') === graph.text(rule, 'arn') &&
                graph.text(permission, 'function') === arn.split(':').at(-1) &&
                graph.text(permission, 'principal') === 'events.amazonaws.com',
            );
            expect(isPermitted, `${rule.name} may call ${arn}`).to.equal(true);
          } else {
            const statements = graph.statementsOf(graph.roleOfArn(graph.text(target, 'roleArn')));
            const action = arn.includes(':stateMachine:') ? 'states:StartExecution' : 'events:PutEvents';
            expect(allows(statements, action, arn), `${rule.name} may reach ${arn}`).to.equal(true);
          }
        }
      }
    });

    it('calls functions by the clock', () => {
      const schedules = graph
        .all('cloudwatch/eventRule:EventRule')
        .filter(({ inputs }) => inputs['scheduleExpression'] !== undefined);
      const calls = schedules.map((rule) => {
        const target = graph
          .all('cloudwatch/eventTarget:EventTarget')
          .find((candidate) => graph.text(candidate, 'rule') === graph.text(rule, 'name'));
        return [target === undefined ? '' : graph.text(target, 'arn'), graph.text(rule, 'scheduleExpression')];
      });
      const arnOf = (fn: string): string =>
        graph.text(named('lambda/function:Function', `bedrock-budgeteer-${stack}-${fn}`), 'arn');
      expect(Object.fromEntries(calls)).to.deep.equal({
        [arnOf('budget-monitor')]: 'rate(5 minutes)',
        [arnOf('budget-refresh')]: 'cron(0 2 * * ? *)',
        [arnOf('pricing-manager')]: 'cron(0 1 * * ? *)',
        [arnOf('notifier')]: 'rate(5 minutes)',
        [arnOf('state-reporter')]: 'rate(1 hour)',
      });
    });

    it('lets rules put what they cannot deliver into a queue that takes it', () => {
      for (const target of graph.all('cloudwatch/eventTarget:EventTarget')) {
        const config = target.inputs['deadLetterConfig'] as { readonly arn?: string } | undefined;
        if (config?.arn === undefined) continue;
        const policies = graph
          .all('sqs/queuePolicy:QueuePolicy')
          .map((policy) => statementsIn(graph.text(policy, 'policy')));
        const rule = `arn:aws:events:${graph.text(target, 'region')}:444455556666:rule/${graph.text(target, 'rule')}`;
        const takes = policies
          .flat()
          .some(
            ({ Effect, Resource = [], Condition }) =>
              Effect === 'Allow' &&
              Resource.includes(config.arn ?? '') &&
              (Condition?.['ArnLike']?.['aws:SourceArn'] ?? []).some((pattern) => matchesPattern(pattern, rule)),
          );
        expect(takes, `${config.arn} takes events of ${rule}`).to.equal(true);
      }
    });

    it('drops no event that its rules cannot deliver', () => {
      const without = graph
        .all('cloudwatch/eventTarget:EventTarget')
        .filter(({ inputs }) => inputs['deadLetterConfig'] === undefined);
      expect(without.map(({ name }) => name)).to.deep.equal([]);
    });

    it('starts the workflows with the detail of the event, and from no event of their own', () => {
      for (const name of ['suspension', 'restoration']) {
        const rule = named('cloudwatch/eventRule:EventRule', `bedrock-budgeteer-${stack}-${name}-start`);
        expect(JSON.parse(graph.text(rule, 'eventPattern')))
          .to.have.nested.property('detail.execution')
          .that.deep.equals([{ exists: false }]);
        const target = graph
          .all('cloudwatch/eventTarget:EventTarget')
          .find((candidate) => graph.text(candidate, 'rule') === graph.text(rule, 'name'));
        expect(target?.inputs['inputPath']).to.equal('$.detail');
        expect(target?.inputs['arn']).to.equal(
          graph.text(named('sfn/stateMachine:StateMachine', `bedrock-budgeteer-${stack}-${name}`), 'arn'),
        );
      }
    });

    it('has state machines that call functions, a queue and a bus that are there and that they may call', () => {
      const functions = graph.all('lambda/function:Function').map((fn) => graph.text(fn, 'arn'));
      const queues = graph.all('sqs/queue:Queue');
      for (const machine of graph.all('sfn/stateMachine:StateMachine')) {
        const statements = graph.statementsOf(graph.roleOfArn(graph.text(machine, 'roleArn')));
        const text = graph.text(machine, 'definition');
        const called = [...text.matchAll(/"FunctionName":"([^"]+)"/g)].map(([, arn = '']) => arn);
        expect(called).to.have.length.above(3);
        for (const arn of called) {
          expect(functions).to.include(arn);
          expect(allows(statements, 'lambda:InvokeFunction', arn)).to.equal(true);
        }
        const url = /"QueueUrl":"([^"]+)"/.exec(text)?.[1];
        const queue = queues.find((candidate) => graph.text(candidate, 'url') === url);
        if (queue === undefined) throw new Error(`${url ?? 'no queue'} is not there`);
        expect(allows(statements, 'sqs:SendMessage', graph.text(queue, 'arn'))).to.equal(true);
        const bus = /"EventBusName":"([^"]+)"/.exec(text)?.[1] ?? '';
        expect(
          allows(statements, 'events:PutEvents', graph.text(named('cloudwatch/eventBus:EventBus', bus), 'arn')),
        ).to.equal(true);
      }
    });

    it('leads log events to the meter, the meter’s failures back to it, and its roles to no more than that', () => {
      for (const filter of graph.all('cloudwatch/logSubscriptionFilter:LogSubscriptionFilter')) {
        const region = graph.text(filter, 'region');
        const stream = graph
          .all('kinesis/firehoseDeliveryStream:FirehoseDeliveryStream')
          .find((candidate) => graph.text(candidate, 'region') === region);
        if (stream === undefined) throw new Error(`no stream in ${region}`);
        const arn = graph.text(stream, 'arn');
        expect(graph.text(filter, 'destinationArn')).to.equal(arn);
        const writer = graph.statementsOf(graph.roleOfArn(graph.text(filter, 'roleArn')));
        expect(allows(writer, 'firehose:PutRecordBatch', arn)).to.equal(true);
        const delivery = graph.statementsOf(graph.roleOfArn(graph.text(stream, 'extendedS3Configuration', 'roleArn')));
        const meter = `arn:aws:lambda:${region}:444455556666:function:bedrock-budgeteer-${stack}-usage-calculator:$LATEST`;
        expect(JSON.stringify(stream.inputs)).to.contain(meter);
        expect(allows(delivery, 'lambda:InvokeFunction', meter)).to.equal(true);
        const bucket = `arn:aws:s3:::bedrock-budgeteer-${stack}-logs-444455556666-${region}`;
        expect(allows(delivery, 's3:PutObject', `${bucket}/usage/x`)).to.equal(true);
      }
      const notifications = graph.all('s3/bucketNotification:BucketNotification');
      expect(notifications).to.have.length(graph.all('kinesis/firehoseDeliveryStream:FirehoseDeliveryStream').length);
      for (const { inputs } of notifications)
        expect(JSON.stringify(inputs)).to.contain('"filterPrefix":"processing-failed/"');
    });

    it('keeps what fails for good in queues that the functions may reach', () => {
      for (const config of graph.all('lambda/functionEventInvokeConfig:FunctionEventInvokeConfig')) {
        const destination = graph.text(config, 'destinationConfig', 'onFailure', 'destination');
        const name = graph.text(config, 'functionName');
        const fn = graph
          .all('lambda/function:Function')
          .find(
            (candidate) =>
              graph.text(candidate, 'name') === name &&
              graph.text(candidate, 'region') === graph.text(config, 'region'),
          );
        if (fn === undefined) throw new Error(`no function ${name}`);
        expect(
          allows(graph.statementsOf(graph.roleOfArn(graph.text(fn, 'role'))), 'sqs:SendMessage', destination),
        ).to.equal(true);
      }
    });

    it('writes every setting to a parameter below its path', () => {
      const names = graph.all('ssm/parameter:Parameter').map((parameter) => graph.text(parameter, 'name'));
      expect([...names].sort()).to.deep.equal(
        [...Object.keys(SETTINGS), ...(RULES[stack] ?? [])].map((name) => `/bedrock-budgeteer/${stack}/${name}`).sort(),
      );
      expect(names.join()).to.not.contain('/overrides/');
    });

    it('hears of calls that only read wherever they pass, and audits them', () => {
      const passed = graph
        .all('cloudwatch/eventRule:EventRule')
        .filter(({ inputs }) => JSON.stringify(inputs['eventPattern'] ?? '').includes('bedrock.amazonaws.com'));
      expect(passed).to.have.length(stack === 'dev' ? 2 : 3);
      // prod audits starts of jobs alone, which do not only read.
      const state = stack === 'dev' ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : undefined;
      for (const rule of passed) expect(rule.inputs['state']).to.equal(state);
    });

    it('cannot be destroyed while its Deny may be attached', () => {
      for (const policy of graph.all('iam/policy:Policy')) expect(policy.options.protect).to.equal(true);
    });
  });
}

describe('names', () => {
  it('fit, whatever the Region and the longest name of a stack', () => {
    const identity = {
      stack: 'a'.repeat(MAX_STACK_CHARACTERS),
      partition: 'aws',
      accountId: '444455556666',
      homeRegion: 'x',
    };
    const regions = Object.values(Region);
    for (const region of regions) {
      for (const content of ['logs', 'trail']) expect(bucketName(identity, content, region).length).to.be.at.most(63);
      for (const role of [
        'usage-calculator',
        'firehose',
        'log-subscription',
        'bedrock-logging',
        'slack-c0123456789a',
      ]) {
        expect(physicalName(identity, `${role}-${region}`).length).to.be.at.most(64);
      }
    }
    for (const { name } of Object.values(FUNCTIONS)) expect(physicalName(identity, name).length).to.be.at.most(64);
  });
});

describe('two stacks', () => {
  it('share no name', async () => {
    const [dev, prod] = [await StackGraph.of('dev'), await StackGraph.of('prod')];
    const names = (graph: StackGraph): readonly string[] =>
      [
        'iam/role:Role',
        'dynamodb/table:Table',
        's3/bucket:Bucket',
        'sqs/queue:Queue',
        'lambda/function:Function',
      ].flatMap((type) =>
        graph.all(type).flatMap(({ inputs }) => (typeof inputs['name'] === 'string' ? [inputs['name']] : [])),
      );
    expect(names(dev).filter((name) => names(prod).includes(name))).to.deep.equal([]);
  });
});
