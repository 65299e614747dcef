import { isDeepStrictEqual } from 'node:util';
import { holderOf, type PolicyHolder } from '../../domain/iam/principal.js';
import type { PrincipalAccess } from '../../domain/iam/principalAccess.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import { ConfigurationError } from '../../handlers/runtime/errors.js';
import type { IamAccess, IamAnswer, PolicyDecision } from '../../handlers/ports/iamAccess.js';
import type { PolicyDocuments } from '../../handlers/ports/policyDocuments.js';
import type { IamDirectory } from '../../handlers/ports/iamDirectory.js';
import { IamAccount, MAX_VERSIONS, type IamPrincipal } from './iamAccount.js';
import { decisionOn, type PolicyQuestion } from './iamEvaluation.js';

/** A boundary whose policy was deleted allows nothing. */
const ALLOWS_NOTHING = '{"Statement":{"Effect":"Allow","NotAction":"*","Resource":"*"}}';

class NoSuchEntity extends Error {
  override readonly name = 'NoSuchEntityException';
}

class InvalidInput extends Error {
  override readonly name = 'InvalidInputException';
}

/** One account's IAM in memory: for our functions, for people who change it, and for Bedrock, which asks it. */
export class MemoryIam extends IamAccount implements IamAccess, IamDirectory, PolicyDocuments {
  readonly #enforcementConfig: EnforcementConfig;
  #former: IamAccount | undefined;
  #laggingReads = 0;
  /** Actions that the simulation does not know in this partition, though Bedrock checks them. */
  readonly unknownActions = new Set<string>();

  /** With an account of its own, or as another function with its own enforcement config sees `account`. */
  constructor(enforcementConfig: EnforcementConfig, account?: IamAccount) {
    super(account, 'view');
    this.#enforcementConfig = enforcementConfig;
  }

  /** IAM is eventually consistent: the next `reads` reads do not show later changes. */
  lag(reads: number): void {
    this.#former = new IamAccount(this);
    this.#laggingReads = reads;
  }

  /**
   * Whether Bedrock would let a principal do something now, or one session of a role by its name; the ARN may lack the
   * path. Unknown principals may do nothing.
   */
  isAllowed(principalArn: string, action: string, resource = '*', session?: string): boolean {
    const held = this.find(namedBy(principalArn));
    if (held === undefined) return false;
    const userId = session === undefined ? held.uniqueId : `${held.uniqueId}:${session}`;
    return decide(this, held, { action, resource, userId }) === 'allowed';
  }

  writePolicyDocument(policyArn: string, document: string): Promise<'done' | 'absent' | 'refused'> {
    if (this.policy(policyArn) === undefined) return Promise.resolve('absent');
    this.#makeRoom(policyArn);
    this.createPolicyVersion(policyArn, document);
    return Promise.resolve('done');
  }

