import { paginateGetParametersByPath, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import { ConfigurationError, ServiceError } from '../runtime/errors.js';
import { storedSettings, type SettingsSource, type StoredSettings } from '../ports/settingsSource.js';

/** As many as one page holds (Systems Manager API, GetParametersByPath). */
const PAGE_SIZE = 10;

/**
 * Parameters right below a path, `/bedrock-budgeteer/STACK/`, or below its `budgets/` and `teams/` are deployed; those
 * below its `overrides/` go before them. What lies elsewhere is no setting. Throws ConfigurationError where nothing is
 * deployed: the path is wrong then, and the defaults of the code would cut off those whose limit is higher.
 */
export class SsmSettingsSource implements SettingsSource {
  readonly #client: SSMClient;
  readonly #path: string;

  constructor(client: SSMClient, path: string) {
    this.#client = client;
    this.#path = path.endsWith('/') ? path : `${path}/`;
  }

  async read(): Promise<StoredSettings> {
    const found: (readonly [string, string])[] = [];
    for await (const { Parameters = [] } of paginateGetParametersByPath(
      { client: this.#client, pageSize: PAGE_SIZE },
      { Path: this.#path, Recursive: true, WithDecryption: true },
    )) {
      for (const parameter of Parameters) found.push(this.#entryOf(parameter));
    }
    const stored = storedSettings(this.#path, found);
    if (Object.keys(stored.deployed).length > 0) return stored;
    throw new ConfigurationError(`no setting is deployed below ${this.#path}`);
  }

  #entryOf({ Name, Value }: Parameter): readonly [string, string] {
    if (Name === undefined || Value === undefined)
      throw new ServiceError('SSM', `${this.#path}: a parameter without name or value`);
    return [Name, Value];
  }
}
