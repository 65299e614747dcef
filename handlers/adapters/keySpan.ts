import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { formatInstant, SECOND_MS, type Instant } from '../../domain/instant.js';
import { text } from './attributes.js';

/** `2026-10-01T00:00:05`: with it begin all keys of a second, with milliseconds or without. */
const SECOND_LENGTH = 19;

/**
 * The keys between which the rows of a span lie, where keys begin with an instant. As texts, `…05.500Z` is before
 * `…05Z`: so these are whole seconds, and rows of the first and the last may be outside of the span.
 */
export function keySpan(
  since: Instant,
  until: Instant,
): { readonly first: AttributeValue; readonly last: AttributeValue } {
  return { first: text(secondOf(since)), last: text(`${secondOf(until - 1)}~`) };
}

/** Those within the span, by time. */
export function withinSpan<T>(
  rows: readonly T[],
  since: Instant,
  until: Instant,
  timeOf: (row: T) => Instant,
): readonly T[] {
  const found = rows.filter((row) => timeOf(row) >= since && timeOf(row) < until);
  return found.sort((one, other) => timeOf(one) - timeOf(other));
}

function secondOf(at: Instant): string {
  return formatInstant(Math.floor(at / SECOND_MS) * SECOND_MS).slice(0, SECOND_LENGTH);
}
