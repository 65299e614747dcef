import type { IamCall } from '../../domain/iam/iamEvent.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { namesInDocument } from '../../domain/iam/personPolicy.js';
import { formatInstant, MINUTE_MS, type Instant } from '../../domain/instant.js';
import type { TaskInput, PersonAccessOutput } from '../contracts/tasks.js';
import type { BusEvent, EventBus } from '../ports/eventBus.js';
import type { StoredPersonPolicy } from '../ports/personPolicyLists.js';
import type { PolicyDocumentReader } from '../ports/policyDocuments.js';
import type { Telemetry } from '../ports/telemetry.js';
import { eventIdOf } from '../runtime/eventId.js';
import {
  documentOf,
  exclusively,
  hashOf,
  personPolicyArn,
  readPolicies,
  writeDocument,
  type PersonPolicyPorts,
} from './personPolicies.js';

export interface PersonWatchPorts extends Omit<PersonPolicyPorts, 'documents'> {
  readonly documents: PolicyDocumentReader;
  readonly bus: EventBus;
  readonly telemetry: Telemetry;
}

/** IAM may show an older version for a while. */
const SETTLED_AFTER_MS = 2 * MINUTE_MS;

/**
 * Compares what IAM holds with the lists. What differs is announced, and put back once by the workflow that the event
 * starts. A list that is being written is left alone: its own workflow finishes it.
 */
export async function watchPersonPolicies(ports: PersonWatchPorts): Promise<void> {
  const now = ports.clock.now();
  const events: BusEvent[] = [];
  for (const policy of await readPolicies(ports)) {
    if (policy.writtenVersion !== policy.version || now - policy.changedAt < SETTLED_AFTER_MS) continue;
    const found = await ports.documents.policyDocument(personPolicyArn(ports, policy.number));
    const difference = differenceIn(policy, found);
    if (difference !== 'none') events.push(eventOf(ports, policy, found, difference, now));
  }
  if (events.length === 0) return;
  await ports.bus.publish(events);
  ports.telemetry.count('EventsPublished', events.length);
}

/** A role no longer carries a policy that denies persons: whoever is on its list may spend there. People have to look. */
export async function announceDetached(
  ports: PersonWatchPorts,
  event: IamCall & { readonly holder: PolicyHolder; readonly policyArn: string },
): Promise<void> {
  const policy = (await readPolicies(ports)).find(({ number }) => personPolicyArn(ports, number) === event.policyArn);
  if (policy === undefined || policy.persons.length === 0) return;
  const detail = {
    type: 'PersonPolicyTampered',
    at: formatInstant(event.at),
    principalId: event.policyArn,
    detachedFrom: event.holder.name,
    isDeleted: false,
    willBePutBack: false,
    missing: policy.persons.length,
    added: 0,
  } as const;
  await ports.bus.publish([{ eventId: `person-policy-detached-${event.eventId}`, detail }]);
  ports.telemetry.count('EventsPublished', 1);
}

/** Brings IAM to what the lists say. What somebody has changed is put back once for each version of a list. */
export async function putBack(ports: PersonPolicyPorts, { execution }: TaskInput): Promise<PersonAccessOutput> {
  return exclusively(ports, execution, async () => {
    const steps: string[] = [];
    for (const policy of await readPolicies(ports)) {
      const policyArn = personPolicyArn(ports, policy.number);
      const difference = differenceIn(policy, await ports.documents.policyDocument(policyArn));
      if (difference === 'none' || (difference === 'tampered' && isPutBack(policy))) continue;
      const written = await writeDocument(ports, policy);
      if (written === 'absent') continue;
      if (difference === 'tampered') await ports.lists.save(written, { ...written, putBackVersion: policy.version });
      steps.push(`PutBack ${policyArn}`);
    }
    return { verdict: 'done', steps, notRestored: [] };
  });
}

function isPutBack({ putBackVersion, version }: StoredPersonPolicy): boolean {
  return putBackVersion === version;
}

type Difference = 'none' | 'outdated' | 'tampered';

/** `outdated`: as an earlier version of the stack wrote it. */
function differenceIn(policy: StoredPersonPolicy, found: string | undefined): Difference {
  if (found === documentOf(policy)) return 'none';
  if (found === undefined) return 'tampered';
  const isUntouched = policy.version === 0 && namesInDocument(found)?.length === 0;
  return isUntouched || hashOf(found) === policy.writtenHash ? 'outdated' : 'tampered';
}

/** The same id as long as nothing changes, so that people are told once. */
function eventOf(
  ports: PersonWatchPorts,
  policy: StoredPersonPolicy,
  found: string | undefined,
  difference: Exclude<Difference, 'none'>,
  now: Instant,
): BusEvent {
  const principalId = personPolicyArn(ports, policy.number);
  const willBePutBack = found !== undefined && !isPutBack(policy);
  const key = [principalId, policy.version, hashOf(found ?? ''), String(willBePutBack)].join('|');
  const at = formatInstant(now);
  if (difference === 'outdated') {
    return { eventId: eventIdOf(`outdated|${key}`), detail: { type: 'PersonPolicyOutdated', at, principalId } };
  }
  const wanted = namesIn(documentOf(policy));
  const held = found === undefined ? [] : namesIn(found);
  const missing = wanted.filter((name) => !held.includes(name));
  const added = held.filter((name) => !wanted.includes(name));
  const detail = {
    type: 'PersonPolicyTampered',
    at,
    principalId,
    isDeleted: found === undefined,
    willBePutBack,
    missing: missing.length,
    added: added.length,
  } as const;
  return { eventId: eventIdOf(`tampered|${key}`), detail };
}

function namesIn(document: string): readonly string[] {
  return namesInDocument(document) ?? [];
}
