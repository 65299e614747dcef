import { SECOND_MS } from '../../../domain/instant.js';
import { isObject, stringAt } from '../../../domain/json.js';
import { budgetItem } from '../../../handlers/adapters/budgetItem.js';
import type { BudgetChange } from '../../../handlers/ports/budgetStore.js';
import type { Declared, Graph } from '../declared.js';
import { errorLine, type Journal } from '../journal.js';
import type { LambdaFunctions } from '../compute/lambdaFunctions.js';
import type { Queues } from '../events/queues.js';
import type { Roles } from '../iam/roles.js';
import type { Tables } from './tables.js';
import { WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface Parts {
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly queues: Queues;
  readonly functions: LambdaFunctions;
  readonly tables: Tables;
}

interface StreamRecord {
  readonly sequenceNumber: string;
  readonly writtenAt: number;
  readonly event: object;
}

interface Mapping {
  readonly streamArn: string;
  readonly region: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly retries: number;
  readonly ageMs: number;
  readonly bisects: boolean;
  readonly reportsItems: boolean;
  readonly failuresArn: string | undefined;
}

const READS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const RETRY_MS = SECOND_MS;

/** The stream of UserBudgets, with one shard, and Lambda's event source mapping. */
export class BudgetStream {
  readonly #parts: Parts;
  readonly #mappings: readonly Mapping[];
  #waiting: StreamRecord[] = [];
  #reading: Promise<void> = Promise.resolve();
  #written = 0;

  constructor(graph: Graph, parts: Parts) {
    this.#parts = parts;
    const table = parts.tables.all.find(({ kind }) => kind === 'UserBudgets');
    this.#mappings = graph.all('lambda/eventSourceMapping:EventSourceMapping').map((mapping) => mappingOf(mapping));
    for (const mapping of this.#mappings) {
      const { streamArn } = mapping;
      if (streamArn !== table?.streamArn) throw new WorldError(`the stack has no stream ${streamArn}`);
      this.#assertDeployable(mapping);
    }
    if (table?.streamArn !== undefined) {
      parts.tables.budgets.onWrite = (change) => {
        this.#append(change);
      };
    }
  }

  /** Lambda checks the role when the mapping is created (Lambda Developer Guide, "Using Lambda with DynamoDB"). */
  #assertDeployable({ streamArn, functionArn, failuresArn }: Mapping): void {
    const { roles, queues, functions } = this.#parts;
    const { roleArn } = functions.at(functionArn);
    roles.assertDeployable(streamArn, roleArn, READS, streamArn);
    roles.assertDeployable(streamArn, roleArn, ['dynamodb:ListStreams'], '*');
    if (failuresArn === undefined) return;
    roles.assertDeployable(streamArn, roleArn, ['sqs:SendMessage'], queues.at(failuresArn).arn);
  }

  #append(change: BudgetChange): void {
    const [mapping] = this.#mappings;
    if (mapping === undefined) return;
    this.#written += 1;
    const sequenceNumber = String(this.#written).padStart(21, '0');
    this.#waiting.push({ sequenceNumber, writtenAt: Date.now(), event: eventOf(change, sequenceNumber, mapping) });
    if (this.#waiting.length > 1) return;
    this.#parts.time.after(mapping.windowMs, async () => {
      this.#reading = this.#reading.then(() => this.#drain(mapping));
      await this.#reading;
    });
  }

  async #drain(mapping: Mapping): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < records.length; start += mapping.batchSize) {
      await this.#batch(mapping, records.slice(start, start + mapping.batchSize), 0);
    }
  }

  /** Retries from the first failed record, and bisects if the mapping says so. */
  async #batch(mapping: Mapping, records: readonly StreamRecord[], attempt: number): Promise<void> {
    const failed = await this.#failedOf(mapping, records);
    if (failed === undefined) return;
    const left = records.slice(failed.from);
    const isTooOld = (left[0]?.writtenAt ?? 0) + mapping.ageMs < Date.now();
    if (attempt >= mapping.retries || isTooOld) {
      this.#giveUp(mapping, left, failed.reason);
      return;
    }
    await this.#parts.time.sleep(RETRY_MS * 2 ** attempt);
    const half = mapping.bisects && failed.from === 0 ? Math.ceil(left.length / 2) : left.length;
    await this.#batch(mapping, left.slice(0, half), attempt + 1);
    if (half < left.length) await this.#batch(mapping, left.slice(half), attempt + 1);
  }

  async #failedOf(
    mapping: Mapping,
    records: readonly StreamRecord[],
  ): Promise<{ readonly from: number; readonly reason: string } | undefined> {
    try {
      const event = { Records: records.map((record) => record.event) };
      const answer = await this.#parts.functions.invoke(mapping.functionArn, event);
      const from = mapping.reportsItems ? firstFailure(answer, records) : -1;
      return from < 0 ? undefined : { from, reason: 'the function named the record' };
    } catch (error) {
      if (error instanceof WorldError) throw error;
      return { from: 0, reason: errorLine(error) };
    }
  }

  #giveUp({ functionArn, streamArn, failuresArn }: Mapping, records: readonly StreamRecord[], reason: string): void {
    const { queues, journal } = this.#parts;
    journal.add({ kind: 'undelivered', from: streamArn, to: functionArn, reason });
    if (failuresArn === undefined) return;
    const [first, last] = [records[0], records.at(-1)].map((record) => record?.sequenceNumber);
    const range = { startSequenceNumber: first, endSequenceNumber: last, batchSize: records.length, streamArn };
    queues.send(failuresArn, JSON.stringify({ requestContext: { functionArn }, DDBStreamBatchInfo: range }));
  }
}

function mappingOf(mapping: Declared): Mapping {
  return {
    streamArn: mapping.text('eventSourceArn'),
    region: mapping.text('region'),
    functionArn: mapping.text('functionName'),
    batchSize: mapping.numberOr(100, 'batchSize'),
    windowMs: mapping.numberOr(0, 'maximumBatchingWindowInSeconds') * SECOND_MS,
    retries: mapping.numberOr(Number.POSITIVE_INFINITY, 'maximumRetryAttempts'),
    ageMs: mapping.numberOr(Number.POSITIVE_INFINITY, 'maximumRecordAgeInSeconds') * SECOND_MS,
    bisects: mapping.has('bisectBatchOnFunctionError') && mapping.boolean('bisectBatchOnFunctionError'),
    reportsItems: mapping.has('functionResponseTypes') && mapping.texts('functionResponseTypes').length > 0,
    failuresArn: mapping.textOr(undefined, 'destinationConfig', 'onFailure', 'destinationArn'),
  };
}

function eventOf({ before, after }: BudgetChange, SequenceNumber: string, { streamArn, region }: Mapping): object {
  const NewImage = budgetItem(after);
  return {
    eventID: SequenceNumber,
    eventName: before === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      Keys: { principal_id: NewImage['principal_id'] },
      NewImage,
      SequenceNumber,
      StreamViewType: 'NEW_IMAGE',
    },
    eventSourceARN: streamArn,
  };
}

/** -1 if none failed. An answer without a list means that all succeeded. */
function firstFailure(answer: unknown, records: readonly StreamRecord[]): number {
  const failures: unknown = isObject(answer) ? answer['batchItemFailures'] : undefined;
  if (!Array.isArray(failures) || failures.length === 0) return -1;
  const named = failures.map((failure: unknown) => stringAt(failure, 'itemIdentifier'));
  return Math.max(
    0,
    records.findIndex(({ sequenceNumber }) => named.includes(sequenceNumber)),
  );
}
