import { arrayAt, objectAt, stringAt, type JsonObject } from '../json.js';
import type { PolicyHolder } from './principal.js';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What a call to IAM changed. */
export type IamChange =
  /** `arn`, with the user's path, where the event holds it. */
  | { readonly type: 'UserCreated'; readonly userName: string; readonly arn?: string; readonly tags: readonly Tag[] }
  | { readonly type: 'PrincipalDeleted'; readonly holder: PolicyHolder }
  /** The name may be the same, if only the path has changed. */
  | { readonly type: 'UserRenamed'; readonly userName: string; readonly newName: string }
  /** A long-term Bedrock API key. */
  | { readonly type: 'KeyCreated'; readonly userName: string }
  /** Of any service: the event does not say which. */
  | { readonly type: 'KeyDeleted'; readonly userName: string }
  | { readonly type: 'PolicyAttached'; readonly holder: PolicyHolder; readonly policyArn: string }
  | { readonly type: 'PolicyDetached'; readonly holder: PolicyHolder; readonly policyArn: string }
  /** Set, replaced or removed. */
  | { readonly type: 'BoundaryChanged'; readonly holder: PolicyHolder }
  /** A managed policy: its default version is another one, or it was deleted. */
  | { readonly type: 'PolicyDocumentChanged'; readonly policyArn: string }
  /** An inline policy, as JSON text. */
  | { readonly type: 'PolicyPut'; readonly holder: PolicyHolder; readonly policyDocument: string };

/** The reason of `invalid` begins with the path of what could not be read. */
export interface Refusal {
  readonly kind: 'ignored' | 'invalid';
  readonly reason: string;
}

type ChangeReader = (detail: JsonObject) => IamChange | Refusal;

/** Service-specific credentials of this service are long-term Bedrock API keys. */
export const BEDROCK_SERVICE = 'bedrock.amazonaws.com';

const NAME = /^[\w+=,.@-]{1,128}$/;
const USER_ARN = /^arn:aws[a-z-]*:iam::\d{12}:user\/[\x21-\x7e]{1,640}$/;
const POLICY_ARN = /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/[\x21-\x7e]{1,640}$/;

const READERS: ReadonlyMap<string, ChangeReader> = new Map<string, ChangeReader>([
  ['CreateUser', userCreated],
  ['DeleteUser', (detail) => ofHolder(detail, 'user', (holder) => ({ type: 'PrincipalDeleted', holder }))],
  ['DeleteRole', (detail) => ofHolder(detail, 'role', (holder) => ({ type: 'PrincipalDeleted', holder }))],
  ['UpdateUser', userRenamed],
  ['CreateServiceSpecificCredential', keyCreated],
  ['DeleteServiceSpecificCredential', keyDeleted],
  ['AttachUserPolicy', (detail) => policyMoved(detail, 'PolicyAttached', 'user')],
  ['AttachRolePolicy', (detail) => policyMoved(detail, 'PolicyAttached', 'role')],
  ['DetachUserPolicy', (detail) => policyMoved(detail, 'PolicyDetached', 'user')],
  ['DetachRolePolicy', (detail) => policyMoved(detail, 'PolicyDetached', 'role')],
  ['PutUserPermissionsBoundary', (detail) => boundaryChanged(detail, 'user')],
  ['PutRolePermissionsBoundary', (detail) => boundaryChanged(detail, 'role')],
  ['DeleteUserPermissionsBoundary', (detail) => boundaryChanged(detail, 'user')],
  ['DeleteRolePermissionsBoundary', (detail) => boundaryChanged(detail, 'role')],
  ['CreatePolicyVersion', documentChanged],
  ['SetDefaultPolicyVersion', documentChanged],
  ['DeletePolicy', documentChanged],
  ['PutUserPolicy', (detail) => policyPut(detail, 'user')],
  ['PutRolePolicy', (detail) => policyPut(detail, 'role')],
]);

/** Reads the change out of CloudTrail's `detail`; undefined for calls that change nothing here. */
export function changeReaderOf(eventName: string): ChangeReader | undefined {
  return READERS.get(eventName);
}

export function ignored(reason: string): Refusal {
  return { kind: 'ignored', reason };
}

