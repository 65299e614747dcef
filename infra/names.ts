import type { TopicName } from '../handlers/contracts/topics.js';
import type { TABLES } from '../handlers/contracts/tables.js';
import { arnOf, kebab, physicalName, type StackIdentity } from './identity.js';

/**
 * Names and ARNs that one part of the stack needs of another. They are computed, so that previews show them in
 * policies, alarms and dashboards before the resources exist.
 */

export type TableName = keyof typeof TABLES;

export function tableName(identity: StackIdentity, table: TableName): string {
  return physicalName(identity, kebab(table));
}

export function busName(identity: StackIdentity): string {
  return physicalName(identity, 'bus');
}

export function busArn(identity: StackIdentity): string {
  return arnOf(identity, 'events', `event-bus/${busName(identity)}`);
}

/** Bucket names are global: account and Region make them unique. */
export function bucketName(identity: StackIdentity, content: string, region: string): string {
  return physicalName(identity, `${content}-${identity.accountId}-${region}`);
}

/** Home Region: invocations of functions and events of rules that failed for good. */
export const FAILURES = 'failures';

/** Executions of workflows that failed for good. */
export const WORKFLOW_DEAD_LETTERS = 'workflow-dead-letters';

/** Every Region where Bedrock is called: invocations of usage-calculator and events of rules that failed for good. */
export const METER_FAILURES = 'meter-failures';

/** In each Region where Bedrock is called: log events that could not be read or charged. */
export const QUARANTINE = 'quarantine';

export function queueArn(identity: StackIdentity, queue: string, region?: string): string {
  return arnOf(identity, 'sqs', physicalName(identity, queue), region);
}

/** The Firehose stream of a Region. */
export function streamName(identity: StackIdentity): string {
  return physicalName(identity, 'usage-logs');
}

export function streamArn(identity: StackIdentity, region: string): string {
  return arnOf(identity, 'firehose', `deliverystream/${streamName(identity)}`, region);
}

/** The subscription from a Region's invocation log to its Firehose stream. */
export function subscriptionName(identity: StackIdentity): string {
  return physicalName(identity, 'usage');
}

/** The second one, to usage-calculator itself, where `ingestionPath` is `direct`. */
export function directSubscriptionName(identity: StackIdentity): string {
  return physicalName(identity, 'usage-direct');
}

/** The log group that the stack creates for Bedrock, unless it adopts one. */
export function invocationLogGroup(identity: StackIdentity): string {
  return `/aws/bedrock/${physicalName(identity, 'invocations')}`;
}

export function stateMachineArn(identity: StackIdentity, workflow: string): string {
  return arnOf(identity, 'states', `stateMachine:${physicalName(identity, workflow)}`);
}

export function denyPolicyArn(identity: StackIdentity): string {
  return arnOf(identity, 'iam', `policy/${physicalName(identity, 'deny')}`, '');
}

export function denyBoundaryArn(identity: StackIdentity): string {
  return arnOf(identity, 'iam', `policy/${physicalName(identity, 'deny-boundary')}`, '');
}

/** `persons-N`: the policies that deny single persons, by their numbers from 1. */
export function personPolicyNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `persons-${index + 1}`);
}

export function personPolicyArns(identity: StackIdentity, count: number): readonly string[] {
  return personPolicyNames(count).map(
    (name) => `arn:${identity.partition}:iam::${identity.accountId}:policy/${physicalName(identity, name)}`,
  );
}

export function trailName(identity: StackIdentity): string {
  return physicalName(identity, 'management');
}

export function trailArn(identity: StackIdentity): string {
  return arnOf(identity, 'cloudtrail', `trail/${trailName(identity)}`);
}

/** Alarms can only publish to topics of their own Region, so each Region with alarms has topics. */
export function topicArn(identity: StackIdentity, topic: TopicName, region?: string): string {
  return arnOf(identity, 'sns', physicalName(identity, topic), region);
}

export function alarmName(identity: StackIdentity, alarm: string): string {
  return physicalName(identity, alarm);
}

/** IAM is global: its events appear in one Region of each partition. */
export function iamEventsRegion(partition: string): string {
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
}
