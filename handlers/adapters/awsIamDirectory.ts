import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  NoSuchEntityException,
  paginateListRoleTags,
  paginateListUserTags,
  type IAMClient,
  type Tag,
} from '@aws-sdk/client-iam';
import { ServiceError } from '../runtime/errors.js';
import type { IamDirectory } from '../ports/iamDirectory.js';

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

  /** A version that goes between the two calls throws, so that the caller tries again and finds the new one. */
  async policyDocument(policyArn: string): Promise<string | undefined> {
    const answer = await found(this.#client.send(new GetPolicyCommand({ PolicyArn: policyArn })));
    if (answer === undefined) return undefined;
    const VersionId = present(answer.Policy?.DefaultVersionId, `GetPolicy ${policyArn}`);
    const version = await this.#client.send(new GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId }));
    return decoded(present(version.PolicyVersion?.Document, `GetPolicyVersion ${policyArn}`), policyArn);
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

async function found<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

function present(value: string | undefined, request: string): string {
  if (value === undefined) throw new ServiceError('IAM', `${request}: an answer without what was asked for`);
  return value;
}

/** IAM returns documents URL-encoded (RFC 3986). */
function decoded(document: string, policyArn: string): string {
  try {
    return decodeURIComponent(document);
  } catch (cause) {
    throw new ServiceError('IAM', `GetPolicyVersion ${policyArn}: a document that is not URL-encoded`, { cause });
  }
}
