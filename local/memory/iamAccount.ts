import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';

/** A user or role with everything it has. */
export interface IamPrincipal {
  readonly arn: string;
  readonly uniqueId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly attached: Set<string>;
  /** Inline policies by name. */
  readonly inline: Map<string, string>;
  readonly groups: Set<string>;
  boundary: string | undefined;
  /** Long-term Bedrock API keys by id: whether each is active. */
  readonly keys: Map<string, boolean>;
  /** Of those of the keys whose times are known. */
  keyTimes?: Readonly<Record<string, KeyTimes>>;
}

/** A key without `expiresAt` does not expire. */
export interface KeyTimes {
  readonly createdAt: Instant;
  readonly expiresAt?: Instant;
}

/** A group's policies, for its users. */
export interface Group {
  readonly policyArns: readonly string[];
  /** Documents as JSON text. */
  readonly inline: readonly string[];
}

/** An account as plain JSON. */
export interface IamContents {
  readonly principals: readonly {
    readonly type: PolicyHolder['type'];
    readonly arn: string;
    readonly uniqueId: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly attached: readonly string[];
    readonly inline: readonly (readonly [string, string])[];
    readonly groups: readonly string[];
    readonly boundary?: string | undefined;
    readonly keys: readonly (readonly [string, boolean])[];
    readonly keyTimes?: Readonly<Record<string, KeyTimes>>;
  }[];
  readonly policies: readonly (readonly [string, readonly string[]])[];
  readonly groups: readonly (readonly [string, Group])[];
  readonly made: number;
}

/** IAM keeps so many versions of a policy (IAM User Guide, quotas). */
export const MAX_VERSIONS = 5;

class LimitExceeded extends Error {
  override readonly name = 'LimitExceededException';
}

/** The contents of one account's IAM, and what people change in it by hand. Documents are JSON text. */
export class IamAccount {
  readonly #principals: Readonly<Record<PolicyHolder['type'], Map<string, IamPrincipal>>>;
  /** The versions of each policy, the oldest first; the last is the default. */
  readonly #policies: Map<string, readonly string[]>;
  readonly #groups: Map<string, Group>;
  #made = 0;

  /** Empty by default. `copy` is independent of the original; `view` shares its contents. */
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

