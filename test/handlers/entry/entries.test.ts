import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLE_ACCOUNT, invocationRecord } from '../../../local/world/logs/invocationRecord.js';
import { SystemClock } from '../../../handlers/adapters/systemClock.js';
import { bundleFunctions } from '../../../infra/bundles.js';
import { FUNCTION_NAMES, FUNCTIONS } from '../../../handlers/contracts/functions.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { CLIENT_SCRIPT, CLIENT_STYLE } from '../../../page/generated/client.js';
import { TOPICS } from '../../../handlers/contracts/topics.js';
import { startReceiver } from '../adapters/httpReceiver.js';
import { eventFixture } from '../../events/fixture.js';
import { open } from '../../domain/budget/histories.js';
import { settled } from '../budgetWorld.js';
import { deliver, firehoseEvent, madeUpMessages, meteringRig, settings } from '../metering/meteringRig.js';
import { startAwsStandIn, type AwsStandIn } from './awsStandIn.js';
import { invokeBundle } from './invokeBundle.js';

const SETTINGS_PATH = '/bedrock-budgeteer/test/';
const ADDRESSES_PATH = '/bedrock-budgeteer-addresses/test/';
const ALICE = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`;

const folder = mkdtempSync(join(tmpdir(), 'budgeteer-entries-'));
const bundleOf = bundleFunctions('.', folder);

after(() => {
  rmSync(folder, { recursive: true });
});

for (const entry of FUNCTION_NAMES) {
  describe(`the bundle of ${entry}`, () => {
    const bundle = join(folder, entry);
    before(() => bundleOf(entry));

    it('starts with its variables, and not without any', async () => {
      const values = { CHANNELS: '[]', ATTACHMENT_QUOTA: '10', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
      const all = Object.fromEntries(FUNCTIONS[entry].variables.map((name) => [name, 'x']));
      const outcome = await invokeBundle(bundle, {}, { ...all, ...values }).then(JSON.stringify, String);
      expect(outcome).not.to.match(/environment: [A-Z_]+ is not set/);
      const failure = await invokeBundle(bundle, {}, {}).catch(String);
      expect(failure).to.match(/environment: [A-Z_]+ is not set/);
    });
  });
}

describeWithDynamoDb('the bundled functions', (database) => {
  let aws: AwsStandIn;
  before(async () => {
    aws = await startAwsStandIn({
      'AmazonSSM.GetParametersByPath': (body) => ({
        Parameters: body.includes(ADDRESSES_PATH)
          ? [{ Name: `${ADDRESSES_PATH}0`, Value: '[{"who":"user/*","address":"*@example.com"}]', Type: 'String' }]
          : [
              { Name: `${SETTINGS_PATH}budgetLimitUsd`, Value: '1', Type: 'String' },
              { Name: `${SETTINGS_PATH}enforcement`, Value: 'enforce', Type: 'String' },
            ],
      }),
      'PUT /logs/reports/2026/10/20.html?x-id=PutObject': () => '',
      'POST /v2/email/outbound-emails': () => ({ MessageId: 'm' }),
      'AWSEvents.PutEvents': (body) => ({
        FailedEntryCount: 0,
        Entries: (JSON.parse(body) as { Entries: unknown[] }).Entries.map((_, index) => ({ EventId: String(index) })),
      }),
      'AWSPriceListService.GetProducts': () => ({ PriceList: [] }),
      'AmazonSSM.GetParameter': () => ({ Parameter: { Name: '/channels/hook', Value: 's3cret' } }),
      'POST /': () =>
        '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>',
    });
  });
  after(() => aws.close());

  const environment = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
    SETTINGS_PATH,
    EVENT_BUS: 'budgeteer',
    REGIONS: 'us-east-1',
    USER_BUDGETS_TABLE: names['UserBudgets'] ?? '',
    TEAM_SPENDING_TABLE: names['TeamSpending'] ?? '',
    USAGE_TRACKING_TABLE: names['UsageTracking'] ?? '',
    PRICING_TABLE: names['Pricing'] ?? '',
    AUDIT_LOGS_TABLE: names['AuditLogs'] ?? '',
    NOTIFICATIONS_TABLE: names['Notifications'] ?? '',
    PERSON_POLICIES_TABLE: names['PersonPolicies'] ?? '',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: database().endpoint,
  });

  it('announce an exceeded budget, start its grace and empty the outbox', async () => {
    const tables = await dynamoTables(database());
    const clock = new SystemClock();
    const at = new Date(Math.floor(clock.now() / 1000) * 1000);
    const call = { at, requestId: 'r-1', identityArn: ALICE, operation: 'Converse', input: 100_000, output: 100_000 };
    const message = JSON.stringify(invocationRecord({ ...call, modelId: 'global.anthropic.claude-opus-4-7' }));
    const rig = meteringRig(tables, clock, { settings: () => Promise.resolve(settings({ budgetLimitUsd: '1' })) });
    await deliver(rig, firehoseEvent([[message]]));
    await invokeBundle(join(folder, 'budgetMonitor'), { source: 'aws.scheduler' }, environment(tables.names));
    const [record] = await tables.allBudgets();
    expect(record?.budget).to.include({ status: 'grace', thresholdState: 'exceeded' });
    expect(record?.outbox).to.deep.equal([]);
    const published = aws.calls
      .filter(({ target }) => target === 'AWSEvents.PutEvents')
      .map(({ body }) => body)
      .join();
    const types = ['BudgetOpened', 'ThresholdReached', 'GraceStarted'];
    for (const type of types) expect(published).to.contain(`"DetailType":"${type}"`);
  });

  it('log an event for audit, and refresh nothing and price nothing without complaint', async () => {
    const { names } = await dynamoTables(database());
    const audit = await invokeBundle(
      join(folder, 'auditLogger'),
      eventFixture('cloudtrail/createUser'),
      environment(names),
    );
    expect(audit.logs.at(-1)).to.include({ AuditEntriesAdded: 1, function: 'auditLogger' });
    const refresh = await invokeBundle(join(folder, 'budgetRefresh'), {}, environment(names));
    expect(refresh.answer).to.equal(null);
    const prices = await invokeBundle(join(folder, 'pricingManager'), {}, environment(names));
    expect(prices.answer).to.deep.equal({ rowsWritten: 0, ratesHeld: 0 });
  });

  it('tell people of an event once, by topic, by webhook and by mail', async () => {
    const { names } = await dynamoTables(database());
    const receiver = await startReceiver({ status: 200 });
    const channel = { name: 'hook', type: 'webhook', receives: TOPICS, secret: '/channels/hook', url: receiver.url };
    const own = {
      HOME_REGION: 'us-east-1',
      RESOURCE_PREFIX: 'bedrock-budgeteer-test',
      BUDGET_ALERTS_TOPIC: 'arn:aws:sns:us-east-1:444455556666:b',
      OPERATIONAL_ALERTS_TOPIC: 'arn:aws:sns:us-east-1:444455556666:o',
      HIGH_SEVERITY_TOPIC: 'arn:aws:sns:us-east-1:444455556666:h',
      CHANNELS: JSON.stringify([channel]),
      NOTIFY_PERSONS: '{"by":"mail","from":"budgets@example.com"}',
      ADDRESSES_PATH,
    };
    const event = eventFixture('own/thresholdReached');
    for (const sent of [3, undefined]) {
      const { logs } = await invokeBundle(join(folder, 'notifier'), event, { ...environment(names), ...own });
      expect(logs.at(-1)?.['NotificationsSent']).to.equal(sent);
    }
    await receiver.close();
    expect(receiver.received).to.have.length(1);
    const published = aws.calls.filter(({ body }) => body.includes('Action=Publish'));
    expect(published).to.have.length(1);
    expect(new URLSearchParams(published[0]?.body).get('Subject')).to.contain('has used 73 % of its Bedrock budget');
    const mailed = aws.calls.filter(({ target }) => target.startsWith('POST /v2/email'));
    expect(mailed).to.have.length(1);
    expect(mailed[0]?.body)
      .to.contain('"ToAddresses":["BedrockAPIKey-q7r8@example.com"]')
      .and.contain('You have used 73 %');
  });

  it('report the state of what is there', async () => {
    const { names, budgets } = await dynamoTables(database());
    for (const name of ['alice', 'bob']) await budgets.save({ before: undefined, after: settled(name, [open('10')]) });
    const { answer, logs } = await invokeBundle(join(folder, 'stateReporter'), {}, environment(names));
    expect(answer).to.equal(null);
    expect(logs).to.have.length(1);
    expect(logs[0]).to.deep.include({ function: 'stateReporter', BudgetsActive: [2], BudgetsSuspended: [0] });
    expect(logs[0]).not.to.have.property('PriceAgeSeconds');
  });

  it('write the daily page, with its script and its style', async () => {
    const tables = await dynamoTables(database());
    await deliver(meteringRig(tables), firehoseEvent([madeUpMessages(7, 2)]));
    const place = { REPORT_BUCKET: 'logs', REPORT_REGION: 'eu-west-1' };
    const own = { ...environment(tables.names), ...place, STACK_NAME: 'test', ACCOUNT_ID: EXAMPLE_ACCOUNT };
    const { answer } = await invokeBundle(join(folder, 'reportWriter'), { time: '2026-10-21T01:30:00Z' }, own);
    const key = 'reports/2026/10/20.html';
    expect(answer).to.deep.equal({ key, calls: 7, problems: 0 });
    const [put] = aws.calls.filter(({ target }) => target.startsWith(`PUT /logs/${key}`));
    expect(put?.body).to.contain(CLIENT_SCRIPT).and.to.contain(CLIENT_STYLE).and.to.contain('<dt>Calls</dt><dd>7</dd>');
  });

  it('answer the state machines and the events of IAM', async () => {
    const { names } = await dynamoTables(database());
    const enforcementConfig = {
      DENY_POLICY_ARN: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/deny`,
      DENY_BOUNDARY_ARN: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/deny-boundary`,
      OWN_ROLES: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/own-*`,
    };
    const task = { principalId: ALICE, execution: 'e1' };
    const restorePoint = { uniqueId: 'AIDA1', detachedPolicyArns: [], deactivatedKeyIds: [] };
    const invocations: readonly (readonly [(typeof FUNCTION_NAMES)[number], object])[] = [
      ['graceNotification', { ...task, notice: 'initial', graceDeadline: '2026-10-01T12:00:00Z' }],
      ['budgetStatus', { ...task, operation: 'begin-suspension' }],
      ['policyBackup', task],
      ['iamUtilities', { ...task, operation: 'verify-suspension', restorePoint }],
      ['restorationValidation', task],
    ];
    for (const [entry, event] of invocations) {
      const { answer } = await invokeBundle(join(folder, entry), event, {
        ...environment(names),
        ...enforcementConfig,
      });
      expect(answer, entry).to.have.property('verdict', 'not-needed');
    }
    const detached = eventFixture('cloudtrail/detachUserPolicy');
    const setup = await invokeBundle(join(folder, 'userSetup'), detached, {
      ...environment(names),
      ...enforcementConfig,
    });
    expect(setup.answer).to.equal(null);
    expect(setup.logs.at(-1)).to.include({ message: 'event ignored' });
  });
});
