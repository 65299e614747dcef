import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { isEntryName } from '../../domain/settings/entryTexts.js';
import type { Settings } from '../../domain/settings/settings.js';
import { SETTING_NAMES } from '../../domain/settings/definitions.js';
import type { Environment } from '../runtime/environment.js';
import { ConfigurationError } from '../runtime/errors.js';
import { settleOverrides, type RejectedOverride } from './overrides.js';
import type { Clock } from '../ports/clock.js';
import type { Base, Services } from '../ports/services.js';
import type { SettingsSource, StoredSettings } from '../ports/settingsSource.js';
import type { Telemetry } from '../ports/telemetry.js';

export interface SettingsCachePorts {
  readonly source: SettingsSource;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** What functions that read settings have. */
export function withSettings(
  environment: Environment<'SETTINGS_PATH'>,
  { clock, telemetry, settings }: Pick<Services, 'clock' | 'telemetry' | 'settings'>,
): Base & { readonly settings: () => Promise<Settings> } {
  const source = settings(environment.required('SETTINGS_PATH'));
  return { clock, telemetry, settings: createSettingsCache({ source, clock, telemetry }) };
}

type Settle = (stored: StoredSettings) => Settings;

/**
 * The settings of the stack, read anew once they are older than `secondsFresh`; calls at the same time share one read.
 * While the source fails, or holds values that are not possible together (a deployment writes one after another), the
 * last known settings stand. Where nothing is known yet throws ConfigurationError and what the source throws.
 */
export function createSettingsCache(ports: SettingsCachePorts, secondsFresh = 60): () => Promise<Settings> {
  const settle = createSettle(ports.telemetry);
  let known: { readonly settings: Settings; readonly askedAt: Instant } | undefined;
  let reading: Promise<Settings> | undefined;
  const renew = async (): Promise<Settings> => {
    const askedAt = ports.clock.now();
    const settings = await readAnew(ports, settle, known?.settings);
    known = { settings, askedAt };
    return settings;
  };
  return () => {
    if (known !== undefined && ports.clock.now() - known.askedAt < secondsFresh * SECOND_MS) {
      return Promise.resolve(known.settings);
    }
    reading ??= renew().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

async function readAnew(ports: SettingsCachePorts, settle: Settle, last: Settings | undefined): Promise<Settings> {
  try {
    return settle(await ports.source.read());
  } catch (error) {
    if (last === undefined) throw error;
    ports.telemetry.warn('settings could not be read, the last known ones stand', { problem: String(error) });
    return last;
  }
}

/**
 * Tells of what it leaves out once, and again only when its value changes. The same values are the same settings, of
 * which much is memoized.
 */
function createSettle(telemetry: Telemetry): Settle {
  const newlyUnknown = onlyNew((name: string) => name);
  const newlyRejected = onlyNew(({ name, value }: RejectedOverride) => `${name}=${value}`);
  let last: { readonly text: string; readonly settings: Settings } | undefined;
  return (stored) => {
    const text = JSON.stringify(stored);
    if (last?.text === text) return last.settings;
    const { deployed, overrides } = stored;
    const { known, unknown } = splitKnown(deployed);
    for (const setting of newlyUnknown(unknown))
      telemetry.warn('deployed setting is unknown to this version', { setting });
    const settled = settleOverrides(known, overrides);
    if (settled.kind === 'invalid') throw new ConfigurationError(`deployed settings: ${settled.problems.join('; ')}`);
    for (const { name, problem } of newlyRejected(settled.rejected)) {
      telemetry.count('SettingsRejected', 1);
      telemetry.warn('override is not applied', { setting: name, problem });
    }
    last = { text, settings: settled.settings };
    return settled.settings;
  };
}

/** A deployment changes parameters and functions one after another: for a while there may be one without the other. */
function splitKnown(deployed: StoredSettings['deployed']): {
  readonly known: StoredSettings['deployed'];
  readonly unknown: readonly string[];
} {
  const names: readonly string[] = SETTING_NAMES;
  const isKnown = (name: string): boolean => isEntryName(name) || names.includes(name);
  const entries = Object.entries(deployed);
  return {
    known: Object.fromEntries(entries.filter(([name]) => isKnown(name))),
    unknown: entries.map(([name]) => name).filter((name) => !isKnown(name)),
  };
}

function onlyNew<Item>(keyOf: (item: Item) => string): (items: readonly Item[]) => readonly Item[] {
  let told: ReadonlySet<string> = new Set();
  return (items) => {
    const fresh = items.filter((item) => !told.has(keyOf(item)));
    told = new Set(items.map(keyOf));
    return fresh;
  };
}
