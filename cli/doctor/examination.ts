import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';

/**
 * What a check asks of AWS, beside the stack's own tables and settings. Every method throws NotKnown for what it cannot
 * know, and what its service throws.
 */
export interface Examination {
  /** Bedrock's switch in a Region; undefined while it is off. */
  invocationLogging(region: string): Promise<LoggingSwitch | undefined>;
  /** When Bedrock last wrote to a log group; undefined if never. CloudWatch Logs may be an hour behind. */
  lastLogEvent(region: string, logGroup: string): Promise<Instant | undefined>;
  /** Undefined if there is no such log group. */
  subscriptions(region: string, logGroup: string): Promise<readonly LogSubscription[] | undefined>;
  deliveryStream(region: string, name: string): Promise<DeliveryStreamState | undefined>;
  /** All trails of the account that reach a Region, those of the organization too. */
  trails(region: string): Promise<readonly TrailState[]>;
  /** A rule of the default bus. */
  eventRule(region: string, name: string): Promise<EventRuleState | undefined>;
  queue(region: string, name: string): Promise<QueueState | undefined>;
  /** Alarms whose names begin so. */
  alarms(region: string, prefix: string): Promise<readonly AlarmState[]>;
  /** One value over a span; undefined without any. Undefined too in a Region that the account has not enabled. */
  metric(region: string, metric: MetricOf, since: Instant, until: Instant): Promise<number | undefined>;
  /** The last jobs of batch inference since an instant, the latest first, at most a hundred. */
  batchJobs(region: string, since: Instant): Promise<readonly BatchJob[]>;
  /** Undefined if there is no such policy. */
  holdersOf(policyArn: string, as: 'policy' | 'boundary'): Promise<readonly PolicyHolder[] | undefined>;
  /** The default version, as JSON text. */
  policyDocument(policyArn: string): Promise<string | undefined>;
  /** Those of some actions on a resource that IAM does not allow a caller, given by the ARN of its session. */
  lacking(callerArn: string, actions: readonly string[], resource: string): Promise<readonly string[]>;
}

export interface LoggingSwitch {
  readonly logGroup: string | undefined;
  readonly bucket: string | undefined;
  /** Whether prompts and answers are logged. */
  readonly logsBodies: boolean;
  /** Whether bodies that do not fit into a log event go to a bucket. */
  readonly keepsLargeBodies: boolean;
}

export interface LogSubscription {
  readonly name: string;
  readonly destinationArn: string;
  /** Empty: everything passes. */
  readonly pattern: string;
}

export interface DeliveryStreamState {
  readonly arn: string;
  /** `ACTIVE`, or what AWS says instead. */
  readonly status: string;
  readonly reason: string | undefined;
  /** Function that each batch passes through; undefined if none. */
  readonly functionArn: string | undefined;
}

export interface TrailState {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly isLogging: boolean;
  readonly isMultiRegion: boolean;
  readonly hasGlobalEvents: boolean;
  /** Which management events it records; undefined where only its owner may know. */
  readonly management: 'all' | 'writes' | 'none' | undefined;
}

export interface EventRuleState {
  readonly isEnabled: boolean;
  readonly targetArns: readonly string[];
}

export interface QueueState {
  readonly url: string;
  readonly messages: number;
}

export interface AlarmState {
  readonly name: string;
  readonly state: string;
  readonly since: Instant | undefined;
  readonly reason: string;
  /** Whether it tells anybody. */
  readonly hasActions: boolean;
}

export interface BatchJob {
  readonly modelId: string;
  /** Which Bedrock takes on for the job. */
  readonly roleArn: string;
}

export interface MetricOf {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum';
}
