import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import type { PersonAddress } from '../../domain/settings/personAddresses.js';
import type { AddressBook } from '../ports/addressBook.js';
import { addressesIn, type StoredAddresses } from '../contracts/storedAddresses.js';

/** As many as one page holds (Systems Manager API, GetParametersByPath). */
const PAGE_SIZE = 10;

/** The stack's address book: parameters below a path that the notifier alone reads. */
export class SsmAddressBook implements AddressBook {
  readonly #client: SSMClient;
  readonly #path: string;

  constructor(client: SSMClient, path: string) {
    this.#client = client;
    this.#path = path;
  }

  async read(): Promise<readonly PersonAddress[]> {
    const found: StoredAddresses[] = [];
    for await (const { Parameters = [] } of paginateGetParametersByPath(
      { client: this.#client, pageSize: PAGE_SIZE },
      { Path: this.#path },
    )) {
      found.push(...Parameters.map(({ Name = '', Value = '' }) => [Name, Value] as const));
    }
    return addressesIn(found);
  }
}
