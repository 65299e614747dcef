import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFirstRun, type FirstRunOptions } from '../../../cli/commands/firstRun.js';
import { ITEMS } from '../../../cli/firstRun/items/all.js';
import { openAwsStack } from '../../../cli/stack/awsStack.js';
import { rejectionOf } from '../../rejection.js';
import { captured } from '../captured.js';
import { ANSWERS, OUTPUTS } from '../policies/answers.js';
import { recorded, type Answers, type Call } from '../policies/recordedCalls.js';
import { temporaryFolder } from '../temporaryFolder.js';
import { record } from './firstRunCase.js';
import { foreignIn } from './vocabulary.js';

const SECRETS = [
  '444455556666',
  '999988887777',
  'arn:aws',
  'mallory',
  'b6d7c1f0-1111-4222-8333-944455556666',
  'the prompt is secret',
  'ABSKsecret',
  '/hidden/path/',
  '10.20.30.40',
];
const [, FOREIGN = '', , NAME = '', REQUEST = '', PROMPT = '', KEY = '', PATH = '', ADDRESS = ''] = SECRETS;
const ARN = `arn:aws:iam::${FOREIGN}:user${PATH}${NAME}`;
const BIG = Number(FOREIGN);

/** Records that have secrets in every place, as keys too. */
const RECORDS = [
  record({
    accountId: FOREIGN,
    identity: { arn: ARN, [KEY]: KEY },
    requestId: REQUEST,
    operation: PROMPT,
    modelId: `arn:aws:bedrock:us-east-1:${FOREIGN}:inference-profile/${NAME}`,
    input: { inputTokenCount: 9, cacheWriteInputTokenCount: 9, inputBodyJson: { [PROMPT]: PROMPT } },
    output: { outputTokenCount: 9, outputBodyJson: { serviceTier: { type: ARN }, text: PROMPT } },
    [ARN]: KEY,
  }),
  record({ requestId: REQUEST, serviceTier: ARN, timestamp: '2020-01-01T00:00:00Z' }),
  record({ errorCode: KEY, input: PROMPT, output: ARN, identity: ADDRESS }),
  record({ modelId: `embed-${KEY}`, input: { inputBodyS3Path: `s3://${NAME}${PATH}` } }),
];

const AUDIT_ROW = {
  event_id: { S: REQUEST },
  event_time: { S: new Date().toISOString() },
  event_source: { S: 'iam.amazonaws.com' },
  event_type: { S: 'CreateServiceSpecificCredential' },
  user_identity: { S: ARN },
  details: { S: JSON.stringify({ requestParameters: { userName: NAME, [KEY]: KEY }, sourceIPAddress: ADDRESS }) },
};

const HOSTILE: Answers = {
  ...ANSWERS,
  GetLogEvents: () => ({
    events: [PROMPT, ...RECORDS.map((one) => JSON.stringify(one))].map((message) => ({ message, ingestionTime: BIG })),
  }),
  GetMetricStatistics: () => ({ Datapoints: [{ Sum: BIG, Maximum: BIG, Minimum: 0.999988887777 }] }),
  SimulateCustomPolicy: () => ({ EvaluationResults: [{ EvalDecision: ARN, EvalActionName: KEY }] }),
  DescribeTable: () => ({ Table: { DeletionProtectionEnabled: ARN } }),
  DescribeContinuousBackups: () => ({}),
  GetUser: () => ({ User: { Path: PATH, Arn: ARN } }),
  Query: ({ TableName }) => ({ Items: String(TableName).endsWith('audit-logs') ? [AUDIT_ROW] : [] }),
};

const LOOKS = /^(Get|List|Describe|BatchGet|Simulate|Query$|Scan$)/;

