/** Settings as text by name; an override goes before the value that was deployed. */
export interface StoredSettings {
  readonly deployed: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

export interface SettingsSource {
  read(): Promise<StoredSettings>;
}
