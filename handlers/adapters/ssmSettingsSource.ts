import { paginateGetParametersByPath, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import { ConfigurationError, ServiceError } from '../runtime/errors.js';
import type { SettingsSource, StoredSettings } from '../ports/settingsSource.js';

const OVERRIDES = 'overrides/';

/** As many as one page holds (Systems Manager API, GetParametersByPath). */
const PAGE_SIZE = 10;

/**
 * Parameters right below a path, `/bedrock-budgeteer/STACK/`, and below its `budgets/` and `teams/` are deployed; those
 * below its `overrides/`, in the same order, go before them. What lies deeper or elsewhere is no setting. Throws ConfigurationError where nothing is deployed: the path is
 * wrong then, and the defaults of the code would cut off those whose limit is higher.
 */
export class SsmSettingsSource implements SettingsSource {
  readonly #client: SSMClient;
  readonly #path: string;

  constructor(client: SSMClient, path: string) {
    this.#client = client;
    this.#path = path.endsWith('/') ? path : `${path}/`;
  }

  async read(): Promise<StoredSettings> {
    const values = new Map<string, string>();
    for await (const { Parameters = [] } of paginateGetParametersByPath(
      { client: this.#client, pageSize: PAGE_SIZE },
      { Path: this.#path, Recursive: true, WithDecryption: true },
    )) {
      for (const parameter of Parameters) values.set(...this.#entryOf(parameter));
    }
    const deployed = below('', values);
    if (Object.keys(deployed).length === 0) throw new ConfigurationError(`no setting is deployed below ${this.#path}`);
    return { deployed, overrides: below(OVERRIDES, values) };
  }

  #entryOf({ Name, Value }: Parameter): readonly [string, string] {
    if (Name === undefined || Value === undefined)
      throw new ServiceError('SSM', `${this.#path}: a parameter without name or value`);
    return [Name.startsWith(this.#path) ? Name.slice(this.#path.length) : Name, Value];
  }
}

function below(prefix: string, values: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const found = [...values].filter(([name]) => name.startsWith(prefix));
  const entries = found.map(([name, value]) => [name.slice(prefix.length), value] as const);
  return Object.fromEntries(entries.filter(([name]) => /^(?:budgets\/|teams\/)?[^/]+$/.test(name)));
}
