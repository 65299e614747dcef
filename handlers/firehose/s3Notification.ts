import { isObject, objectAt, stringAt } from '../../domain/json.js';

export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

export type Notification =
  | { readonly kind: 'objects'; readonly objects: readonly ObjectPlace[] }
  /** The path and what is wrong there. */
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Reads that objects were written: S3's own notification, with an encoded key (S3 User Guide, "Event message
 * structure"), or EventBridge's `Object Created`, with a plain one. S3's test message is about no object.
 */
export function readS3Notification(event: unknown): Notification {
  if (!isObject(event)) return invalid('not an object');
  if (event['Event'] === 's3:TestEvent') return { kind: 'objects', objects: [] };
  if (event['source'] === 'aws.s3') return readObjectCreated(event);
  if (!Array.isArray(event['Records'])) return invalid('Records: not an array');
  const objects: ObjectPlace[] = [];
  for (const [index, record] of (event['Records'] as readonly unknown[]).entries()) {
    const place = placeInRecord(record, `Records[${index}]`);
    if ('reason' in place) return place;
    objects.push(place);
  }
  return { kind: 'objects', objects };
}

function readObjectCreated(event: Readonly<Record<string, unknown>>): Notification {
  if (event['detail-type'] !== 'Object Created') return invalid('detail-type: not Object Created');
  const place = placeAt(event['detail'], 'detail');
  return 'reason' in place ? place : { kind: 'objects', objects: [place] };
}

function placeInRecord(record: unknown, path: string): ObjectPlace | Invalid {
  if (stringAt(record, 'eventSource') !== 'aws:s3') return invalid(`${path}.eventSource: not aws:s3`);
  const place = placeAt(objectAt(record, 's3'), `${path}.s3`);
  if ('reason' in place) return place;
  const key = decoded(place.key);
  return key === undefined ? invalid(`${path}.s3.object.key: not URL-encoded`) : { bucket: place.bucket, key };
}

function placeAt(value: unknown, path: string): ObjectPlace | Invalid {
  const bucket = stringAt(objectAt(value, 'bucket'), 'name');
  if (bucket === undefined) return invalid(`${path}.bucket.name: not text, or empty`);
  const key = stringAt(objectAt(value, 'object'), 'key');
  return key === undefined ? invalid(`${path}.object.key: not text, or empty`) : { bucket, key };
}

/** As in a form: a plus is a blank, a plus itself is `%2B`. */
function decoded(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

type Invalid = Extract<Notification, { readonly kind: 'invalid' }>;

function invalid(reason: string): Invalid {
  return { kind: 'invalid', reason };
}
