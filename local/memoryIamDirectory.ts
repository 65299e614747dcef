import type { IamDirectory } from '../handlers/ports/iamDirectory.js';

interface Named {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The IAM of one account in memory: users and roles by name, managed policies by ARN. */
export class MemoryIamDirectory implements IamDirectory {
  readonly #principals = { user: new Map<string, Named>(), role: new Map<string, Named>() };
  readonly #policies = new Map<string, string>();

  /** `arn` with its path; a principal of that name is replaced. */
  addPrincipal(type: 'user' | 'role', arn: string, tags: Readonly<Record<string, string>> = {}): void {
    this.#principals[type].set(arn.slice(arn.lastIndexOf('/') + 1), { arn, tags });
  }

  removePrincipal(type: 'user' | 'role', name: string): void {
    this.#principals[type].delete(name);
  }

  /** `document` as JSON text. */
  addPolicy(policyArn: string, document: string): void {
    this.#policies.set(policyArn, document);
  }

  userArn(userName: string): Promise<string | undefined> {
    return Promise.resolve(this.#principals.user.get(userName)?.arn);
  }

  roleArn(roleName: string): Promise<string | undefined> {
    return Promise.resolve(this.#principals.role.get(roleName)?.arn);
  }

  policyDocument(policyArn: string): Promise<string | undefined> {
    return Promise.resolve(this.#policies.get(policyArn));
  }

  tag(type: 'user' | 'role', name: string, key: string): Promise<string | undefined> {
    return Promise.resolve(this.#principals[type].get(name)?.tags[key]);
  }
}
