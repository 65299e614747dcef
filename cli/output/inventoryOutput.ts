import { displayMoney } from '../../domain/display.js';
import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { InventoryRow } from '../inventory/inventory.js';
import { csvLine } from './csv.js';
import { displayPrincipal } from './display.js';
import { fitTable } from './fitTable.js';
import { spendingJson } from './keyOutput.js';
import { zonedDay } from './zoned.js';

/** Principals, a line each, and how many there are; days in the zone. */
export function inventoryLines(
  rows: readonly InventoryRow[],
  timeZone: string,
  { withoutBudget }: { readonly withoutBudget: boolean },
): readonly string[] {
  if (withoutBudget && rows.length === 0) return ['everybody with access to Bedrock by their policies has a budget'];
  const head = ['principal', 'access by', 'budget', 'spent', 'last used'];
  const cells = rows.map((row) => [
    displayPrincipal(row.principalId),
    accessText(row),
    budgetText(row),
    row.spending === undefined ? '' : displayMoney(row.spending.spentUsd),
    row.lastUsed === undefined ? '' : zonedDay(timeZone, row.lastUsed),
  ]);
  const summary = withoutBudget ? `${rows.length} with access to Bedrock, without a budget` : summaryLine(rows);
  return [fitTable(head, cells, [0, 1]), '', summary];
}

export function inventoryJson({ spending, lastUsed, boundary, ...row }: InventoryRow): object {
  return {
    ...row,
    ...(boundary === undefined ? {} : { boundary }),
    ...(spending === undefined ? { budget: null } : spendingJson(spending)),
    ...(lastUsed === undefined ? {} : { lastUsed: formatInstant(lastUsed) }),
  };
}

export const INVENTORY_HEAD: readonly string[] = [
  'principal_id',
  'account_type',
  'access_by',
  'unreadable_policies',
  'boundary',
  'boundary_allows',
  'sessions_are_persons',
  'budget',
  'limit_usd',
  'spent_usd',
  'last_used',
];

export function inventoryCsv(row: InventoryRow): string {
  const { spending, boundary, lastUsed } = row;
  return csvLine([
    row.principalId,
    row.accountType,
    row.accessBy.join('; '),
    row.unreadable.join('; '),
    boundary?.name ?? '',
    boundary?.allows ?? '',
    String(row.isOfPersons),
    spending?.status ?? '',
    spending === undefined ? '' : usdToString(spending.limitUsd),
    spending === undefined ? '' : usdToString(spending.spentUsd),
    lastUsed === undefined ? '' : formatInstant(lastUsed),
  ]);
}

/** A boundary that leaves no room for Bedrock comes first, for it undoes the rest. */
function accessText({ accessBy, unreadable, boundary }: InventoryRow): string {
  const bounds = boundary?.allows === 'no' ? [`NOT within boundary ${boundary.name}`] : [];
  const bounded = boundary === undefined || boundary.allows === 'no' ? [] : [`within ${boundary.name}`];
  return [...bounds, ...accessBy, ...unreadable.map((name) => `${name} unreadable`), ...bounded].join(', ');
}

function budgetText({ spending, isOfPersons }: InventoryRow): string {
  if (spending !== undefined) return spending.status;
  return isOfPersons ? 'per person' : 'NONE';
}

function summaryLine(rows: readonly InventoryRow[]): string {
  const without = rows.filter(({ spending, isOfPersons }) => spending === undefined && !isOfPersons).length;
  return `${rows.length} with access to Bedrock by their policies, ${without} of them without a budget`;
}
