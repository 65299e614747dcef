import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
  NoSuchEntityException,
  type IAMClient,
  type PolicyVersion,
} from '@aws-sdk/client-iam';
import type { PolicyDocuments } from '../ports/policyDocuments.js';
import { defaultDocument, present } from './policyDocument.js';

/** IAM keeps so many versions of a policy (IAM User Guide, quotas). */
const MAX_VERSIONS = 5;

const REFUSALS = ['AccessDenied', 'AccessDeniedException'];

/** Throws what IAM answers beside `absent` and `refused`, and ServiceError for an answer without its fields. */
export class AwsPolicyDocuments implements PolicyDocuments {
  readonly #iam: IAMClient;

  constructor(client: IAMClient) {
    this.#iam = client;
  }

  policyDocument(policyArn: string): Promise<string | undefined> {
    return defaultDocument(this.#iam, policyArn);
  }

  async writePolicyDocument(policyArn: string, document: string): Promise<'done' | 'absent' | 'refused'> {
    try {
      await this.#makeRoom(policyArn);
      await this.#iam.send(
        new CreatePolicyVersionCommand({ PolicyArn: policyArn, PolicyDocument: document, SetAsDefault: true }),
      );
      return 'done';
    } catch (error) {
      if (error instanceof NoSuchEntityException) return 'absent';
      if (error instanceof Error && REFUSALS.includes(error.name)) return 'refused';
      throw error;
    }
  }

  async #makeRoom(policyArn: string): Promise<void> {
    const versions = await this.#versions(policyArn);
    const old = versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true).sort(byAge);
    for (const { VersionId } of old.slice(0, Math.max(0, versions.length - MAX_VERSIONS + 1))) {
      await this.#iam.send(new DeletePolicyVersionCommand({ PolicyArn: policyArn, VersionId }));
    }
  }

  /** At most five: one page. */
  async #versions(policyArn: string): Promise<readonly PolicyVersion[]> {
    const { Versions } = await this.#iam.send(new ListPolicyVersionsCommand({ PolicyArn: policyArn }));
    return present(Versions, `ListPolicyVersions ${policyArn}`);
  }
}

/** `v12` is newer than `v9`. */
function byAge(left: PolicyVersion, right: PolicyVersion): number {
  return numberOf(left) - numberOf(right);
}

function numberOf({ VersionId }: PolicyVersion): number {
  return Number(VersionId?.slice(1) ?? NaN);
}
