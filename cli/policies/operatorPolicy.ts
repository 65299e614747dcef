import type { IamStatement } from '../../domain/iam/denyDocument.js';
import { BEDROCK_SERVICE } from '../../domain/iam/iamChange.js';
import { arnOf, physicalName, settingsPath, type StackIdentity } from '../../infra/identity.js';
import { stateMachineArn } from '../../infra/names.js';
import { pathOf } from '../keys/keyNames.js';
import { allow, iamArn, tableArn } from './readerPolicy.js';

/** What the commands that change something need beside a reader's statements. */
export function operatorStatements(identity: StackIdentity): readonly IamStatement[] {
  return [...changeStatements(identity), ...keyStatements(identity)];
}

/** For those that change budgets and settings. */
export function changeStatements(identity: StackIdentity): readonly IamStatement[] {
  const overrides = arnOf(identity, 'ssm', `parameter${settingsPath(identity)}overrides/*`);
  const budgetStatus = arnOf(identity, 'lambda', `function:${physicalName(identity, 'budget-status')}`);
  return [
    allow('AskBudgetStatus', ['lambda:InvokeFunction'], [budgetStatus]),
    allow('Override', ['ssm:PutParameter', 'ssm:DeleteParameter'], [overrides]),
  ];
}

function keyStatements(identity: StackIdentity): readonly IamStatement[] {
  const users = iamArn(identity, `user${pathOf(identity.stack)}*`);
  return [
    allow(
      'ManageKeyUsers',
      [
        'iam:CreateUser',
        'iam:TagUser',
        'iam:DeleteUser',
        'iam:PutUserPolicy',
        'iam:DeleteUserPolicy',
        'iam:DetachUserPolicy',
        'iam:ListUserPolicies',
        'iam:ListAttachedUserPolicies',
        'iam:ListGroupsForUser',
        'iam:ListAccessKeys',
        'iam:GetLoginProfile',
      ],
      [users],
    ),
    {
      ...allow(
        'ManageKeys',
        [
          'iam:CreateServiceSpecificCredential',
          'iam:UpdateServiceSpecificCredential',
          'iam:DeleteServiceSpecificCredential',
        ],
        [users],
      ),
      Condition: { StringEquals: { 'iam:ServiceSpecificCredentialServiceName': [BEDROCK_SERVICE] } },
    },
    allow('FindKeyUsers', ['iam:GetUser'], [iamArn(identity, 'user/*')]),
  ];
}

/** What `release-all` needs beside the statements of readers and operators. */
export function releaseStatements(identity: StackIdentity): readonly IamStatement[] {
  const suspension = stateMachineArn(identity, 'suspension');
  return [
    allow('RequestRestorations', ['dynamodb:UpdateItem'], [tableArn(identity, 'UserBudgets')]),
    allow('ReadPersonPolicies', ['dynamodb:BatchGetItem'], [tableArn(identity, 'PersonPolicies')]),
    allow('FindWaiting', ['states:ListExecutions'], [suspension]),
    allow('StopWaiting', ['states:StopExecution'], [`${suspension.replace(':stateMachine:', ':execution:')}:*`]),
  ];
}
