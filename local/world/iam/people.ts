import { stringAt, type JsonObject } from '../../../domain/json.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { MAX_VERSIONS, type KeyTimes } from '../../memory/iamAccount.js';
import type { MemoryIam } from '../../memory/memoryIam.js';
import type { RecordedCall } from '../events/cloudTrail.js';
import type { Journal } from '../journal.js';

interface Parts {
  readonly iam: MemoryIam;
  readonly journal: Journal;
  readonly record: (call: RecordedCall) => void;
  readonly accountId: string;
  readonly partition: string;
}

/** The one Region of the partition where IAM's calls are recorded. */
export const IAM_REGION = 'us-east-1';

/** Administers the account; not part of the stack. */
const ADMINISTRATOR = 'assumed-role/PlatformAdmin/olga';

/** Changes that people make in IAM. Each becomes an event if there is a trail. */
export class People {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  create(
    type: PolicyHolder['type'],
    name: string,
    path = '/',
    tags: Readonly<Record<string, string>> = {},
  ): PolicyHolder {
    const { iam, partition, accountId } = this.#parts;
    const arn = `arn:${partition}:iam::${accountId}:${type}${path}${name}`;
    iam.addPrincipal(type, arn, tags);
    const given = Object.entries(tags).map(([key, value]) => ({ key, value }));
    const parameters = given.length === 0 ? {} : { tags: given };
    this.#tell(`Create${titleOf({ type, name })}`, { type, name }, parameters, { [type]: { arn } });
    return { type, name };
  }

  attach(holder: PolicyHolder, policyArn: string): void {
    this.#parts.iam.held(holder).attached.add(policyArn);
    this.#tell(`Attach${titleOf(holder)}Policy`, holder, { policyArn });
  }

  detach(holder: PolicyHolder, policyArn: string): void {
    this.#parts.iam.held(holder).attached.delete(policyArn);
    this.#tell(`Detach${titleOf(holder)}Policy`, holder, { policyArn });
  }

  /** A new default version of a managed policy. */
  writePolicy(policyArn: string, document: string): void {
    const { iam, journal, record } = this.#parts;
    if (iam.versionsOf(policyArn).length >= MAX_VERSIONS) iam.deleteOldestVersion(policyArn);
    iam.createPolicyVersion(policyArn, document);
    const subject = policyArn.slice(policyArn.lastIndexOf(':') + 1);
    journal.add({ kind: 'iam-changed', by: 'people', action: 'CreatePolicyVersion', subject, policyArn });
    record({
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreatePolicyVersion',
      region: IAM_REGION,
      callerArn: this.administratorArn(),
      isReadOnly: false,
      requestParameters: { policyArn, policyDocument: document, setAsDefault: true },
    });
  }

  /** An inline policy, as JSON text. */
  putPolicy(holder: PolicyHolder, policyName: string, policyDocument: string): void {
    this.#parts.iam.held(holder).inline.set(policyName, policyDocument);
    this.#tell(`Put${titleOf(holder)}Policy`, holder, { policyName, policyDocument });
  }

  /** Answers the id of the new, active key. */
  createApiKey(userName: string, times?: KeyTimes): string {
    const keyId = this.#parts.iam.addKey(userName, times);
    const holder = { type: 'user', name: userName } as const;
    this.#tell('CreateServiceSpecificCredential', holder, { serviceName: 'bedrock.amazonaws.com' });
    return keyId;
  }

  switchApiKey(userName: string, keyId: string, isActive: boolean): void {
    const holder = { type: 'user', name: userName } as const;
    const { keys } = this.#parts.iam.held(holder);
    if (!keys.has(keyId)) return;
    keys.set(keyId, isActive);
    const status = isActive ? 'Active' : 'Inactive';
    this.#tell('UpdateServiceSpecificCredential', holder, { serviceSpecificCredentialId: keyId, status });
  }

  deleteApiKey(userName: string, keyId: string): void {
    const holder = { type: 'user', name: userName } as const;
    if (!this.#parts.iam.held(holder).keys.delete(keyId)) return;
    this.#tell('DeleteServiceSpecificCredential', holder, { serviceSpecificCredentialId: keyId });
  }

  rename(userName: string, newUserName: string): void {
    this.#parts.iam.renameUser(userName, newUserName);
    this.#tell('UpdateUser', { type: 'user', name: userName }, { newUserName });
  }

  delete(holder: PolicyHolder): void {
    this.#parts.iam.removePrincipal(holder.type, holder.name);
    this.#tell(`Delete${titleOf(holder)}`, holder, {});
  }

  /** Who does it. */
  administratorArn(): string {
    const { partition, accountId } = this.#parts;
    return `arn:${partition}:sts::${accountId}:${ADMINISTRATOR}`;
  }

  #tell(eventName: string, { type, name }: PolicyHolder, more: JsonObject, responseElements: JsonObject = {}): void {
    const { record, journal } = this.#parts;
    const policyArn = stringAt(more, 'policyArn');
    const change = { by: 'people', action: eventName, subject: `${type}/${name}` };
    journal.add({ kind: 'iam-changed', ...change, ...(policyArn === undefined ? {} : { policyArn }) });
    record({
      eventSource: 'iam.amazonaws.com',
      eventName,
      region: IAM_REGION,
      callerArn: this.administratorArn(),
      isReadOnly: false,
      requestParameters: { [`${type}Name`]: name, ...more },
      responseElements,
    });
  }
}

function titleOf({ type }: PolicyHolder): string {
  return type === 'user' ? 'User' : 'Role';
}
