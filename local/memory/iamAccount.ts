import type { PolicyHolder } from '../../domain/iam/principal.js';

/** A user or a role with all it has. */
export interface HeldPrincipal {
  readonly arn: string;
  readonly uniqueId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly attached: Set<string>;
  /** Inline policies by name. */
  readonly inline: Map<string, string>;
  readonly groups: Set<string>;
  boundary: string | undefined;
  /** Long-term Bedrock API keys: whether each is active. */
  readonly keys: Map<string, boolean>;
}

/** Policies that the users in a group have by it. */
export interface Group {
  readonly policyArns: readonly string[];
  /** Documents as JSON text. */
  readonly inline: readonly string[];
}

/** What one account's IAM holds, and what people do to it by hand; documents are JSON text. */
export class IamAccount {
  readonly #principals: Readonly<Record<PolicyHolder['type'], Map<string, HeldPrincipal>>>;
  readonly #policies: Map<string, string>;
  readonly #groups: Map<string, Group>;
  #made = 0;

  /** Empty; or a copy that does not change with its original; or another view of the same account. */
  constructor(original?: IamAccount, as: 'copy' | 'view' = 'copy') {
    if (original !== undefined && as === 'view') {
      this.#principals = original.#principals;
      this.#policies = original.#policies;
      this.#groups = original.#groups;
      return;
    }
    this.#principals =
      original === undefined ? { user: new Map(), role: new Map() } : structuredClone(original.#principals);
    this.#policies = new Map(original === undefined ? [] : original.#policies);
    this.#groups = new Map(original === undefined ? [] : original.#groups);
  }

  /** `arn` with its path; one of that name is replaced by a new principal, with another id and nothing attached. */
  addPrincipal(type: PolicyHolder['type'], arn: string, tags: Readonly<Record<string, string>> = {}): void {
    this.#principals[type].set(arn.slice(arn.lastIndexOf('/') + 1), {
      arn,
      uniqueId: this.#nextId(type === 'user' ? 'AIDA' : 'AROA'),
      tags,
      attached: new Set(),
      inline: new Map(),
      groups: new Set(),
      boundary: undefined,
      keys: new Map(),
    });
  }

  /** With all that it has: IAM asks people to detach and delete that first. */
  removePrincipal(type: PolicyHolder['type'], name: string): void {
    this.#principals[type].delete(name);
  }

  /** With all that it has, and its id. Throws if there is none. */
  renameUser(name: string, newName: string): void {
    const user = this.held({ type: 'user', name });
    const arn = `${user.arn.slice(0, user.arn.lastIndexOf('/') + 1)}${newName}`;
    this.#principals.user.delete(name);
    this.#principals.user.set(newName, { ...user, arn });
  }

  addPolicy(policyArn: string, document: string): void {
    this.#policies.set(policyArn, document);
  }

  /** From all who have it: IAM asks people to detach it first. A boundary stays set, and then allows nothing. */
  removePolicy(policyArn: string): void {
    this.#policies.delete(policyArn);
    for (const { attached } of [...this.#principals.user.values(), ...this.#principals.role.values()]) {
      attached.delete(policyArn);
    }
  }

  addGroup(name: string, group: Group): void {
    this.#groups.set(name, group);
  }

  /** A principal to look at, or to change by hand; throws if there is none. */
  held(holder: PolicyHolder): HeldPrincipal {
    const principal = this.find(holder);
    if (principal === undefined) throw new TypeError(`no ${holder.type} ${holder.name}`);
    return principal;
  }

  find({ type, name }: PolicyHolder): HeldPrincipal | undefined {
    return this.#principals[type].get(name);
  }

  /** Returns its id; it is active. */
  addKey(userName: string): string {
    const keyId = this.#nextId('ACCA');
    this.held({ type: 'user', name: userName }).keys.set(keyId, true);
    return keyId;
  }

  /** Attaches policies of no account in particular until the quota is reached. */
  fillAttachments(holder: PolicyHolder, quota: number): void {
    const { attached } = this.held(holder);
    for (let number = 1; attached.size < quota; number += 1) {
      const policyArn = `arn:aws:iam::aws:policy/Filler${number}`;
      this.addPolicy(policyArn, '{"Statement":{"Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}}');
      attached.add(policyArn);
    }
  }

  policy(policyArn: string): string | undefined {
    return this.#policies.get(policyArn);
  }

  /** All documents that grant a principal something. */
  identityDocuments({ attached, inline, groups }: HeldPrincipal): readonly string[] {
    const joined = [...groups].flatMap((name) => this.#groups.get(name) ?? []);
    const policyArns = [...attached, ...joined.flatMap((group) => group.policyArns)];
    const managed = policyArns.flatMap((policyArn) => this.#policies.get(policyArn) ?? []);
    return [...managed, ...inline.values(), ...joined.flatMap((group) => group.inline)];
  }

  #nextId(prefix: string): string {
    this.#made += 1;
    return `${prefix}${String(this.#made).padStart(17, '0')}`;
  }
}