describe('budgeteer doctor --first-run', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  async function run(options: FirstRunOptions, answers = HOSTILE) {
    const { output, text } = captured();
    let code = 0;
    const calls: readonly Call[] = await recorded(answers, async () => {
      code = await runFirstRun(await openAwsStack(OUTPUTS), options, output);
    });
    return { code, calls, text: await text() };
  }

  it('looks, and changes nothing', async () => {
    const { calls, code } = await run({});
    expect(code).to.equal(1);
    expect(calls.map(({ operation }) => operation).filter((name) => !LOOKS.test(name))).to.deep.equal([]);
    const allowed = ITEMS.flatMap(({ look }) => look?.actions ?? []);
    const [settings, identity, key] = ['ssm:GetParametersByPath', 'sts:GetCallerIdentity', 'kms:Decrypt'];
    const asked = new Set(calls.map(({ service, operation }) => `${service}:${operation}`));
    expect([...asked].filter((action) => ![...allowed, settings, identity, key].includes(action))).to.deep.equal([]);
    expect(new Set(allowed).size).to.equal(asked.size - 2);
  });

  it('asks for less than a tenth of a cent of metrics', async () => {
    const { calls } = await run({});
    expect(calls.filter(({ operation }) => operation === 'GetMetricStatistics').length).to.be.below(100);
  });

  it('writes answers in which nothing of what it has seen is left', async () => {
    const file = join(folder.path, 'answers.json');
    const { text } = await run({ answers: file });
    expect(text).to.contain(NAME);
    const written = readFileSync(file, 'utf8');
    for (const secret of SECRETS) expect(written).not.to.contain(secret);
    const form = JSON.parse(written) as { readonly items: Readonly<Record<string, { readonly verdict: string }>> };
    expect(foreignIn(form)).to.deep.equal([]);
    expect(form.items['operation-names']?.verdict).to.equal('differs');
    expect(form.items['key-event']?.verdict).to.equal('differs');
  });

  it('keeps what was answered before, and what was seen by hand', async () => {
    const file = join(folder.path, 'answers.json');
    await run({ firstRun: 'bill', answers: file, saw: ['bill=differs', 'chat=expected'] });
    await run({ firstRun: 'operation-names', answers: file });
    const { items } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly items: Readonly<Record<string, { readonly verdict: string }>>;
    };
    expect(['bill', 'chat', 'operation-names', 'notices'].map((id) => items[id]?.verdict)).to.deep.equal([
      'differs',
      'expected',
      'differs',
      'open',
    ]);
  });

  it('leaves a file alone that is no answers', async () => {
    for (const content of ['{"stack":"prod"}', 'not JSON', '[]']) {
      const file = folder.write('outputs.json', content);
      expect((await rejectionOf(run({ answers: file }))).message).to.contain('this file is something else');
      expect(readFileSync(file, 'utf8')).to.equal(content);
    }
  });

  it('says which item it does not know, and what to say of one', async () => {
    expect((await rejectionOf(run({ firstRun: 'bil' }))).message).to.contain('--first-run: no item "bil"');
    const file = join(folder.path, 'answers.json');
    expect((await rejectionOf(run({ answers: file, saw: ['bil=expected'] }))).message).to.contain(
      '--saw: no item "bil"',
    );
    expect((await rejectionOf(run({ answers: file, saw: ['bill=well'] }))).message).to.contain('ITEM=differs');
    expect(existsSync(file)).to.equal(false);
  });

  it('looks at one item alone', async () => {
    const { text, code } = await run({ firstRun: 'bill' });
    expect(code).to.equal(0);
    expect(text).to.match(/^Metering\nby hand {3}bill: What budgets count/);
    expect(text).to.contain('\n1 by hand\n');
  });

  it('prints one object with --json, names in it', async () => {
    const { text } = await run({ json: true, firstRun: 'by-pulumi' });
    expect(JSON.parse(text)).to.deep.include({
      stack: 'prod',
      counts: { expected: 0, differs: 0, open: 0, 'by hand': 1 },
    });
    expect(text).to.contain('budgeteer status --stack prod');
  });
});
