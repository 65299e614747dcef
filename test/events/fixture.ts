import { readFileSync } from 'node:fs';

export const ACCOUNT = '444455556666';

type Fields = Readonly<Record<string, unknown>>;

export interface EventFixture extends Fields {
  readonly detail: Fields;
}

/** An EventBridge event such as `cloudtrail/createUser`; `overrides` replaces fields of its detail, undefined removes one. */
export function eventFixture(name: string, overrides: Fields = {}): EventFixture {
  const event = JSON.parse(readFileSync(`test/events/${name}.json`, 'utf8')) as EventFixture;
  return { ...event, detail: { ...event.detail, ...overrides } };
}
