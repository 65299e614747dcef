import { expect } from 'chai';
import { costOf } from '../../../domain/pricing/cost.js';
import { addUsd, parseExactUsd, usdToString, ZERO_USD } from '../../../domain/money.js';
import { addUsage, DIMENSIONS, NO_USAGE, type Dimension } from '../../../domain/invocations/usage.js';
import { usageRecordOf, type UsageRecord } from '../../../domain/pricing/usageRecord.js';
import { encodeLines, lineOf } from '../../../handlers/metering/usageLines.js';
import { ACCOUNT, ALICE, converseRecord, invocationOf } from '../../domain/invocations/records.js';
import { TEST_BOOK } from './meteringWorld.js';

/** What Lambda takes as a reply, ids and all. */
const MAX_REPLY_BYTES = 6 * 1024 * 1024;

type Line = Readonly<Record<string, unknown>>;

/** The record of a call, by way of its log record. */
function recordOf(overrides: Line = {}): UsageRecord {
  const invocation = invocationOf(overrides);
  const cost = costOf(invocation, TEST_BOOK);
  if (cost.status === 'ignored' || cost.status === 'uncounted') throw new Error('a call without usage');
  return usageRecordOf(invocation, cost, cost.status);
}

const BASE = recordOf({ input: { inputTokenCount: 1234, cacheReadInputTokenCount: 17 } });

/** So many records of so many principals, whose costs have up to 20 digits after the point. */
function manyRecords(count: number, principals: number): readonly UsageRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    ...BASE,
    principalId: `arn:aws:iam::${ACCOUNT}:role/team/application-with-a-long-name-${index % principals}`,
    requestId: `0b6e1a5e-7f0c-4b5e-9d53-${String(index).padStart(12, '0')}`,
    modelId: index % 2 === 0 ? BASE.modelId : 'anthropic.claude-opus-4-6-v1',
    usage: { ...BASE.usage, outputTokens: index },
    costUsd: addUsd(BASE.costUsd, parseExactUsd(`0.${String(index).padStart(20, '0')}`)),
  }));
}

/** Cuts into deliveries of one size. */
function deliveriesOf(records: readonly UsageRecord[], size: number): readonly (readonly UsageRecord[])[] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
    records.slice(index * size, (index + 1) * size),
  );
}

function linesIn(data: string): readonly Line[] {
  const text = Buffer.from(data, 'base64').toString();
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
}

/** The reply that Firehose gets. */
function replyBytes(data: readonly string[]): number {
  const recordId = '49578734086442259037497492980620233840400173390482112514000000';
  return Buffer.byteLength(JSON.stringify({ records: data.map((lines) => ({ recordId, result: 'Ok', data: lines })) }));
}

/** Calls, cost and amounts that lines or records add up to. */
function totalOfLines(lines: readonly Line[]): unknown {
  const amounts: Record<Dimension, number> = { ...NO_USAGE };
  let [calls, costUsd] = [0, ZERO_USD];
  for (const line of lines) {
    calls += Number(line['summaryOf'] ?? 1);
    costUsd = addUsd(costUsd, parseExactUsd(String(line['costUsd'])));
    for (const dimension of DIMENSIONS) amounts[dimension] += Number(line[dimension] ?? 0);
  }
  return { calls, costUsd: usdToString(costUsd), amounts };
}

function totalOf(records: readonly UsageRecord[]): unknown {
  const amounts: Record<Dimension, number> = { ...NO_USAGE };
  for (const { usage } of records) addUsage(amounts, usage);
  const costUsd = records.reduce((sum, record) => addUsd(sum, record.costUsd), ZERO_USD);
  return { calls: records.length, costUsd: usdToString(costUsd), amounts };
}

