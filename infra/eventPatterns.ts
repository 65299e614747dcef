import { EVENT_SOURCE } from '../handlers/contracts/events.js';

/** An EventBridge pattern. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** IAM calls that create or delete a key or its principal, or rename a user. */
const KEY_EVENTS = [
  'CreateUser',
  'UpdateUser',
  'DeleteUser',
  'DeleteRole',
  'CreateServiceSpecificCredential',
  'DeleteServiceSpecificCredential',
];

/** IAM calls that change what a user or role may do, or the policies by which they may. */
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
  'CreatePolicyVersion',
  'SetDefaultPolicyVersion',
  'DeletePolicy',
];

export const IAM_KEY_CREATION = callsOf('iam.amazonaws.com', KEY_EVENTS);

export const IAM_PERMISSIONS = callsOf('iam.amazonaws.com', PERMISSION_EVENTS);

/** Both. */
export const IAM_EVENTS = callsOf('iam.amazonaws.com', [...KEY_EVENTS, ...PERMISSION_EVENTS]);

const MODEL_CALLS = [
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'InvokeModelWithBidirectionalStream',
  'Converse',
  'ConverseStream',
];

/** What costs money and is in no invocation log. */
const JOB_STARTS = ['StartAsyncInvoke', 'CreateModelInvocationJob', 'CreateProvisionedModelThroughput'];

/** Starts of jobs, and if wanted the calls of models, which CloudTrail treats as read-only. */
export function bedrockUsage(withCalls: boolean): EventPattern {
  return callsOf('bedrock.amazonaws.com', [...(withCalls ? MODEL_CALLS : []), ...JOB_STARTS]);
}

/** State changes of a Region's alarms whose ARNs have this prefix. */
export function alarmChanges(alarmArnPrefix: string): EventPattern {
  return { ...ALARM_CHANGES, resources: [{ prefix: alarmArnPrefix }] };
}

/** State changes of alarms among the events on the stack's bus. */
export const ALARM_CHANGES: EventPattern = {
  source: ['aws.cloudwatch'],
  'detail-type': ['CloudWatch Alarm State Change'],
};

/** All of our events. */
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
