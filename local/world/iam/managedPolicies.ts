import type { IamAccount } from '../../memory/iamAccount.js';
import type { Graph } from '../declared.js';

/** The part of AWS's policy that is about calling Bedrock (AWS managed policy reference, 2025-12). */
const LIMITED_ACTIONS = [
  'bedrock:Get*',
  'bedrock:List*',
  'bedrock:CallWithBearerToken',
  'bedrock:CreateModelInvocationJob',
  'bedrock:CreateProvisionedModelThroughput',
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock-mantle:CallWithBearerToken',
  'bedrock-mantle:CreateInference',
  'bedrock-mantle:Get*',
  'bedrock-mantle:List*',
];

/** Adds to the account AWS's policies that give access to Bedrock, and the stack's own. */
export function addManagedPolicies(account: IamAccount, graph: Graph, partition: string): void {
  const managed = `arn:${partition}:iam::aws:policy`;
  account.addPolicy(`${managed}/AmazonBedrockFullAccess`, allowing(['bedrock:*', 'bedrock-mantle:*']));
  account.addPolicy(`${managed}/AmazonBedrockLimitedAccess`, allowing(LIMITED_ACTIONS));
  for (const policy of graph.all('iam/policy:Policy')) account.addPolicy(policy.text('arn'), policy.text('policy'));
}

function allowing(Action: readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}