  /** Everything, as plain JSON. */
  get contents(): IamContents {
    const principals = (['user', 'role'] as const).flatMap((type) =>
      [...this.#principals[type].values()].map(({ attached, inline, groups, keys, ...held }) => {
        return { ...held, type, attached: [...attached], inline: [...inline], groups: [...groups], keys: [...keys] };
      }),
    );
    return { principals, policies: [...this.#policies], groups: [...this.#groups], made: this.#made };
  }

  /** Puts in what another account had. */
  restore({ principals, policies, groups, made }: IamContents): void {
    for (const { type, attached, inline, groups: joined, keys, boundary, ...held } of principals) {
      this.#principals[type].set(held.arn.slice(held.arn.lastIndexOf('/') + 1), {
        ...held,
        attached: new Set(attached),
        inline: new Map(inline),
        groups: new Set(joined),
        boundary,
        keys: new Map(keys),
      });
    }
    for (const [policyArn, versions] of policies) this.#policies.set(policyArn, versions);
    for (const [name, group] of groups) this.#groups.set(name, group);
    this.#made = made;
  }

  /** `arn` includes the path. Replaces a principal of that name by a new one, with another id and nothing attached. */
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

  /** With everything it has; the real IAM makes people detach and delete that first. */
  removePrincipal(type: PolicyHolder['type'], name: string): void {
    this.#principals[type].delete(name);
  }

  /** Keeps everything it has, and its id. Throws if there is no such user. */
  renameUser(name: string, newName: string): void {
    const user = this.held({ type: 'user', name });
    const arn = `${user.arn.slice(0, user.arn.lastIndexOf('/') + 1)}${newName}`;
    this.#principals.user.delete(name);
    this.#principals.user.set(newName, { ...user, arn });
  }

  addPolicy(policyArn: string, document: string): void {
    this.#policies.set(policyArn, [document]);
  }

  /** As the default. Throws LimitExceeded if there are five: who writes one deletes another before. */
  createPolicyVersion(policyArn: string, document: string): void {
    const versions = this.versionsOf(policyArn);
    if (versions.length >= MAX_VERSIONS) throw new LimitExceeded(`${policyArn} has ${versions.length} versions`);
    this.#policies.set(policyArn, [...versions, document]);
  }

  /** Never the default. */
  deleteOldestVersion(policyArn: string): void {
    const [first, ...others] = this.versionsOf(policyArn);
    if (first !== undefined && others.length > 0) this.#policies.set(policyArn, others);
  }

  /** Their documents. */
  versionsOf(policyArn: string): readonly string[] {
    return this.#policies.get(policyArn) ?? [];
  }

  /**
   * Detaches it from everybody; the real IAM makes people do that first. A boundary stays set, and then allows nothing.
   */
  removePolicy(policyArn: string): void {
    this.#policies.delete(policyArn);
    for (const { attached } of [...this.#principals.user.values(), ...this.#principals.role.values()]) {
      attached.delete(policyArn);
    }
  }

  addGroup(name: string, group: Group): void {
    this.#groups.set(name, group);
  }

  /** A principal, to read or to change by hand. Throws if there is none. */
  held(holder: PolicyHolder): IamPrincipal {
    const principal = this.find(holder);
    if (principal === undefined) throw new TypeError(`no ${holder.type} ${holder.name}`);
    return principal;
  }

  find({ type, name }: PolicyHolder): IamPrincipal | undefined {
    return this.#principals[type].get(name);
  }

  /** All of a type, by name. */
  all(type: PolicyHolder['type']): readonly (readonly [string, IamPrincipal])[] {
    return [...this.#principals[type]].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  group(name: string): Group | undefined {
    return this.#groups.get(name);
  }

  /** Who has a policy attached, or set as boundary. */
  holdersOf(policyArn: string, as: 'policy' | 'boundary'): readonly PolicyHolder[] {
    return (['user', 'role'] as const).flatMap((type) =>
      [...this.#principals[type]].flatMap(([name, { attached, boundary }]) => {
        const isHolder = as === 'policy' ? attached.has(policyArn) : boundary === policyArn;
        return isHolder ? [{ type, name }] : [];
      }),
    );
  }

  /** Answers the id of the new, active key. */
  addKey(userName: string, times?: KeyTimes): string {
    const keyId = this.#nextId('ACCA');
    const held = this.held({ type: 'user', name: userName });
    held.keys.set(keyId, true);
    if (times !== undefined) held.keyTimes = { ...held.keyTimes, [keyId]: times };
    return keyId;
  }

  /** Attaches made-up policies until the quota is reached. */
  fillAttachments(holder: PolicyHolder, quota: number): void {
    const { attached } = this.held(holder);
    for (let number = 1; attached.size < quota; number += 1) {
      const policyArn = `arn:aws:iam::aws:policy/Filler${number}`;
      this.addPolicy(policyArn, '{"Statement":{"Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}}');
      attached.add(policyArn);
    }
  }

  policy(policyArn: string): string | undefined {
    return this.#policies.get(policyArn)?.at(-1);
  }

  /** All documents that grant the principal something. */
  identityDocuments({ attached, inline, groups }: IamPrincipal): readonly string[] {
    const joined = [...groups].flatMap((name) => this.#groups.get(name) ?? []);
    const policyArns = [...attached, ...joined.flatMap((group) => group.policyArns)];
    const managed = policyArns.flatMap((policyArn) => this.policy(policyArn) ?? []);
    return [...managed, ...inline.values(), ...joined.flatMap((group) => group.inline)];
  }

  #nextId(prefix: string): string {
    this.#made += 1;
    return `${prefix}${String(this.#made).padStart(17, '0')}`;
  }
}
