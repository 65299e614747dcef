import { EVENT_SOURCE } from '../handlers/contracts/eventSource.js';

/** An EventBridge pattern. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** Calls to IAM that give a principal a key, take it and its owner away, or give the owner another name. */
const KEY_EVENTS = [
  'CreateUser',
  'UpdateUser',
  'DeleteUser',
  'DeleteRole',
  'CreateServiceSpecificCredential',
  'DeleteServiceSpecificCredential',
];

/** Calls to IAM that change what a user or role may do. */
const PERMISSION_EVENTS = [
  'AttachUserPolicy',
  'AttachRolePolicy',
  'DetachUserPolicy',
  'DetachRolePolicy',
  'PutUserPolicy',
  'PutRolePolicy',
  'PutUserPermissionsBoundary',
  'PutRolePermissionsBoundary',
  'DeleteUserPermissionsBoundary',
  'DeleteRolePermissionsBoundary',
];

export const IAM_KEY_CREATION = callsOf('iam.amazonaws.com', KEY_EVENTS);

export const IAM_PERMISSIONS = callsOf('iam.amazonaws.com', PERMISSION_EVENTS);

/** Both of them. */
export const IAM_EVENTS = callsOf('iam.amazonaws.com', [...KEY_EVENTS, ...PERMISSION_EVENTS]);

/** Calls of models and starts of jobs that cost; the calls only read, in CloudTrail's eyes. */
export const BEDROCK_USAGE = callsOf('bedrock.amazonaws.com', [
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'InvokeModelWithBidirectionalStream',
  'Converse',
  'ConverseStream',
  'StartAsyncInvoke',
  'CreateModelInvocationJob',
  'CreateProvisionedModelThroughput',
]);

/** Every change of state of the alarms in a Region whose names begin so. */
export function alarmChanges(alarmArnPrefix: string): EventPattern {
  return { ...ALARM_CHANGES, resources: [{ prefix: alarmArnPrefix }] };
}

/** Of those that the bus of the stack is given. */
export const ALARM_CHANGES: EventPattern = {
  source: ['aws.cloudwatch'],
  'detail-type': ['CloudWatch Alarm State Change'],
};

/** Every event of ours. */
export const OWN_EVENTS: EventPattern = { source: [EVENT_SOURCE] };

export function ownEvents(...types: readonly string[]): EventPattern {
  return { source: [EVENT_SOURCE], 'detail-type': types };
}

function callsOf(eventSource: string, eventName: readonly string[]): EventPattern {
  return {
    source: [`aws.${eventSource.split('.')[0] ?? ''}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: [eventSource], eventName },
  };
}
