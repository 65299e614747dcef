import type { PersonAddress } from '../../domain/settings/personAddresses.js';

/** The addresses of those whose names are none. */
export interface AddressBook {
  /** In their order. Throws TypeError where an entry cannot be read. */
  read(): Promise<readonly PersonAddress[]>;
}
