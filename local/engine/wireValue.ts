import { isObject, stringAt, type JsonObject } from '../../domain/json.js';
import {
  Archive,
  Asset,
  ResourceReference,
  Secret,
  Unknown,
  type ArchiveSource,
  type AssetSource,
  type PlanObject,
  type PlanValue,
} from './plan.js';
import { isList, isPlanObject } from './planValue.js';

/** How Pulumi writes what JSON cannot; source: sdk/go/common/resource/properties.go. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const SIGNATURES = {
  asset: 'c44067f5952c0a294b673a41bacd8c17',
  archive: '0def7320c3a5731c473e5ecbe6d01bc7',
  secret: '1b47061264138c4ac30d75fd1eb44270',
  resource: '5cf8f73096256a8f31e491e813e4eb8e',
  output: 'd0e6a833031e9bbcd3f4e8bde6ca49a4',
} as const;

/** Reads a property as the SDK sends it. */
export function decodeValue(wire: unknown): PlanValue {
  if (wire === UNKNOWN) return new Unknown();
  if (typeof wire === 'string' || typeof wire === 'number' || typeof wire === 'boolean') return wire;
  if (Array.isArray(wire)) return wire.map(decodeValue);
  if (!isObject(wire)) return null;
  return SIGNATURE in wire ? decodeSigned(wire) : decodeObject(wire);
}

export function decodeObject(wire: JsonObject): PlanObject {
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, decodeValue(value)]));
}

/** Writes a property as the SDK reads it. */
export function encodeValue(value: PlanValue): unknown {
  if (value instanceof Unknown) return UNKNOWN;
  if (value instanceof Secret) return { [SIGNATURE]: SIGNATURES.secret, value: encodeValue(value.secret) };
  if (value instanceof ResourceReference) return encodeReference(value);
  if (value instanceof Asset) return { [SIGNATURE]: SIGNATURES.asset, ...value.asset };
  if (value instanceof Archive) return { [SIGNATURE]: SIGNATURES.archive, ...encodeArchive(value.archive) };
  if (isList(value)) return value.map(encodeValue);
  return isPlanObject(value) ? encodeObject(value) : value;
}

export function encodeObject(object: PlanObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, encodeValue(value)]));
}

/** The id of a resource reference; empty where it is not known yet. */
function decodeId(id: string): string | Unknown {
  return id === UNKNOWN || id === '' ? new Unknown() : id;
}

function decodeSigned(wire: JsonObject): PlanValue {
  switch (wire[SIGNATURE]) {
    case SIGNATURES.secret:
      return new Secret(decodeValue(wire['value']));
    case SIGNATURES.output:
      return decodeOutput(wire);
    case SIGNATURES.resource:
      return decodeReference(wire);
    case SIGNATURES.asset:
      return new Asset(decodeAsset(wire));
    case SIGNATURES.archive:
      return new Archive(decodeArchive(wire));
    default:
      throw new Error(`a property value with the unknown signature ${String(wire[SIGNATURE])}`);
  }
}

/** Sent to remote components only: a value with what it depends on. */
function decodeOutput(wire: JsonObject): PlanValue {
  const value = 'value' in wire ? decodeValue(wire['value']) : new Unknown();
  return wire['secret'] === true ? new Secret(value) : value;
}

function decodeReference(wire: JsonObject): ResourceReference {
  const urn = stringAt(wire, 'urn') ?? '';
  const id = wire['id'];
  return typeof id === 'string' ? new ResourceReference(urn, decodeId(id)) : new ResourceReference(urn);
}

function encodeReference({ urn, id }: ResourceReference): JsonObject {
  const wireId = id instanceof Unknown ? '' : id;
  return { [SIGNATURE]: SIGNATURES.resource, urn, ...(wireId === undefined ? {} : { id: wireId }) };
}

function decodeAsset(wire: JsonObject): AssetSource {
  const path = stringAt(wire, 'path');
  const uri = stringAt(wire, 'uri');
  if (path !== undefined) return { path };
  return uri === undefined ? { text: stringAt(wire, 'text') ?? '' } : { uri };
}

function decodeArchive(wire: JsonObject): ArchiveSource {
  const assets = wire['assets'];
  if (isObject(assets)) return { assets: decodeObject(assets) };
  const uri = stringAt(wire, 'uri');
  return uri === undefined ? { path: stringAt(wire, 'path') ?? '' } : { uri };
}

function encodeArchive(archive: ArchiveSource): JsonObject {
  return 'assets' in archive ? { assets: encodeObject(archive.assets) } : archive;
}
