import { nearestName } from '../nearestName.js';

/** What calls may be grouped by, beside a key of their request metadata. */
const PLAIN_KEYS = ['person', 'team', 'model', 'day', 'region', 'profile', 'session', 'principal', 'account'] as const;

const METADATA = 'metadata:';

type MetadataKey = `${typeof METADATA}${string}`;

export type ReportKey = (typeof PLAIN_KEYS)[number] | MetadataKey;

export type KeysAnswer =
  | { readonly kind: 'keys'; readonly keys: readonly ReportKey[] }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Reads `team,model` or `metadata:project`. */
export function readKeys(text: string): KeysAnswer {
  const keys: ReportKey[] = [];
  for (const name of text.split(',').map((part) => part.trim())) {
    const key = keyOf(name);
    if (key === undefined) return { kind: 'invalid', reason: problemOf(name) };
    if (keys.includes(key)) return { kind: 'invalid', reason: `${name} stands there twice` };
    keys.push(key);
  }
  return { kind: 'keys', keys };
}

/** The key of the metadata that a report key is about; undefined for the others. */
export function metadataKeyOf(key: ReportKey): string | undefined {
  return isOfMetadata(key) ? metadataName(key) : undefined;
}

export function metadataName(key: MetadataKey): string {
  return key.slice(METADATA.length);
}

function isOfMetadata(key: string): key is MetadataKey {
  return key.startsWith(METADATA);
}

function keyOf(name: string): ReportKey | undefined {
  const plain = PLAIN_KEYS.find((key) => key === name);
  if (plain !== undefined) return plain;
  return isOfMetadata(name) && name.length > METADATA.length ? name : undefined;
}

function problemOf(name: string): string {
  if (name === '') return 'a key is empty; such as team,model';
  if (name === METADATA || name === 'metadata') return 'metadata needs the name of its key, such as metadata:project';
  return `${JSON.stringify(name)} is not a key; the nearest is ${nearestName(name, PLAIN_KEYS)}`;
}
