import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { NO_OVERRIDES, type LimitSource, type Overrides } from '../../domain/budget/overrides.js';
import { isObject, stringAt } from '../../domain/json.js';
import { formatInstant, parseInstant, type Instant } from '../../domain/instant.js';
import { parseExactUsd, usdToString } from '../../domain/money.js';
import { CorruptRowError } from '../runtime/errors.js';
import { text, type ItemReader } from './attributes.js';

/** What was decided by hand for a budget, as JSON with instants in ISO 8601 and exact amounts; undefined for nothing. */
export function overridesJson({ limit, topUps, exemption }: Overrides): AttributeValue | undefined {
  if (limit === undefined && topUps.length === 0 && exemption === undefined) return undefined;
  return text(
    JSON.stringify({
      ...(limit === undefined ? {} : { limit: { ...limit, ...timesOf(limit) } }),
      topUps: topUps.map((topUp) => ({ ...topUp, ...timesOf(topUp), amountUsd: usdToString(topUp.amountUsd) })),
      ...(exemption === undefined ? {} : { exemption: { ...exemption, ...timesOf(exemption) } }),
    }),
  );
}

function timesOf({ at, until }: { readonly at: Instant; readonly until: Instant | undefined }): object {
  return { at: formatInstant(at), until: until === undefined ? undefined : formatInstant(until) };
}

/** Throws CorruptRowError. */
export function overridesIn(row: ItemReader): Overrides {
  if (!row.has('overrides')) return NO_OVERRIDES;
  const found = row.json('overrides');
  if (!isObject(found) || !Array.isArray(found['topUps'])) return unreadable(row);
  const { limit, topUps, exemption } = found;
  return {
    limit: limit === undefined ? undefined : decisionOf(row, limit),
    topUps: (topUps as readonly unknown[]).map((topUp) => {
      const { until, ...by } = decisionOf(row, topUp);
      return { ...by, until: until ?? unreadable(row), amountUsd: amountOf(row, topUp) };
    }),
    exemption: exemption === undefined ? undefined : decisionOf(row, exemption),
  };
}

function decisionOf(row: ItemReader, found: unknown): NonNullable<Overrides['exemption']> {
  const [by, at, until] = ['by', 'at', 'until'].map((key) => stringAt(found, key));
  if (by === undefined || at === undefined) return unreadable(row);
  const reason = stringAt(found, 'reason') ?? '';
  return { by, reason, at: instantOf(row, at), until: until === undefined ? undefined : instantOf(row, until) };
}

function instantOf(row: ItemReader, found: string): Instant {
  return parseInstant(found) ?? unreadable(row);
}

function amountOf(row: ItemReader, topUp: unknown): ReturnType<typeof parseExactUsd> {
  try {
    return parseExactUsd(stringAt(topUp, 'amountUsd') ?? '');
  } catch {
    return unreadable(row);
  }
}

function unreadable(row: ItemReader): never {
  throw new CorruptRowError(row.name, 'overrides', 'what was decided by hand, as JSON');
}

/** Throws CorruptRowError. */
export function limitSourceIn(row: ItemReader): LimitSource {
  const found = row.text('limit_from');
  if (/^(?:settings|tag|set-limit|by-hand|(?:rule|team) \S+)$/.test(found)) return found as LimitSource;
  throw new CorruptRowError(row.name, 'limit_from', 'where a limit can come from');
}
