import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { UserError } from '../userError.js';
import type { StackOutputs } from './outputs.js';

type Credentials = NonNullable<STSClientConfig['credentials']>;

/**
 * Credentials of a role in a stack's account, for an hour, by the shell's own; the session has the caller's name. Throws
 * UserError and what STS throws.
 */
export async function assumedRole(
  role: string,
  { stack, accountId, homeRegion, denyPolicy }: StackOutputs,
): Promise<Credentials> {
  if (!/^[\w+=,.@/-]{1,512}$/.test(role)) throw new UserError(`--assume-role: ${role} is not the name of a role`);
  const client = new STSClient({ region: homeRegion });
  const { Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  const RoleArn = `arn:${denyPolicy.split(':')[1] ?? 'aws'}:iam::${accountId}:role/${role}`;
  const { Credentials: given } = await client.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName(Arn) }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = given ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new UserError(`stack ${stack}: AWS gave no credentials of ${RoleArn}`);
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** What STS takes: 2 to 64 of its characters. */
function sessionName(callerArn: string): string {
  const name = callerArn.slice(callerArn.lastIndexOf('/') + 1).replace(/[^\w+=,.@-]/g, '-');
  return `budgeteer-${name}`.slice(0, 64);
}