  #makeRoom(policyArn: string): void {
    while (this.versionsOf(policyArn).length >= MAX_VERSIONS) this.deleteOldestVersion(policyArn);
  }

  /** Everything that a principal has, as text that does not depend on the order in which it was given. */
  snapshot(holder: PolicyHolder): string {
    const { arn, uniqueId, tags, attached, inline, groups, boundary, keys } = this.held(holder);
    const sorted = [Object.entries(tags), [...attached], [...inline], [...groups], [...keys]].map((list) =>
      list.map((entry) => JSON.stringify(entry)).sort(),
    );
    return JSON.stringify([arn, uniqueId, boundary ?? null, ...sorted]);
  }

  access(holder: PolicyHolder): Promise<PrincipalAccess | undefined> {
    return Promise.resolve(this.#read((account) => this.#accessOf(account.find(holder))));
  }

  async attachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer> {
    await this.#assertOwn(policyArn);
    const held = this.find(holder);
    if (held === undefined || this.policy(policyArn) === undefined) return 'absent';
    if (isOfAws(held)) return 'refused';
    if (!held.attached.has(policyArn) && held.attached.size >= this.#enforcementConfig.attachmentQuota) return 'full';
    held.attached.add(policyArn);
    return 'done';
  }

  async detachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer> {
    await this.#assertOwn(policyArn);
    const held = this.find(holder);
    if (held !== undefined && isOfAws(held)) return 'refused';
    held?.attached.delete(policyArn);
    return held === undefined ? 'absent' : 'done';
  }

  setDenyBoundary(holder: PolicyHolder): Promise<IamAnswer> {
    const { denyBoundaryArn } = this.#enforcementConfig;
    const held = this.find(holder);
    if (held === undefined || this.policy(denyBoundaryArn) === undefined) return Promise.resolve('absent');
    held.boundary ??= denyBoundaryArn;
    return Promise.resolve(held.boundary === denyBoundaryArn ? 'done' : 'full');
  }

  removeDenyBoundary(holder: PolicyHolder): Promise<IamAnswer> {
    const held = this.find(holder);
    if (held === undefined) return Promise.resolve('absent');
    if (held.boundary === this.#enforcementConfig.denyBoundaryArn) held.boundary = undefined;
    return Promise.resolve('done');
  }

  setKeyActive(userName: string, keyId: string, isActive: boolean): Promise<IamAnswer> {
    const keys = this.find({ type: 'user', name: userName })?.keys;
    if (keys?.has(keyId) !== true) return Promise.resolve('absent');
    keys.set(keyId, isActive);
    return Promise.resolve('done');
  }

  async decisions(
    principalArn: string,
    actions: readonly string[],
    userId?: string,
  ): Promise<ReadonlyMap<string, PolicyDecision>> {
    await Promise.resolve();
    const decisions = this.#read((account) => {
      const held = account.find(namedBy(principalArn));
      if (held?.arn !== principalArn) return undefined;
      const known = actions.filter((action) => !this.unknownActions.has(action));
      return new Map(
        known.map((action) => [
          action,
          decide(account, held, { action, resource: '*', ...(userId === undefined ? {} : { userId }) }),
        ]),
      );
    });
    if (decisions === undefined) throw new NoSuchEntity(`${principalArn} does not exist`);
    if (decisions.size === 0) throw new InvalidInput(`${actions.join(', ')}: not known`);
    return decisions;
  }

  userArn(userName: string): Promise<string | undefined> {
    return Promise.resolve(this.find({ type: 'user', name: userName })?.arn);
  }

  roleArn(roleName: string): Promise<string | undefined> {
    return Promise.resolve(this.find({ type: 'role', name: roleName })?.arn);
  }

  policyDocument(policyArn: string): Promise<string | undefined> {
    return Promise.resolve(this.policy(policyArn));
  }

  tag(type: PolicyHolder['type'], name: string, key: string): Promise<string | undefined> {
    return Promise.resolve(this.find({ type, name })?.tags[key]);
  }

  #read<Answer>(look: (account: IamAccount) => Answer): Answer {
    const current = look(this);
    if (this.#former === undefined || this.#laggingReads === 0) return current;
    const former = look(this.#former);
    if (isDeepStrictEqual(former, current)) return current;
    this.#laggingReads -= 1;
    return former;
  }

  #accessOf(held: IamPrincipal | undefined): PrincipalAccess | undefined {
    if (held === undefined) return undefined;
    const { arn, uniqueId, attached, boundary, keys } = held;
    const activeKeyIds = [...keys].flatMap(([keyId, isActive]) => (isActive ? [keyId] : []));
    return {
      arn,
      uniqueId,
      attachedPolicyArns: [...attached],
      boundaryArn: boundary,
      activeKeyIds: this.#enforcementConfig.deactivatesKeys ? activeKeyIds : [],
    };
  }

  /** Async, so that callers see a rejection as from any adapter. */
  #assertOwn(policyArn: string): Promise<void> {
    const { denyPolicyArn, detachPolicyArns, personPolicyArns } = this.#enforcementConfig;
    if ([denyPolicyArn, ...detachPolicyArns, ...personPolicyArns].includes(policyArn)) return Promise.resolve();
    return Promise.reject(new ConfigurationError(`${policyArn} is not a policy that this stack attaches or detaches`));
  }
}

/** AWS alone changes the roles of IAM Identity Center. */
function isOfAws({ arn }: IamPrincipal): boolean {
  return arn.includes(':role/aws-reserved/');
}

/** Names are unique in an account, whatever the path. The root has no name. */
function namedBy(principalArn: string): PolicyHolder {
  return holderOf(principalArn) ?? { type: 'role', name: '' };
}

function decide(account: IamAccount, held: IamPrincipal, question: PolicyQuestion): PolicyDecision {
  const boundary = held.boundary === undefined ? undefined : (account.policy(held.boundary) ?? ALLOWS_NOTHING);
  return decisionOn(question, { identity: account.identityDocuments(held), boundary });
}