export function invalid(reason: string): Refusal {
  return { kind: 'invalid', reason };
}

function userCreated(detail: JsonObject): IamChange | Refusal {
  const arn = stringAt(objectAt(objectAt(detail, 'responseElements'), 'user'), 'arn');
  if (arn !== undefined && !USER_ARN.test(arn))
    return invalid('detail.responseElements.user.arn: not the ARN of a user');
  const tags = tagsIn(objectAt(detail, 'requestParameters'));
  return ofUser(detail, (userName) => ({ type: 'UserCreated', userName, ...(arn === undefined ? {} : { arn }), tags }));
}

function userRenamed(detail: JsonObject): IamChange | Refusal {
  return ofUser(detail, (userName) => {
    const newName = stringAt(objectAt(detail, 'requestParameters'), 'newUserName') ?? '';
    return { type: 'UserRenamed', userName, newName: NAME.test(newName) ? newName : userName };
  });
}

function keyCreated(detail: JsonObject): IamChange | Refusal {
  const service = stringAt(objectAt(detail, 'requestParameters'), 'serviceName');
  if (service === undefined) return invalid('detail.requestParameters.serviceName: missing');
  if (service !== BEDROCK_SERVICE) return ignored("another service's credential");
  return ofUser(detail, (userName) => ({ type: 'KeyCreated', userName }));
}

/** IAM takes the caller where the request names no user (API reference, DeleteServiceSpecificCredential). */
function keyDeleted(detail: JsonObject): IamChange | Refusal {
  const named = stringAt(objectAt(detail, 'requestParameters'), 'userName');
  const userName = named ?? stringAt(objectAt(detail, 'userIdentity'), 'userName') ?? '';
  return NAME.test(userName) ? { type: 'KeyDeleted', userName } : noName('userName');
}

function documentChanged(detail: JsonObject): IamChange | Refusal {
  const policyArn = stringAt(objectAt(detail, 'requestParameters'), 'policyArn') ?? '';
  return POLICY_ARN.test(policyArn)
    ? { type: 'PolicyDocumentChanged', policyArn }
    : invalid('detail.requestParameters.policyArn: not the ARN of a policy');
}

function policyMoved(
  detail: JsonObject,
  type: 'PolicyAttached' | 'PolicyDetached',
  holderType: PolicyHolder['type'],
): IamChange | Refusal {
  const policyArn = stringAt(objectAt(detail, 'requestParameters'), 'policyArn') ?? '';
  if (!POLICY_ARN.test(policyArn)) return invalid('detail.requestParameters.policyArn: not the ARN of a policy');
  return ofHolder(detail, holderType, (holder) => ({ type, holder, policyArn }));
}

function boundaryChanged(detail: JsonObject, type: PolicyHolder['type']): IamChange | Refusal {
  return ofHolder(detail, type, (holder) => ({ type: 'BoundaryChanged', holder }));
}

function policyPut(detail: JsonObject, type: PolicyHolder['type']): IamChange | Refusal {
  const policyDocument = stringAt(objectAt(detail, 'requestParameters'), 'policyDocument');
  if (policyDocument === undefined) return invalid('detail.requestParameters.policyDocument: missing');
  return ofHolder(detail, type, (holder) => ({ type: 'PolicyPut', holder, policyDocument }));
}

function ofUser(detail: JsonObject, change: (userName: string) => IamChange): IamChange | Refusal {
  return ofHolder(detail, 'user', ({ name }) => change(name));
}

function ofHolder(
  detail: JsonObject,
  type: PolicyHolder['type'],
  change: (holder: PolicyHolder) => IamChange,
): IamChange | Refusal {
  const field = `${type}Name`;
  const name = stringAt(objectAt(detail, 'requestParameters'), field) ?? '';
  return NAME.test(name) ? change({ type, name }) : noName(field);
}

function tagsIn(parameters: JsonObject): readonly Tag[] {
  return arrayAt(parameters, 'tags').flatMap((tag) => {
    const key = stringAt(tag, 'key');
    return key === undefined ? [] : [{ key, value: stringAt(tag, 'value') ?? '' }];
  });
}

function noName(field: string): Refusal {
  return invalid(`detail.requestParameters.${field}: not a name`);
}
