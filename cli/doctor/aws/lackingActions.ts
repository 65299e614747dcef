import { GetRoleCommand, paginateSimulatePrincipalPolicy, type IAMClient } from '@aws-sdk/client-iam';
import { roleSessionOf } from '../../../domain/iam/principal.js';
import { NotKnown } from '../unanswered.js';

/** Those of some actions on a resource that IAM's simulation does not allow the user or role behind a caller. */
export async function lackingActions(
  client: IAMClient,
  callerArn: string,
  actions: readonly string[],
  resource: string,
): Promise<readonly string[]> {
  if (callerArn.endsWith(':root')) return [];
  const input = {
    PolicySourceArn: await sourceOf(client, callerArn),
    ActionNames: [...actions],
    ResourceArns: [resource],
  };
  const lacking: string[] = [];
  for await (const { EvaluationResults = [] } of paginateSimulatePrincipalPolicy({ client }, input)) {
    for (const { EvalActionName = '', EvalDecision } of EvaluationResults) {
      if (EvalDecision !== 'allowed') lacking.push(EvalActionName);
    }
  }
  return lacking;
}

/** A session does not tell the path of its role. */
async function sourceOf(client: IAMClient, callerArn: string): Promise<string> {
  const role = roleSessionOf(callerArn)?.role;
  if (role === undefined) {
    if (callerArn.includes(':user/')) return callerArn;
    throw new NotKnown(`IAM simulates users and roles, and this shell is ${callerArn}`);
  }
  const { Role } = await client.send(new GetRoleCommand({ RoleName: role }));
  return Role?.Arn ?? '';
}
