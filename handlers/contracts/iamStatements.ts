import { BEDROCK_SERVICE } from '../../domain/iam/iamChange.js';
import type { IamStatement } from '../../domain/iam/denyDocument.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';

export type { IamStatement };

/** Where the principals are. */
export interface IamAccountRef {
  readonly partition: string;
  readonly accountId: string;
}

const ATTACHMENT_ACTIONS = actions('AttachUserPolicy', 'AttachRolePolicy', 'DetachUserPolicy', 'DetachRolePolicy');

const BOUNDARY_ACTIONS = actions(
  'PutUserPermissionsBoundary',
  'PutRolePermissionsBoundary',
  'DeleteUserPermissionsBoundary',
  'DeleteRolePermissionsBoundary',
);

const KEY_ACTIONS = actions('UpdateServiceSpecificCredential');

/**
 * What changing access needs, beside looking at it. The condition keys are those that the Service Authorization
 * Reference (2026-09-26) lists for each action: without them the function could give itself every permission there is.
 */
export function suspensionStatements(
  enforcementConfig: EnforcementConfig,
  account: IamAccountRef,
): readonly IamStatement[] {
  const policyArns = [enforcementConfig.denyPolicyArn, ...enforcementConfig.detachPolicyArns];
  const allowed: readonly IamStatement[] = [
    {
      Sid: 'AttachAndDetach',
      Effect: 'Allow',
      Action: ATTACHMENT_ACTIONS,
      Resource: principalsOf(account),
      Condition: { ArnEquals: { 'iam:PolicyARN': policyArns } },
    },
    ...(enforcementConfig.personPolicyArns.length > 0 ? [personPolicyStatement(enforcementConfig, account)] : []),
    ...(enforcementConfig.fallsBackToBoundary ? [boundaryStatement(enforcementConfig, account)] : []),
    ...(enforcementConfig.deactivatesKeys ? [keyStatement(account)] : []),
  ];
  const verify: IamStatement = {
    Sid: 'Verify',
    Effect: 'Allow',
    Action: actions('SimulatePrincipalPolicy'),
    Resource: principalsOf(account),
  };
  return [...allowed, verify, ...ownRolesStatements(enforcementConfig, allowed)];
}

/** What looking at access needs. */
export function accessReadStatements(
  enforcementConfig: EnforcementConfig,
  account: IamAccountRef,
): readonly IamStatement[] {
  const read: IamStatement = {
    Sid: 'ReadAccess',
    Effect: 'Allow',
    Action: actions('GetUser', 'GetRole', 'ListAttachedUserPolicies', 'ListAttachedRolePolicies'),
    Resource: principalsOf(account),
  };
  if (!enforcementConfig.deactivatesKeys) return [read];
  const Action = actions('ListServiceSpecificCredentials');
  return [read, { Sid: 'ListApiKeys', Effect: 'Allow', Action, Resource: usersOf(account) }];
}

/** Federated roles get these once and keep them: their documents say whom they deny. */
function personPolicyStatement({ personPolicyArns }: EnforcementConfig, account: IamAccountRef): IamStatement {
  return {
    Sid: 'AttachPersonPolicies',
    Effect: 'Allow',
    Action: actions('AttachRolePolicy'),
    Resource: rolesOf(account),
    Condition: { ArnEquals: { 'iam:PolicyARN': personPolicyArns } },
  };
}

/**
 * Of a Put the key holds the new boundary, of a Delete the one that is set: to put ours over another and then delete it
 * is allowed, and takes away any boundary there is.
 */
function boundaryStatement({ denyBoundaryArn }: EnforcementConfig, account: IamAccountRef): IamStatement {
  return {
    Sid: 'SetAndRemoveBoundary',
    Effect: 'Allow',
    Action: BOUNDARY_ACTIONS,
    Resource: principalsOf(account),
    Condition: { ArnEquals: { 'iam:PermissionsBoundary': [denyBoundaryArn] } },
  };
}

function keyStatement(account: IamAccountRef): IamStatement {
  return {
    Sid: 'SwitchApiKeys',
    Effect: 'Allow',
    Action: KEY_ACTIONS,
    Resource: usersOf(account),
    Condition: { StringEquals: { 'iam:ServiceSpecificCredentialServiceName': [BEDROCK_SERVICE] } },
  };
}

/** A stack that has cut off its own roles could not restore anybody. */
function ownRolesStatements(
  { ownRoles }: EnforcementConfig,
  allowed: readonly IamStatement[],
): readonly IamStatement[] {
  if (ownRoles.length === 0) return [];
  const Action = [...new Set(allowed.flatMap((statement) => statement.Action))];
  return [{ Sid: 'SpareOwnRoles', Effect: 'Deny', Action, Resource: ownRoles }];
}

/** All of the account: who will spend is not known when the stack is deployed. */
function principalsOf(account: IamAccountRef): readonly string[] {
  return [...usersOf(account), ...rolesOf(account)];
}

function usersOf({ partition, accountId }: IamAccountRef): readonly string[] {
  return [`arn:${partition}:iam::${accountId}:user/*`];
}

function rolesOf({ partition, accountId }: IamAccountRef): readonly string[] {
  return [`arn:${partition}:iam::${accountId}:role/*`];
}

function actions(...names: readonly string[]): readonly string[] {
  return names.map((name) => `iam:${name}`);
}
