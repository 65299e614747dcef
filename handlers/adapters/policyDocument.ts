import { GetPolicyCommand, GetPolicyVersionCommand, NoSuchEntityException, type IAMClient } from '@aws-sdk/client-iam';
import { ServiceError } from '../runtime/errors.js';

/**
 * Of a managed policy, undefined if there is none. A version that goes between the two calls throws, so that the caller
 * tries again and finds the new one.
 */
export async function defaultDocument(client: IAMClient, policyArn: string): Promise<string | undefined> {
  const answer = await found(client.send(new GetPolicyCommand({ PolicyArn: policyArn })));
  if (answer === undefined) return undefined;
  const VersionId = present(answer.Policy?.DefaultVersionId, `GetPolicy ${policyArn}`);
  const version = await client.send(new GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId }));
  return decoded(present(version.PolicyVersion?.Document, `GetPolicyVersion ${policyArn}`), policyArn);
}

/** Undefined where what is asked for does not exist. */
export async function found<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

/** Throws ServiceError for an answer without the field in question. */
export function present<T>(value: T | undefined, request: string): T {
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
