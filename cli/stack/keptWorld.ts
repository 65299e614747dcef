import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, stringAt, type JsonObject } from '../../domain/json.js';
import { parseInstant } from '../../domain/instant.js';
import { auditEntryIn, auditItem } from '../../handlers/adapters/auditItem.js';
import { ItemReader, type Item } from '../../handlers/adapters/attributes.js';
import { budgetItem, storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import { priceItem, priceRowOf } from '../../handlers/adapters/priceItem.js';
import { teamCountItem, teamCountOf } from '../../handlers/adapters/teamCountItem.js';
import { ledgerEntryOf, usageItem } from '../../handlers/adapters/usageItem.js';
import { CorruptRowError } from '../../handlers/runtime/errors.js';
import type { StoredPersonPolicy } from '../../handlers/ports/personPolicyLists.js';
import type { IamContents } from '../../local/memory/iamAccount.js';
import type { PriceTableOthers } from '../../local/memory/memoryPriceTable.js';
import type { Plan } from '../../local/engine/plan.js';
import { createWorld, type World } from '../../local/world/world.js';
import { entryJson } from '../output/worldJson.js';
import { loadStack, savedProducts } from '../start/loadStack.js';
import { UserError } from '../userError.js';
import { append, linesOf, parsed, read, write } from './keptFiles.js';

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

/** Whether a start may write here: a folder that is new, empty, or has a world, which it replaces. Throws UserError. */
export function assertKeepable(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, STATE))) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder}: not a folder`);
  if (readdirSync(folder).length > 0)
    throw new UserError(`${folder}: has other things than a world in it; name a new folder`);
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
  /** Executions so far. */
  readonly runs: number;
}

function stateOf(origin: WorldOrigin, { time, iam, parameters, tables, machines }: World): object {
  return {
    ...origin,
    at: new Date(time.now()).toISOString(),
    iam: iam.contents,
    parameters: parameters.entries,
    personPolicies: tables.personPolicies.rows,
    prices: tables.prices.others,
    runs: machines.runs,
  };
}

function readState(folder: string): State {
  const file = join(folder, STATE);
  const found = parsed(read(file), file);
  const at = parseInstant(stringAt(found, 'at') ?? '');
  if (isObject(found) && at !== undefined && isWhole(found)) return { ...(found as unknown as State), at };
  throw new UserError(`${file}: not a world that \`budgeteer start --keep\` of this version wrote`);
}

function isWhole(found: JsonObject): boolean {
  const { iam, settings, prices } = found;
  const lists = [found['profiles'], found['parameters'], found['personPolicies']];
  if (!isObject(settings) || !isObject(iam) || !isObject(prices)) return false;
  lists.push(iam['principals'], iam['policies'], iam['groups'], prices['profiles'], prices['services']);
  const texts = [stringAt(found, 'stack'), stringAt(found, 'account')];
  return lists.every(Array.isArray) && !texts.includes(undefined) && Number.isInteger(found['runs']);
}

function restore({ tables, iam, parameters, machines }: World, folder: string, state: State): void {
  const rowsOf = <T>(table: string, rowOf: (item: Item) => T): readonly T[] => {
    const file = join(folder, 'tables', `${table}.jsonl`);
    const lines = read(file).split('\n');
    return lines.flatMap((line) => (line === '' ? [] : [readable(rowOf, parsed(line, file), file)]));
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
  machines.goOnAfter(state.runs);
}

function readable<T>(rowOf: (item: Item) => T, item: unknown, file: string): T {
  try {
    return rowOf((isObject(item) ? item : {}) as Item);
  } catch (error) {
    if (!(error instanceof CorruptRowError)) throw error;
    throw new UserError(`${file}: ${error.message}`, { cause: error });
  }
}

function ttlOf(item: Item): number {
  return new ItemReader(item, 'row').epochSeconds('ttl');
}
