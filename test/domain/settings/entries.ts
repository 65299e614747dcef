import { principalWithId } from '../../../domain/iam/principal.js';
import { readSettings, type Settings, type SettingsAnswer } from '../../../domain/settings/settings.js';

export function answer(
  entries: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, string>> = {},
): SettingsAnswer {
  const texts = Object.entries(entries).map(([name, entry]) => [
    name,
    typeof entry === 'string' ? entry : JSON.stringify(entry),
  ]);
  return readSettings({ ...settings, ...(Object.fromEntries(texts) as Record<string, string>) });
}

export function settingsWith(
  entries: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, string>> = {},
): Settings {
  const found = answer(entries, settings);
  if (found.kind === 'invalid') throw new Error(found.problems.join('\n'));
  return found.settings;
}

export function problemsOf(
  entries: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, string>> = {},
): readonly string[] {
  const found = answer(entries, settings);
  return found.kind === 'invalid' ? found.problems : [];
}

export const ACCOUNT = 'arn:aws:iam::444455556666';
export const ANA = principalWithId('person/ana@example.com');
export const CI = principalWithId(`${ACCOUNT}:role/ci-build`);
export const KEY = principalWithId(`${ACCOUNT}:user/BedrockAPIKey-k7qd`);
export const PATHED = principalWithId(`${ACCOUNT}:user/teams/search/alice`);