describe('encodeLines', () => {
  it('writes a line for each call where the reply has room', () => {
    const records = manyRecords(200, 7);
    const encoded = encodeLines([...deliveriesOf(records, 90), []]);
    expect(encoded.summarised).to.equal(0);
    expect(encoded.data.map((data) => linesIn(data).length)).to.deep.equal([90, 90, 20, 0]);
    expect(encoded.data.at(-1)).to.equal('');
    expect(encoded.data.flatMap(linesIn)).to.deep.equal(records.map((record) => JSON.parse(lineOf(record)) as Line));
    expect(encoded.data.every((data) => data === '' || Buffer.from(data, 'base64').at(-1) === 0x0a)).to.equal(true);
  });

  for (const [what, principals, size, lines] of [
    ['20 principals of two models', 20, 400, 100 * 20],
    ['as many principals, summed up by delivery', 40_000, 400, 100],
    ['a single delivery', 40_000, 40_000, 1],
    ['40 calls a delivery', 40_000, 40, 1000],
  ] as const) {
    it(`stays below 6 MB with 40,000 calls and loses none of their cost: ${what}`, () => {
      const records = manyRecords(40_000, principals);
      const { data, summarised } = encodeLines(deliveriesOf(records, size));
      const written = data.flatMap(linesIn);
      expect(replyBytes(data)).to.be.below(MAX_REPLY_BYTES);
      expect(summarised).to.equal(40_000);
      expect(written).to.have.length(lines);
      expect(totalOfLines(written)).to.deep.equal(totalOf(records));
    });
  }

  it('sums up by principal and model first, and only then by delivery', () => {
    const deliveries = deliveriesOf(manyRecords(40, 4), 20);
    const whole = encodeLines(deliveries);
    const size = whole.data.join('').length;
    expect(encodeLines(deliveries, size)).to.deep.equal(whole);
    const byModel = encodeLines(deliveries, size - 1);
    const [first] = byModel.data.map(linesIn);
    expect(first?.map((line) => [line['principalId'], line['modelId'], line['summaryOf']])).to.deep.equal(
      [0, 1, 2, 3].map((index) => [
        `arn:aws:iam::${ACCOUNT}:role/team/application-with-a-long-name-${index}`,
        index % 2 === 0 ? BASE.modelId : 'anthropic.claude-opus-4-6-v1',
        5,
      ]),
    );
    const byDelivery = encodeLines(deliveries, byModel.data.join('').length - 1);
    expect(byDelivery.data.map((data) => linesIn(data).map((line) => line['summaryOf']))).to.deep.equal([[20], [20]]);
    expect(byDelivery.data.map((data) => linesIn(data)[0]?.['firstRequestId'])).to.deep.equal(
      deliveries.map(([record]) => record?.requestId),
    );
    expect(byDelivery.summarised).to.equal(40);
  });
});

describe('lineOf', () => {
  it('tells what was called by whom, and what proves the cost', () => {
    expect(JSON.parse(lineOf(recordOf()))).to.deep.equal({
      requestId: converseRecord()['requestId'],
      timestamp: '2026-09-10T08:30:00Z',
      principalId: ALICE,
      modelId: 'amazon.nova-micro-v1:0',
      region: 'us-east-1',
      scope: 'regional',
      tier: 'standard',
      inputTokens: 40,
      outputTokens: 8,
      costUsd: '0.00000252',
      priceStatus: 'priced',
      priceSource: 'list',
      priceDate: '2026-08-20',
    });
  });

  it('tells who called, and nothing more of it where calls are summed up', () => {
    const caller = { role: 'ci', session: 's-1' };
    const record = { ...BASE, caller, inferenceProfile: 'arn:x', metadata: { team: 'search' } };
    const fields = { ...caller, inferenceProfile: 'arn:x', metadata: { team: 'search' } };
    expect(JSON.parse(lineOf(record))).to.deep.include(fields);
    const [summary] = linesIn(encodeLines([[record]], 1).data[0] ?? '');
    expect(summary).not.to.have.any.keys('role', 'session', 'inferenceProfile', 'metadata');
    expect(JSON.parse(lineOf(BASE))).not.to.have.any.keys('role', 'session', 'inferenceProfile', 'metadata');
  });

  it('tells what the caller passed where that is not the model, and why a price is not plain', () => {
    const profile = 'us.amazon.nova-micro-v1:0';
    const line = JSON.parse(lineOf(recordOf({ modelId: profile, region: 'eu-west-3' }))) as Line;
    expect(line).to.include({ modelId: 'amazon.nova-micro-v1:0', loggedModelId: profile, priceStatus: 'provisional' });
    expect(line['reasons']).to.deep.equal([
      'no rate for inputTokens, outputTokens of amazon.nova-micro-v1:0 in eu-west-3 (regional)',
    ]);
  });

  it('has no field for a prompt or an answer', () => {
    const secret = 'what somebody wrote';
    const messages = [{ role: 'user', content: [{ text: secret }] }];
    const record = recordOf({
      input: { inputBodyJson: { messages, requestMetadata: { note: secret } }, inputTokenCount: 40 },
      output: { outputBodyJson: { output: { message: secret }, stopReason: secret }, outputTokenCount: 8 },
      requestMetadata: { note: secret },
    });
    const { data } = encodeLines([[record, record]]);
    const summaries = encodeLines([[record, record]], 1);
    for (const text of [...data, ...summaries.data]) {
      expect(Buffer.from(text, 'base64').toString()).to.include('costUsd');
      expect(Buffer.from(text, 'base64').toString()).to.not.include(secret);
    }
  });
});
