import type { RestorePoint } from '../../domain/iam/principalAccess.js';
import type { TeamSpend } from '../../domain/budget/teamSpend.js';
import { isObject, stringAt } from '../../domain/json.js';
import { formatInstant, parseInstant } from '../../domain/instant.js';
import { parseExactUsd, usdToString } from '../../domain/money.js';
import { CorruptRowError } from '../runtime/errors.js';
import type { OutboxEvent, ToldEvent } from '../ports/budgetStore.js';
import type { ItemReader } from './attributes.js';

/** What a row of UserBudgets holds as JSON; each throws CorruptRowError where that is something else. */
export function textsIn(row: ItemReader, name: 'sessions' | 'sightings'): readonly string[] {
  return row.has(name) ? row.jsonOf(name, isTexts, 'a list of texts') : [];
}

export function outboxIn(row: ItemReader): readonly OutboxEvent[] {
  return row.has('outbox') ? row.jsonOf('outbox', isOutbox, 'a list of events') : [];
}

export function lastToldIn(row: ItemReader): { readonly lastTold?: ToldEvent } {
  return row.has('last_told') ? { lastTold: row.jsonOf('last_told', isToldEvent, 'an event') } : {};
}

export function restorePointIn(row: ItemReader): RestorePoint | undefined {
  return row.has('restore_point') ? row.jsonOf('restore_point', isRestorePoint, 'a restore point') : undefined;
}

/** Of each team the period, with what was spent in it and what came late. */
export function teamSpendJson(spends: readonly TeamSpend[]): string {
  return JSON.stringify(
    spends.map(({ team, period, spentUsd, lateSpentUsd }) => ({
      team,
      start: formatInstant(period.start),
      end: formatInstant(period.end),
      spentUsd: usdToString(spentUsd),
      lateSpentUsd: usdToString(lateSpentUsd),
    })),
  );
}

export function teamSpendIn(row: ItemReader): readonly TeamSpend[] {
  if (!row.has('team_spend')) return [];
  const found = row.json('team_spend');
  const spends = Array.isArray(found) ? found.map(teamSpendOf) : [undefined];
  if (!spends.every((spend) => spend !== undefined))
    throw new CorruptRowError(row.name, 'team_spend', 'spend in teams as JSON');
  return spends;
}

function teamSpendOf(found: unknown): TeamSpend | undefined {
  const [team, start, end, spent, late] = ['team', 'start', 'end', 'spentUsd', 'lateSpentUsd'].map((key) =>
    stringAt(found, key),
  );
  const period = { start: parseInstant(start ?? '') ?? NaN, end: parseInstant(end ?? '') ?? NaN };
  if (team === undefined || spent === undefined || late === undefined || Number.isNaN(period.start + period.end))
    return undefined;
  try {
    return { team, period, spentUsd: parseExactUsd(spent), lateSpentUsd: parseExactUsd(late) };
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isOutbox(value: unknown): value is readonly OutboxEvent[] {
  return Array.isArray(value) && value.every(isOutboxEvent);
}

function isOutboxEvent(value: unknown): value is OutboxEvent {
  if (!isObject(value) || stringAt(value, 'eventId') === undefined) return false;
  const { detail } = value;
  return ['type', 'at', 'principalId'].every((key) => stringAt(detail, key) !== undefined);
}

function isToldEvent(value: unknown): value is ToldEvent {
  return isObject(value) && stringAt(value, 'eventId') !== undefined && Number.isFinite(value['at']);
}

function isRestorePoint(value: unknown): value is RestorePoint {
  if (!isObject(value) || !Number.isFinite(value['takenAt'])) return false;
  const lists = ['attachedPolicyArns', 'activeKeyIds', 'detachedPolicyArns', 'deactivatedKeyIds'];
  const hasBoundary = value['boundaryArn'] === undefined || stringAt(value, 'boundaryArn') !== undefined;
  const hasNames = stringAt(value, 'arn') !== undefined && stringAt(value, 'uniqueId') !== undefined;
  return hasBoundary && hasNames && lists.every((key) => isTexts(value[key]));
}
