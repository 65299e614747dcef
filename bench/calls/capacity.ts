import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../handlers/adapters/attributes.js';
import type { IndexDefinition, TableDefinition } from '../../handlers/contracts/tables.js';

/**
 * What DynamoDB bills of a request (Developer Guide, "Read and write operations", "DynamoDB item sizes and formats" and
 * "Provisioned throughput considerations for global secondary indexes"). DynamoDB Local's own answer is no help: of a
 * transaction it counts one item a table.
 */
const WRITE_BYTES = 1024;
const READ_BYTES = 4096;

/** What storage counts beside an item, and beside each entry of an index. */
const OVERHEAD_BYTES = 100;

/** Of the table: the larger of what was there and what is there. In a transaction it counts twice. */
export function writeUnits(before: Item | undefined, after: Item): number {
  return units(Math.max(before === undefined ? 0 : sizeOf(before), sizeOf(after)), WRITE_BYTES);
}

/** A consistent read; of nothing as of the smallest item. */
export function readUnits(item: Item | undefined): number {
  return units(item === undefined ? 0 : sizeOf(item), READ_BYTES);
}

/** Of all indexes; a transaction does not double it. */
export function indexWriteUnits(table: TableDefinition, before: Item | undefined, after: Item): number {
  return table.indexes
    .map((index) => [entryOf(table, index, before), entryOf(table, index, after)] as const)
    .reduce((sum, [old, now]) => sum + entryUnits(old, now), 0);
}

/** Of a row with its entries in the indexes. */
export function storedBytes(table: TableDefinition, item: Item): number {
  const entries = table.indexes.map((index) => entryOf(table, index, item)?.item);
  return [item, ...entries].reduce<number>((sum, one) => {
    return one === undefined ? sum : sum + sizeOf(one) + OVERHEAD_BYTES;
  }, 0);
}

export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

interface Entry {
  readonly key: string;
  readonly item: Item;
}

function entryUnits(old: Entry | undefined, now: Entry | undefined): number {
  const [left, right] = [old, now].map((entry) => (entry === undefined ? 0 : units(sizeOf(entry.item), WRITE_BYTES)));
  // An entry whose key changes is deleted, and another put.
  if (old?.key !== now?.key) return (left ?? 0) + (right ?? 0);
  return JSON.stringify(old?.item) === JSON.stringify(now?.item) ? 0 : Math.max(left ?? 0, right ?? 0);
}

function entryOf(table: TableDefinition, index: IndexDefinition, item: Item | undefined): Entry | undefined {
  const names = [index.partitionKey, index.sortKey, table.partitionKey, table.sortKey].flatMap(
    (key) => key?.name ?? [],
  );
  const keys = [index.partitionKey, index.sortKey].flatMap((key) => key?.name ?? []);
  if (item === undefined || keys.some((name) => item[name] === undefined)) return undefined;
  const projected = index.projection === 'ALL' ? item : pick(item, names);
  return { key: JSON.stringify(pick(item, names)), item: projected };
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.SS !== undefined) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + valueSize(one), 3);
  if (value.M !== undefined)
    return Object.entries(value.M).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + valueSize(one), 3);
  throw new TypeError(`${JSON.stringify(value)}: a type that no row of ours has`);
}

/** A byte for two significant digits, and one. */
function numberSize(digits: string): number {
  const significant = digits.replace(/^-|\./g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(significant / 2) + 1;
}

function units(bytes: number, unit: number): number {
  return Math.max(1, Math.ceil(bytes / unit));
}
