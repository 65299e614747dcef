import type { TeamCount, TeamCountKey } from '../ports/teamCounts.js';
import { amount, instant, ItemReader, number, text, type Item } from './attributes.js';

/** The key of a row: team and member. */
export function teamCountItemKey({ team, principalId }: TeamCountKey): Item {
  return { team: text(team), principal_id: text(principalId) };
}

/** A row of TeamSpending. */
export function teamCountItem(count: TeamCount): Item {
  return {
    ...teamCountItemKey(count),
    period_start: instant(count.period.start),
    period_end: instant(count.period.end),
    counted_usd: amount(count.countedUsd),
    late_counted_usd: amount(count.lateCountedUsd),
    row_created_at: instant(count.rowCreatedAt),
    row_version: number(count.rowVersion),
  };
}

/** Throws CorruptRowError. */
export function teamCountOf(item: Readonly<Item>): TeamCount {
  const row = new ItemReader(item, `TeamSpending ${item['team']?.S ?? '?'} ${item['principal_id']?.S ?? '?'}`);
  return {
    team: row.text('team'),
    principalId: row.text('principal_id'),
    period: { start: row.instant('period_start'), end: row.instant('period_end') },
    countedUsd: row.amount('counted_usd'),
    lateCountedUsd: row.amount('late_counted_usd'),
    rowCreatedAt: row.instant('row_created_at'),
    rowVersion: row.number('row_version'),
  };
}
