import { s3 } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { REPORTS_PREFIX } from '../../handlers/contracts/reports.js';
import type { IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import { bucketName, invocationLogGroup, METER_FAILURES, QUARANTINE } from '../names.js';
import type { ResourceStatement } from '../policies/documents.js';
import { Encryption } from './encryption.js';
import { bodiesStatement, InvocationLog } from './invocationLog.js';
import { LambdaFunction, type FunctionContext } from './lambdaFunction.js';
import { LogBucket } from './logBucket.js';
import { subscribe } from './logSubscriptions.js';
import type { LambdaNetwork } from './networkMembership.js';
import { Queue } from './queue.js';
import { UsageStream } from './usageStream.js';

/** Where the stack reads Bedrock's invocation log: it switches logging on, or adopts an existing log group. */
export type InvocationLogging =
  | {
      /** `replace` replaces an existing configuration; `handover` leaves log group and switch behind for others. */
      readonly mode: 'manage' | 'replace' | 'handover';
      readonly logsBodies: boolean;
    }
  | { readonly mode: 'adopt'; readonly logGroup: string };

export interface IngestionArgs {
  /** As for the home Region's functions; what a Region has of its own replaces its part. */
  readonly context: FunctionContext;
  readonly region: string;
  /** The network of the home Region. */
  readonly network: LambdaNetwork | undefined;
  readonly logging: InvocationLogging;
  readonly ingestionPath: IngestionPath;
  readonly usageLineRetentionDays: number;
  readonly invocationLogRetentionDays: number;
  readonly chargeAfterSeconds: number;
  readonly protectsData: boolean;
}

/** Prefixes in the bucket. Firehose appends the kind of error to `failed`. */
export const PREFIXES = {
  usage: 'usage/',
  failed: 'processing-failed/',
  replayed: 'replayed/',
  reports: REPORTS_PREFIX,
  bodies: 'bodies/',
} as const;

/** Last part of the bucket's name. It holds usage lines, failed batches, bodies too large for a log event, and the daily pages. */
export const CONTENT = 'logs';

/** One Region's path from Bedrock's log to usage-calculator and the bucket. */
export class Ingestion extends pulumi.ComponentResource {
  readonly bucketName: string;
  readonly quarantineQueueUrl: pulumi.Output<string>;
  readonly #name: string;
  readonly #args: IngestionArgs;
  readonly #keyArn: pulumi.Input<string>;

  constructor(name: string, args: IngestionArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Ingestion', name, {}, options);
    this.#name = name;
    this.#args = args;
    this.#keyArn = this.#key();
    const bucket = this.#bucket();
    const quarantine = this.#queue(QUARANTINE);
    const meter = this.#meter(quarantine, this.#queue(METER_FAILURES, true));
    this.#replays(bucket, meter);
    const stream = this.#stream(bucket, meter);
    const { context, region, ingestionPath: path } = args;
    const logGroup = this.#logGroup(bucket);
    subscribe(name, { identity: context.identity, region, logGroup, stream, meter, path }, this);
    this.bucketName = bucket.bucketName;
    this.quarantineQueueUrl = quarantine.url;
    this.registerOutputs({ bucketName: this.bucketName, quarantineQueueUrl: this.quarantineQueueUrl });
  }

  get #shared(): Pick<FunctionContext, 'identity' | 'logRetentionDays'> & {
    readonly region: string;
    readonly keyArn: pulumi.Input<string>;
  } {
    const { context, region } = this.#args;
    return { identity: context.identity, logRetentionDays: context.logRetentionDays, region, keyArn: this.#keyArn };
  }

  #key(): pulumi.Input<string> {
    const { region, context, protectsData } = this.#args;
    if (region === context.identity.homeRegion) return context.keyArn;
    const args = { identity: context.identity, region, protect: protectsData };
    return new Encryption(`${this.#name}-encryption`, args, { parent: this }).keyArn;
  }

  #bucket(): LogBucket {
    const { usageLineRetentionDays, invocationLogRetentionDays, protectsData: protect, logging } = this.#args;
    // Prompts are kept no longer here than in the log.
    const retentionDays = {
      [PREFIXES.usage]: usageLineRetentionDays,
      [PREFIXES.replayed]: usageLineRetentionDays,
      [PREFIXES.reports]: usageLineRetentionDays,
      [PREFIXES.failed]: invocationLogRetentionDays,
      [PREFIXES.bodies]: invocationLogRetentionDays,
    };
    const { identity, region, keyArn } = this.#shared;
    // After a handover the log keeps using its bucket.
    const writesBodies = logging.mode !== 'adopt' || logging.logGroup === invocationLogGroup(identity);
    const statementsOn = (bucketArn: string): readonly ResourceStatement[] =>
      writesBodies ? [bodiesStatement(identity, region, { bucketArn, prefix: PREFIXES.bodies })] : [];
    return new LogBucket(
      `${this.#name}-logs`,
      { identity, region, content: CONTENT, keyArn, retentionDays, protect, statementsOn },
      { parent: this },
    );
  }

  #queue(queueName: string, takesEvents = false): Queue {
    const { identity, region, keyArn } = this.#shared;
    const args = { identity, region, keyArn, queueName, takesEvents };
    return new Queue(`${this.#name}-${queueName}`, args, { parent: this });
  }

  #meter(quarantine: Queue, failures: Queue): LambdaFunction {
    const { context, region, network } = this.#args;
    const { bundleOf, granted, variables, ...shared } = context;
    const isHome = region === context.identity.homeRegion;
    const names = { ...granted.names, bucket: bucketName(context.identity, CONTENT, region) };
    return new LambdaFunction(
      `${this.#name}-usage-calculator`,
      {
        ...shared,
        ...(isHome && network !== undefined ? { network } : {}),
        entry: 'usageCalculator',
        region,
        keyArn: this.#keyArn,
        bundle: bundleOf('usageCalculator'),
        granted: { ...granted, region, names },
        variables: { ...variables, QUARANTINE_QUEUE_URL: quarantine.url },
        failures,
      },
      { parent: this },
    );
  }

  /**
   * Firehose writes a batch that failed for good to the bucket; the bucket's notification gives it to usage-calculator
   * once more.
   */
  #replays(bucket: LogBucket, meter: LambdaFunction): void {
    const { region, context } = this.#args;
    const source = `arn:${context.identity.partition}:s3:::${bucket.bucketName}`;
    const permission = meter.allow(
      `${this.#name}-replay-permission`,
      's3.amazonaws.com',
      source,
      context.identity.accountId,
    );
    new s3.BucketNotification(
      `${this.#name}-replays`,
      {
        region,
        bucket: bucket.resource.bucket,
        lambdaFunctions: [
          { lambdaFunctionArn: meter.resource.arn, events: ['s3:ObjectCreated:*'], filterPrefix: PREFIXES.failed },
        ],
      },
      { parent: this, dependsOn: [permission] },
    );
  }

  #stream(bucket: LogBucket, meter: LambdaFunction): UsageStream {
    const { chargeAfterSeconds } = this.#args;
    const args = { ...this.#shared, bucket, meter, usagePrefix: PREFIXES.usage, chargeAfterSeconds };
    return new UsageStream(`${this.#name}-usage`, args, { parent: this });
  }

  #logGroup(bucket: LogBucket): pulumi.Input<string> {
    const { logging } = this.#args;
    if (logging.mode === 'adopt') return logging.logGroup;
    const { invocationLogRetentionDays: retentionDays, protectsData: protect } = this.#args;
    const { logsBodies } = logging;
    const onDelete = logging.mode === 'handover' ? 'stay' : protect ? 'refuse' : 'go';
    const args = {
      ...this.#shared,
      bucket,
      bodiesPrefix: PREFIXES.bodies,
      logsBodies,
      retentionDays,
      onDelete,
    } as const;
    return new InvocationLog(`${this.#name}-invocations`, args, { parent: this }).logGroup;
  }
}
