import { createHash } from 'node:crypto';

/** The id of the event that `key` names for good: published again, it is known again. 32 hex digits. */
export function eventIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
