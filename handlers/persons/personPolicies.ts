import { createHash } from 'node:crypto';
import { personPolicyDocument, type DeniedPerson } from '../../domain/iam/personPolicy.js';
import { MINUTE_MS } from '../../domain/instant.js';
import type { Clock } from '../ports/clock.js';
import type { PersonPolicyLists, StoredPersonPolicy } from '../ports/personPolicyLists.js';
import type { PolicyDocuments } from '../ports/policyDocuments.js';
import {
  BusyError,
  ConfigurationError,
  NotEffectiveYetError,
  ServiceError,
  TransientError,
} from '../runtime/errors.js';

export interface PersonPolicyPorts {
  readonly clock: Clock;
  readonly lists: PersonPolicyLists;
  readonly documents: PolicyDocuments;
  /** Of `…-persons-1`, `…-persons-2` and so on; empty if the stack has none. */
  readonly personPolicyArns: readonly string[];
}

/** Longer than an invocation may take: who has the lock still cannot be writing after that. */
const LOCK_MS = MINUTE_MS;

/** Does `work` while nobody else writes lists or documents. Throws BusyError while somebody does. */
export async function exclusively<T>(
  { lists, clock }: Pick<PersonPolicyPorts, 'lists' | 'clock'>,
  holder: string,
  work: () => Promise<T>,
): Promise<T> {
  const now = clock.now();
  if (!(await lists.lock(holder, now, now + LOCK_MS))) throw new BusyError('the person policies are being written');
  try {
    return await work();
  } finally {
    await lists.unlock(holder);
  }
}

/** Those that the stack has, in order. */
export async function readPolicies({
  lists,
  personPolicyArns,
}: {
  readonly lists: Pick<PersonPolicyLists, 'read'>;
  readonly personPolicyArns: readonly string[];
}): Promise<readonly StoredPersonPolicy[]> {
  return lists.read(personPolicyArns.map((_, index) => index + 1));
}

/** Writes a list, before IAM is told. Throws TransientError if somebody has written it since, lock or not. */
export async function saveList(
  { lists, clock }: PersonPolicyPorts,
  before: StoredPersonPolicy,
  persons: readonly DeniedPerson[],
): Promise<StoredPersonPolicy> {
  const after = { ...before, persons, version: before.version + 1, changedAt: clock.now() };
  if ((await lists.save(before, after)) === 'saved') return after;
  throw new TransientError(`person policy ${before.number}: written by somebody else meanwhile`);
}

/**
 * Brings IAM to what a list says: derived from the whole list, whatever IAM holds. Notes what was written once IAM shows
 * it, and returns the row so. `absent`: there is no such policy. Throws NotEffectiveYetError until IAM shows it,
 * ServiceError where IAM does not take it.
 */
export async function writeDocument(
  ports: PersonPolicyPorts,
  policy: StoredPersonPolicy,
): Promise<StoredPersonPolicy | 'absent'> {
  const policyArn = personPolicyArn(ports, policy.number);
  const document = documentOf(policy);
  if ((await bringTo(ports, policyArn, document)) === 'absent') return 'absent';
  const writtenHash = hashOf(document);
  if (policy.writtenVersion === policy.version && policy.writtenHash === writtenHash) return policy;
  const written = { ...policy, writtenVersion: policy.version, writtenHash };
  if ((await ports.lists.save(policy, written)) === 'saved') return written;
  throw new TransientError(`person policy ${policy.number}: written by somebody else meanwhile`);
}

async function bringTo(
  { documents }: PersonPolicyPorts,
  policyArn: string,
  document: string,
): Promise<'done' | 'absent'> {
  const current = await documents.policyDocument(policyArn);
  if (current === undefined) return 'absent';
  if (current === document) return 'done';
  const answer = await documents.writePolicyDocument(policyArn, document);
  if (answer === 'refused') throw new ServiceError('IAM', `${policyArn}: a new version is not allowed`);
  if (answer === 'absent') return 'absent';
  if ((await documents.policyDocument(policyArn)) === document) return 'done';
  throw new NotEffectiveYetError(`${policyArn}: the new version is not seen yet`);
}

/** As IAM is sent it: without white space. */
export function documentOf({ persons }: StoredPersonPolicy): string {
  return JSON.stringify(personPolicyDocument(persons));
}

export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Throws ConfigurationError. */
export function personPolicyArn(
  { personPolicyArns }: Pick<PersonPolicyPorts, 'personPolicyArns'>,
  number: number,
): string {
  const policyArn = personPolicyArns[number - 1];
  if (policyArn === undefined) throw new ConfigurationError(`there is no person policy ${number}`);
  return policyArn;
}
