import { MINUTE_MS, type Instant } from '../../domain/instant.js';
import type { PersonAddress } from '../../domain/settings/personAddresses.js';
import type { AddressBook } from '../ports/addressBook.js';
import type { Clock } from '../ports/clock.js';

export type Addresses = () => Promise<readonly PersonAddress[]>;

/** How soon a change of the addresses is used. */
const KEPT_MS = 5 * MINUTE_MS;

/** The address book, read anew once it is older than five minutes. Throws what it throws. */
export function createAddresses(book: AddressBook, clock: Clock): Addresses {
  let known: { readonly entries: readonly PersonAddress[]; readonly until: Instant } | undefined;
  return async () => {
    if (known !== undefined && clock.now() < known.until) return known.entries;
    const entries = await book.read();
    known = { entries, until: clock.now() + KEPT_MS };
    return entries;
  };
}
