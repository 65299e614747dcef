import type { MetricName } from '../../handlers/contracts/metrics.js';
import type { TopicName } from '../../handlers/contracts/topics.js';
import { physicalName, type StackIdentity } from '../identity.js';
import { stateMachineArn, streamName, tableName, type TableName } from '../names.js';
import type { AwsMetricName } from './awsMetrics.js';
import { awsMetric, ownMetric, type Metric, type Statistic } from './metric.js';

/** The function that meters, one in each Region where Bedrock is called. */
export const METER = 'usage-calculator';

export const WORKFLOWS = ['suspension', 'restoration'] as const;

export type WorkflowName = (typeof WORKFLOWS)[number];

/** The metrics of one stack, by resource. */
export class StackMetrics {
  readonly #identity: StackIdentity;

  constructor(identity: StackIdentity) {
    this.#identity = identity;
  }

  own(functionName: string, name: MetricName, statistic?: Statistic): Metric {
    return ownMetric(name, this.#name(functionName), statistic);
  }

  lambda(functionName: string, name: AwsMetricName<'AWS/Lambda'>, statistic?: Statistic): Metric {
    return awsMetric('AWS/Lambda', name, { FunctionName: this.#name(functionName) }, statistic);
  }

  /** How many messages wait in a queue. */
  queue(queue: string): Metric {
    return awsMetric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: this.#name(queue) }, 'Maximum');
  }

  /** Messages that a topic could not deliver to a subscriber. */
  topic(topic: TopicName): Metric {
    return awsMetric('AWS/SNS', 'NumberOfNotificationsFailed', { TopicName: this.#name(topic) });
  }

  stream(name: AwsMetricName<'AWS/Firehose'>, statistic?: Statistic): Metric {
    return awsMetric('AWS/Firehose', name, { DeliveryStreamName: streamName(this.#identity) }, statistic);
  }

  workflow(workflow: WorkflowName, name: AwsMetricName<'AWS/States'>): Metric {
    return awsMetric('AWS/States', name, { StateMachineArn: stateMachineArn(this.#identity, workflow) });
  }

  table(table: TableName, name: AwsMetricName<'AWS/DynamoDB'>): Metric {
    return awsMetric('AWS/DynamoDB', name, { TableName: tableName(this.#identity, table) });
  }

  #name(name: string): string {
    return physicalName(this.#identity, name);
  }
}
