/** A resource as the rules see it. */
export interface CheckedResource {
  readonly urn: string;
  /** Such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** Its inputs; once it exists, its outputs, which include them. */
  readonly props: Properties;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** URNs of its dependencies. */
  readonly dependencies: readonly string[];
}

export type Properties = Readonly<Record<string, unknown>>;

/** How Pulumi writes an unknown value on the wire (pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWN_TEXTS: readonly unknown[] = [
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
];

/** Whether the rules cannot see a value: unknown in a preview, or `{unknown: true}` or `{secret: true}` in a plan. */
export function isUnknown(value: unknown): boolean {
  if (isProperties(value)) return value['unknown'] === true || value['secret'] === true;
  return UNKNOWN_TEXTS.includes(value);
}

/** The value at a path. Below an unknown value it is that unknown value. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || isUnknown(value)) return value;
  return isProperties(value) ? valueAt(value[key], ...rest) : undefined;
}

/** Whether a value is known to be absent. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Whether a value is known and differs from `expected`. */
export function isOther(value: unknown, expected: unknown): boolean {
  return !isUnknown(value) && value !== expected;
}

/** The stack of a URN such as `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function stackOf({ urn }: CheckedResource): string {
  return urn.split(':')[2] ?? '';
}

export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
