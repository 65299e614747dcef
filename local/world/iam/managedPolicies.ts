import type { IamAccount } from '../../memory/iamAccount.js';
import type { Graph } from '../declared.js';

/** Of AWS, as far as they have to do with calling Bedrock (AWS managed policy reference, 2025-12). */
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

/** Puts into the account the policies of AWS that give access to Bedrock, and those that the stack makes. */
export function addManagedPolicies(account: IamAccount, graph: Graph, partition: string): void {
  const managed = `arn:${partition}:iam::aws:policy`;
  account.addPolicy(`${managed}/AmazonBedrockFullAccess`, allowing(['bedrock:*', 'bedrock-mantle:*']));
  account.addPolicy(`${managed}/AmazonBedrockLimitedAccess`, allowing(LIMITED_ACTIONS));
  for (const policy of graph.all('iam/policy:Policy')) account.addPolicy(policy.text('arn'), policy.text('policy'));
}

function allowing(Action: readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}
