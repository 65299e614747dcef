import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInstant } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { bundleFunctions } from '../../../infra/bundles.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { firehoseEvent } from '../metering/meteringRig.js';
import { startAwsStandIn } from './awsStandIn.js';
import { invokeBundle } from './invokeBundle.js';

const SETTINGS_PATH = '/bedrock-budgeteer/test/';

/** As AWS logs it, but of this minute: the function runs by the real clock. */
function fixture(name: string): string {
  const record = JSON.parse(readFileSync(`test/fixtures/invocation-logs/${name}.json`, 'utf8')) as object;
  return JSON.stringify({ ...record, timestamp: formatInstant(Math.floor(Date.now() / 1000) * 1000) });
}

interface Reply {
  readonly records: readonly { readonly result: string; readonly data: string }[];
}

function linesOf({ data }: Reply['records'][number]): readonly Readonly<Record<string, unknown>>[] {
  const lines = Buffer.from(data, 'base64').toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describeWithDynamoDb('the bundled usage-calculator', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bundle-'));
  const bundle = join(folder, 'usageCalculator');
  before(() => bundleFunctions('.', folder)('usageCalculator'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('charges real records to the tables and answers with their lines, also when they come twice', async () => {
    const { names, allBudgets, allEntries } = await dynamoTables(database());
    const aws = await startAwsStandIn({
      'AmazonSSM.GetParametersByPath': () => ({
        Parameters: [
          { Name: `${SETTINGS_PATH}budgetLimitUsd`, Value: '25', Type: 'String' },
          { Name: `${SETTINGS_PATH}overrides/warnPercent`, Value: '60', Type: 'String' },
        ],
      }),
      'AWSPriceListService.GetProducts': () => ({ PriceList: [] }),
      'AmazonSQS.SendMessageBatch': (body) => ({
        Successful: (JSON.parse(body) as { Entries: { Id: string }[] }).Entries.map(({ Id }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: '',
        })),
        Failed: [],
      }),
    });
    const event = firehoseEvent([
      [
        'Permissions are correctly set for Amazon Bedrock logs.',
        fixture('converse'),
        fixture('conversestream-cachewrite'),
      ],
      ['CWL CONTROL MESSAGE: Checking health of destination Firehose.'],
      [fixture('invokestream-large-body-s3'), fixture('error-throttling'), fixture('invokemodel-guardrail-blocked')],
    ]);
    const env = {
      USER_BUDGETS_TABLE: names.UserBudgets,
      USAGE_TRACKING_TABLE: names.UsageTracking,
      PRICING_TABLE: names.Pricing,
      SETTINGS_PATH,
      QUARANTINE_QUEUE_URL: `${aws.endpoint}/444455556666/quarantine`,
      REPLAYED_PREFIX: 'usage/replayed/',
      INGESTION_PATH: 'firehose',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: database().endpoint,
    };
    const first = await invokeBundle(bundle, event, env);
    const second = await invokeBundle(bundle, event, env);
    await aws.close();

    for (const { answer } of [first, second]) {
      const { records } = answer as Reply;
      expect(records.map(({ result }) => result)).to.deep.equal(['Ok', 'Dropped', 'Ok']);
      const lines = [
        ...linesOf(records[0] as Reply['records'][number]),
        ...linesOf(records[2] as Reply['records'][number]),
      ];
      // Claude Opus 4.5, 4.6 and 4.7 at the global rate: 5 in, 25 out, 10 for a write of unknown TTL, per million.
      // 255 × 5 + 113 × 25; 3 × 5 + 24,479 × 10 + 52 × 25; 6 × 5 + 225,913 × 10 + 167 × 25
      expect(lines.map(({ costUsd }) => costUsd)).to.deep.equal(['0.0041', '0.246105', '2.263335']);
    }
    const entries = await allEntries();
    expect(entries.map(({ record }) => usdToString(record.costUsd)).sort()).to.deep.equal([
      '0.0041',
      '0.246105',
      '2.263335',
    ]);
    const budgets = (await allBudgets()).map(({ budget }) => [
      budget.accountType,
      usdToString(budget.spentUsd),
      usdToString(budget.limitUsd),
    ]);
    expect(budgets.sort()).to.deep.equal([
      ['bedrock_api_key', '2.50944', '25'],
      ['iam_user', '0.0041', '25'],
    ]);
    const metrics = [first, second].map(({ logs }) => logs.at(-1));
    expect(metrics[0]).to.include({
      function: 'usageCalculator',
      InvocationsCharged: 3,
      BudgetsOpened: 2,
      RecordsIgnored: 4,
    });
    expect(metrics[1]).to.include({ InvocationsDuplicate: 3 });
    expect(metrics[1]).not.to.have.property('InvocationsCharged');
  });
});
