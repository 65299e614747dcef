import { isObject, stringAt } from '../../../domain/json.js';
import type { Buckets } from './buckets.js';
import type { Graph } from '../declared.js';
import { DeliveryOutput, PROCESSING_FAILED, TRANSFORMED, type Gathering } from './deliveryOutput.js';
import { deliverySettings, type DeliverySettings } from './deliverySettings.js';
import { errorLine, type Journal } from '../journal.js';
import type { LambdaFunctions } from '../compute/lambdaFunctions.js';
import type { Roles } from '../iam/roles.js';
import { WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface Parts {
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly functions: LambdaFunctions;
  readonly buckets: Buckets;
}

interface SourceRecord {
  readonly recordId: string;
  readonly approximateArrivalTimestamp: number;
  readonly data: Buffer;
}

interface Stream {
  readonly settings: DeliverySettings;
  records: Gathering<SourceRecord>;
  readonly output: DeliveryOutput;
  busy: Promise<void>;
}

const SERVICE = 'firehose.amazonaws.com';
const ATTEMPT_EVERY_MS = 1000;

/** Firehose: passes what subscriptions deliver through the function, and writes objects to the bucket. */
export class DeliveryStreams {
  readonly #parts: Parts;
  readonly #streams: ReadonlyMap<string, Stream>;
  #records = 0;

  constructor(graph: Graph, parts: Parts) {
    this.#parts = parts;
    const all = graph.all('kinesis/firehoseDeliveryStream:FirehoseDeliveryStream').map(deliverySettings);
    this.#streams = new Map(
      all.map((settings) => [
        settings.arn,
        {
          settings,
          records: { pieces: [], bytes: 0 },
          output: new DeliveryOutput(settings, parts),
          busy: Promise.resolve(),
        },
      ]),
    );
    for (const settings of all) this.#assertDeployable(settings);
  }

  /**
   * What creating the stream needs beyond delivering (Firehose Developer Guide, "Grant Firehose access to an Amazon S3
   * destination").
   */
  #assertDeployable({ name, roleArn, functionArn, bucketArn, logArn }: DeliverySettings): void {
    const { roles, functions } = this.#parts;
    functions.at(functionArn);
    const needed: readonly (readonly [actions: readonly string[], resource: string])[] = [
      [['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucketArn],
      [['s3:AbortMultipartUpload', 's3:GetObject'], `${bucketArn}/any`],
      [['lambda:GetFunctionConfiguration'], functionArn],
      ...(logArn === undefined ? [] : [[['logs:PutLogEvents'], logArn] as const]),
    ];
    for (const [actions, resource] of needed) roles.assertDeployable(name, roleArn, actions, resource);
  }

  put(streamArn: string, data: Buffer): void {
    const stream = this.#streams.get(streamArn);
    if (stream === undefined) throw new WorldError(`the stack has no delivery stream ${streamArn}`);
    const { settings, records } = stream;
    const { time } = this.#parts;
    this.#records += 1;
    const isFirst = records.pieces.length === 0;
    records.pieces.push({ recordId: `record-${this.#records}`, approximateArrivalTimestamp: time.now(), data });
    records.bytes += data.length;
    if (records.bytes >= settings.functionBufferBytes) this.#transformLater(stream, records, 0);
    else if (isFirst) this.#transformLater(stream, records, settings.functionBufferMs);
  }

  #transformLater(stream: Stream, gathered: Gathering<SourceRecord>, waitMs: number): void {
    this.#parts.time.after(waitMs, async () => {
      if (stream.records !== gathered) return;
      stream.records = { pieces: [], bytes: 0 };
      stream.busy = stream.busy.then(() => this.#transform(stream, gathered.pieces));
      await stream.busy;
    });
  }

  async #transform(stream: Stream, records: readonly SourceRecord[]): Promise<void> {
    const { settings } = stream;
    let failure: unknown;
    for (let attempt = 0; attempt <= settings.retries; attempt += 1) {
      if (attempt > 0) await this.#parts.time.sleep(ATTEMPT_EVERY_MS);
      try {
        this.#accept(stream, records, await this.#call(settings, records));
        return;
      } catch (error) {
        if (error instanceof WorldError) throw error;
        failure = error;
      }
    }
    for (const record of records) this.#fail(stream, record, settings.retries + 1, 'Lambda.FunctionError', failure);
  }

  async #call(settings: DeliverySettings, records: readonly SourceRecord[]): Promise<ReadonlyMap<string, unknown>> {
    const { arn, region, roleArn, functionArn } = settings;
    const access = { action: 'lambda:InvokeFunction', resource: functionArn };
    this.#parts.roles.assertActs(roleArn, { service: SERVICE, sourceArn: arn }, access);
    const answer = await this.#parts.functions.invoke(functionArn, {
      invocationId: records[0]?.recordId ?? '',
      deliveryStreamArn: arn,
      region,
      records: records.map((record) => ({ ...record, data: record.data.toString('base64') })),
    });
    const results: unknown = isObject(answer) ? answer['records'] : undefined;
    if (!Array.isArray(results)) throw new TypeError('the function answered no records');
    return new Map(results.map((result: unknown) => [stringAt(result, 'recordId') ?? '', result]));
  }

  #accept(stream: Stream, records: readonly SourceRecord[], results: ReadonlyMap<string, unknown>): void {
    for (const record of records) {
      const result = results.get(record.recordId);
      switch (stringAt(result, 'result')) {
        case 'Ok':
          stream.output.add(TRANSFORMED, Buffer.from(stringAt(result, 'data') ?? '', 'base64'));
          break;
        case 'Dropped':
          break;
        case 'ProcessingFailed':
          this.#fail(stream, record, 1, 'Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record');
          break;
        default:
          this.#fail(stream, record, 1, 'Lambda.MissingRecordId', 'One or more record Ids were not returned');
      }
    }
  }

  /** Writes a failed record as Firehose does (Firehose Developer Guide, "Data transformation failure handling"). */
  #fail(stream: Stream, record: SourceRecord, attemptsMade: number, errorCode: string, error: unknown): void {
    const { name, functionArn: lambdaArn } = stream.settings;
    const errorMessage = errorLine(error);
    if (errorCode === 'Lambda.FunctionError') {
      this.#parts.journal.add({ kind: 'undelivered', from: name, to: lambdaArn, reason: errorMessage });
    }
    const line = {
      attemptsMade,
      arrivalTimestamp: record.approximateArrivalTimestamp,
      errorCode,
      errorMessage,
      attemptEndingTimestamp: this.#parts.time.now(),
      rawData: record.data.toString('base64'),
      lambdaArn,
    };
    stream.output.add(PROCESSING_FAILED, Buffer.from(`${JSON.stringify(line)}\n`));
  }
}
