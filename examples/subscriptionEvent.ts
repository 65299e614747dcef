import type { FirehoseTransformationEvent } from 'aws-lambda';
import { gzipSync } from 'node:zlib';
import { EXAMPLE_ACCOUNT } from '../local/world/logs/invocationRecord.js';

/** One Firehose record for each group of messages, as a subscription filter delivers them. */
export function subscriptionEvent(
  groups: readonly (readonly string[])[],
  timestamp: number,
): FirehoseTransformationEvent {
  return {
    invocationId: 'invocation-1',
    deliveryStreamArn: `arn:aws:firehose:us-east-1:${EXAMPLE_ACCOUNT}:deliverystream/bedrock-usage-logs`,
    region: 'us-east-1',
    records: groups.map((messages, index) => ({
      recordId: `record-${index}`,
      approximateArrivalTimestamp: timestamp,
      data: subscriptionData(messages, timestamp),
    })),
  };
}

function subscriptionData(messages: readonly string[], timestamp: number): string {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: EXAMPLE_ACCOUNT,
    logGroup: '/aws/bedrock/modelinvocations',
    logStream: 'aws/bedrock/modelinvocations',
    subscriptionFilters: ['budgeteer'],
    logEvents: messages.map((message, index) => ({ id: `event-${index}`, timestamp, message })),
  };
  return gzipSync(JSON.stringify(payload)).toString('base64');
}
