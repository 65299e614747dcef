import {
  GetRoleCommand,
  GetUserCommand,
  paginateListRoleTags,
  paginateListUserTags,
  type IAMClient,
  type Tag,
} from '@aws-sdk/client-iam';
import type { IamDirectory } from '../ports/iamDirectory.js';
import { defaultDocument, found, present } from './policyDocument.js';

/** Throws what IAM answers, except that something does not exist, and ServiceError for an answer without its field. */
export class AwsIamDirectory implements IamDirectory {
  readonly #client: IAMClient;

  constructor(client: IAMClient) {
    this.#client = client;
  }

  async userArn(userName: string): Promise<string | undefined> {
    const answer = await found(this.#client.send(new GetUserCommand({ UserName: userName })));
    return answer && present(answer.User?.Arn, `GetUser ${userName}`);
  }

  async roleArn(roleName: string): Promise<string | undefined> {
    const answer = await found(this.#client.send(new GetRoleCommand({ RoleName: roleName })));
    return answer && present(answer.Role?.Arn, `GetRole ${roleName}`);
  }

  policyDocument(policyArn: string): Promise<string | undefined> {
    return defaultDocument(this.#client, policyArn);
  }

  async tag(type: 'user' | 'role', name: string, key: string): Promise<string | undefined> {
    const config = { client: this.#client };
    const pages =
      type === 'user'
        ? paginateListUserTags(config, { UserName: name })
        : paginateListRoleTags(config, { RoleName: name });
    return found(valueOf(key, pages));
  }
}

async function valueOf(
  key: string,
  pages: AsyncIterable<{ readonly Tags: Tag[] | undefined }>,
): Promise<string | undefined> {
  for await (const { Tags = [] } of pages) {
    const tag = Tags.find(({ Key }) => Key === key);
    if (tag !== undefined) return tag.Value;
  }
  return undefined;
}
