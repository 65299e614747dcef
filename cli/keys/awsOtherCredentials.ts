import {
  GetLoginProfileCommand,
  ListServiceSpecificCredentialsCommand,
  NoSuchEntityException,
  paginateListAccessKeys,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { BEDROCK_SERVICE } from '../../domain/iam/iamChange.js';

/** The access keys, the password and the credentials of other services that a user has. */
export async function otherCredentialsOf(client: IAMClient, userName: string): Promise<readonly string[]> {
  const others: string[] = [];
  for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client }, { UserName: userName })) {
    others.push(...AccessKeyMetadata.map(({ AccessKeyId = '' }) => `access key ${AccessKeyId}`));
  }
  const { ServiceSpecificCredentials = [] } = await client.send(
    new ListServiceSpecificCredentialsCommand({ UserName: userName }),
  );
  for (const { ServiceName = '', ServiceSpecificCredentialId = '' } of ServiceSpecificCredentials) {
    if (ServiceName !== BEDROCK_SERVICE) others.push(`credential ${ServiceSpecificCredentialId} of ${ServiceName}`);
  }
  return (await hasPassword(client, userName)) ? [...others, 'a password'] : others;
}

async function hasPassword(client: IAMClient, userName: string): Promise<boolean> {
  try {
    await client.send(new GetLoginProfileCommand({ UserName: userName }));
    return true;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false;
    throw error;
  }
}
