import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, objectAt, stringAt } from '../../domain/json.js';
import { parseInstant } from '../../domain/instant.js';
import { auditEntryIn, auditItem } from '../../handlers/adapters/auditItem.js';
import { ItemReader, type Item } from '../../handlers/adapters/attributes.js';
import { budgetItem, storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import { priceItem, priceRowOf } from '../../handlers/adapters/priceItem.js';
import { teamCountItem, teamCountOf } from '../../handlers/adapters/teamCountItem.js';
import { ledgerEntryOf, usageItem } from '../../handlers/adapters/usageItem.js';
import type { StoredPersonPolicy } from '../../handlers/ports/personPolicyLists.js';
import type { IamContents } from '../../local/memory/iamAccount.js';
import type { PriceTableOthers } from '../../local/memory/memoryPriceTable.js';
import type { Plan } from '../../local/engine/plan.js';
import { createWorld, type World } from '../../local/world/world.js';
import { entryJson } from '../output/worldJson.js';
import { loadStack, savedProducts } from '../start/loadStack.js';
import { UserError } from '../userError.js';

/** Of which program a world was made. */
export interface WorldOrigin {
  readonly stack: string;
  readonly account: string;
  /** Settings in place of those of the stack's file. */
  readonly settings: Readonly<Record<string, string>>;
  /** The model behind each application inference profile, by ARN. */
  readonly profiles: readonly (readonly [string, string])[];
}

const STATE = 'world.json';

/**
 * Writes what a world holds into a folder: rows as DynamoDB would hold them, IAM, parameters, objects, and what has
 * happened; of a world that was opened from there, after what the folder tells already. Throws UserError.
 */
export function keepWorld(folder: string, origin: WorldOrigin, world: World, from: 'the start' | 'opened'): void {
  const { tables, buckets, journal, time } = world;
  const lines = (path: string, rows: readonly unknown[]): void => {
    write(join(folder, path), linesOf(rows));
  };
  lines('tables/UserBudgets.jsonl', tables.budgets.records.map(budgetItem));
  lines('tables/UsageTracking.jsonl', tables.budgets.entries.map(usageItem));
  lines('tables/TeamSpending.jsonl', tables.budgets.counts.map(teamCountItem));
  const audited = tables.audit.rows.filter(({ expiresAt }) => expiresAt > time.now());
  lines(
    'tables/AuditLogs.jsonl',
    audited.map(({ entry, expiresAt }) => auditItem(entry, expiresAt)),
  );
  lines(
    'tables/Pricing.jsonl',
    tables.prices.rows.map(({ row, updatedAt, expiresAt }) => priceItem(row, updatedAt, expiresAt)),
  );
  const happened = { 'journal.jsonl': journal.entries, 'messages.jsonl': journal.of('message-kept') };
  const told = {
    'notifications.jsonl': (['notified', 'mailed', 'posted'] as const).flatMap((kind) => journal.of(kind)),
  };
  for (const [path, entries] of Object.entries({ ...happened, ...told })) {
    const text = linesOf(entries.map(entryJson));
    if (from === 'opened') append(join(folder, path), text);
    else write(join(folder, path), text);
  }
  for (const [key, content] of buckets.store.objects) write(join(folder, 'objects', key), content);
  write(join(folder, STATE), `${JSON.stringify(stateOf(origin, world), undefined, 2)}\n`);
}

/** A world as it was kept, to go on from there. Throws UserError, WorldError. */
export async function openWorld(
  folder: string,
): Promise<{ readonly world: World; readonly origin: WorldOrigin; readonly plan: Plan }> {
  const state = readState(folder);
  const { plan, hasTrail } = await loadStack(state.stack, state.account, state.settings);
  const inferenceProfiles = new Map(state.profiles);
  const world = createWorld({ plan, start: state.at, hasTrail, inferenceProfiles, products: savedProducts() });
  try {
    restore(world, folder, state);
  } catch (error) {
    world.time.close();
    throw error;
  }
  const { stack, account, settings, profiles } = state;
  return { world, plan, origin: { stack, account, settings, profiles } };
}

interface State extends WorldOrigin {
  readonly at: number;
  readonly iam: IamContents;
  readonly parameters: readonly (readonly [string, string, string])[];
  readonly personPolicies: readonly StoredPersonPolicy[];
  readonly prices: PriceTableOthers;
}

function stateOf(origin: WorldOrigin, { time, iam, parameters, tables }: World): object {
  return {
    ...origin,
    at: new Date(time.now()).toISOString(),
    iam: iam.contents,
    parameters: parameters.entries,
    personPolicies: tables.personPolicies.rows,
    prices: tables.prices.others,
  };
}

function readState(folder: string): State {
  const file = join(folder, STATE);
  const found = parsed(read(file), file);
  const at = parseInstant(stringAt(found, 'at') ?? '');
  if (!isObject(found) || at === undefined || !isObject(objectAt(found, 'iam'))) {
    throw new UserError(`${file}: not a world that \`budgeteer start --keep\` of this version wrote`);
  }
  return { ...(found as unknown as State), at };
}

function restore({ tables, iam, parameters }: World, folder: string, state: State): void {
  const rowsOf = <T>(table: string, rowOf: (item: Item) => T): readonly T[] => {
    const file = join(folder, 'tables', `${table}.jsonl`);
    const lines = read(file).split('\n');
    return lines.flatMap((line) => (line === '' ? [] : [rowOf(parsed(line, file) as Item)]));
  };
  tables.budgets.restore(
    rowsOf('UserBudgets', storedBudgetOf),
    rowsOf('UsageTracking', ledgerEntryOf),
    rowsOf('TeamSpending', teamCountOf),
  );
  tables.audit.restore(rowsOf('AuditLogs', (item) => ({ entry: auditEntryIn(item), expiresAt: ttlOf(item) })));
  const rates = rowsOf('Pricing', (item) => {
    const updatedAt = new ItemReader(item, 'Pricing').instant('last_updated');
    return { row: priceRowOf(item), updatedAt, expiresAt: ttlOf(item) };
  });
  tables.prices.restore(rates, state.prices);
  for (const row of state.personPolicies) tables.personPolicies.put(row);
  iam.restore(state.iam);
  for (const [region, name, value] of state.parameters) parameters.put(region, name, value);
}

function ttlOf(item: Item): number {
  return new ItemReader(item, 'row').epochSeconds('ttl');
}

function linesOf(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: not JSON: ${messageOf(error)}`, { cause: error });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read; \`budgeteer start --keep FOLDER\` writes a world`, { cause: error });
  }
}

/** First beside the old one: a write that is cut short leaves the old one. */
function write(path: string, content: string | Uint8Array): void {
  onDisk(path, () => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  });
}

function append(path: string, content: string): void {
  onDisk(path, () => {
    appendFileSync(path, content);
  });
}

function onDisk(path: string, work: () => void): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    work();
  } catch (error) {
    throw new UserError(`${path}: cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
