import { addressOf, type PersonAddress } from '../../domain/settings/personAddresses.js';
import { isPersonId } from '../../domain/iam/person.js';
import type { Notice } from '../contracts/notice.js';
import { emailText, personSubject } from './formats/email.js';
import type { Addresses } from './personAddresses.js';
import { personNotice, principalIdOf } from './personNotice.js';

/** Of a notice that is about a person, or about whom a mapping names. */
export interface PersonOfNotice {
  /** `person/NAME`, or an ARN of IAM. */
  readonly id: string;
  /** Null: none is known. */
  readonly address: string | null;
  /** For the person to read; only of what a person is told. */
  readonly message?: { readonly subject: string; readonly text: string };
}

/** Whom webhooks name with a notice. */
export function personsOf(
  addresses: Addresses,
  sender: string,
): (notice: Notice) => Promise<PersonOfNotice | undefined> {
  return async (notice) => {
    const id = principalIdOf(notice);
    return id === undefined ? undefined : personOf(id, notice, await addresses(), sender);
  };
}

/** Undefined where an id is of no person and no address is known. */
export function personOf(
  id: string,
  notice: Notice,
  entries: readonly PersonAddress[],
  sender: string,
): PersonOfNotice | undefined {
  const address = addressOf(id, entries);
  if (address === undefined && !isPersonId(id)) return undefined;
  const told = personNotice(notice);
  const message = told && { subject: personSubject(told, sender), text: emailText(told, sender) };
  return { id, address: address ?? null, ...(message === undefined ? {} : { message }) };
}
