import { NONE } from '../../../domain/settings/settingValues.js';
import { ConfigurationError } from '../../../handlers/runtime/errors.js';
import { storedSettings, type SettingsSource, type StoredSettings } from '../../../handlers/ports/settingsSource.js';
import type { Graph } from '../declared.js';

/** SSM parameters by Region: the stack's, and those that people add. */
export class Parameters {
  readonly #values = new Map<string, Map<string, string>>();
  /** By Region and path, as long as nothing changes: each minute functions read them anew. */
  readonly #settings = new Map<string, StoredSettings>();

  constructor(graph: Graph) {
    for (const parameter of graph.all('ssm/parameter:Parameter')) {
      const value = parameter.has('insecureValue') ? parameter.text('insecureValue') : parameter.text('value');
      this.put(parameter.text('region'), parameter.text('name'), value);
    }
  }

  /** All of them: Region, name and value. */
  get entries(): readonly (readonly [string, string, string])[] {
    return [...this.#values].flatMap(([region, values]) =>
      [...values].map(([name, value]) => [region, name, value] as const),
    );
  }

  put(region: string, name: string, value: string): void {
    const values = this.#values.get(region) ?? new Map<string, string>();
    this.#values.set(region, values.set(name, value));
    this.#settings.clear();
  }

  removeBelow(region: string, path: string): void {
    const names = [...(this.#values.get(region)?.keys() ?? [])];
    for (const name of names) if (name.startsWith(path)) this.remove(region, name);
  }

  remove(region: string, name: string): void {
    this.#values.get(region)?.delete(name);
    this.#settings.clear();
  }

  /** As the adapter reads them. */
  below(region: string, path: string): SettingsSource {
    return {
      read: async (): Promise<StoredSettings> => {
        await Promise.resolve();
        const key = `${region} ${path}`;
        const stored = this.#settings.get(key) ?? storedSettings(path, this.#values.get(region) ?? []);
        this.#settings.set(key, stored);
        if (Object.keys(stored.deployed).length > 0) return stored;
        throw new ConfigurationError(`no setting is deployed below ${path}`);
      },
    };
  }

  /** Names and values, of whatever lies below a path. */
  textsBelow(region: string, path: string): readonly (readonly [string, string])[] {
    return [...(this.#values.get(region) ?? [])].filter(([name]) => name.startsWith(path));
  }

  /** A list as people have overridden it, else as the stack deploys it; empty for `none`. */
  list(setting: string): readonly string[] {
    const all = [...this.#values.values()].flatMap((values) => [...values]);
    const found = all.filter(([name]) => name.endsWith(`/${setting}`) && !/\/(?:budgets|teams)\//.test(name));
    const [, value = NONE] = found.find(([name]) => name.includes('/overrides/')) ?? found[0] ?? [];
    return value === NONE ? [] : value.split(',').map((part) => part.trim());
  }
}
