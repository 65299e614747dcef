import { TABLES, type TableDefinition } from '../../../handlers/contracts/tables.js';
import { MemoryAuditLog } from '../../memory/memoryAuditLog.js';
import { MemoryBudgetTables } from '../../memory/memoryBudgetTables.js';
import { MemoryNoticeLog } from '../../memory/memoryNoticeLog.js';
import { MemoryPersonPolicyLists } from '../../memory/memoryPersonPolicyLists.js';
import { MemoryPriceTable } from '../../memory/memoryPriceTable.js';
import type { Declared, Graph } from '../declared.js';
import { WorldError } from '../worldError.js';

export type TableKind = keyof typeof TABLES;

/** A declared table. Its keys, not its name, tell which one it is. */
export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly kind: TableKind;
  readonly indexes: readonly string[];
  /** Of its stream, if it has one. */
  readonly streamArn: string | undefined;
}

/** The stack's tables and their contents. */
export class Tables {
  /** UserBudgets and UsageTracking, which share transactions. */
  readonly budgets = new MemoryBudgetTables();
  readonly audit = new MemoryAuditLog();
  readonly prices = new MemoryPriceTable();
  readonly personPolicies = new MemoryPersonPolicyLists();
  readonly notices = new MemoryNoticeLog();
  readonly all: readonly Table[];

  constructor(graph: Graph) {
    this.all = graph.all('dynamodb/table:Table').map(tableOf);
  }

  /** Throws WorldError where DynamoDB would answer with an error: no such table, or other keys. */
  named(kind: TableKind, region: string, name: string): Table {
    const table = this.all.find((one) => one.name === name && one.region === region);
    if (table === undefined) throw new WorldError(`${region} has no table ${name}`);
    if (table.kind !== kind) throw new WorldError(`table ${name} has the keys of ${table.kind}, not of ${kind}`);
    return table;
  }
}

export function indexArn({ arn, name, indexes }: Table, index: string): string {
  if (!indexes.includes(index)) throw new WorldError(`table ${name} has no index ${index}`);
  return `${arn}/index/${index}`;
}

function tableOf(resource: Declared): Table {
  const keys = [resource.text('hashKey'), resource.textOr(undefined, 'rangeKey')];
  const definitions = Object.entries<TableDefinition>(TABLES) as [TableKind, TableDefinition][];
  const found = definitions.find(
    ([, { partitionKey, sortKey }]) => keys[0] === partitionKey.name && keys[1] === sortKey?.name,
  );
  if (found === undefined) throw new WorldError(`${resource.urn}: no table of ours has these keys`);
  return {
    name: resource.text('name'),
    arn: resource.text('arn'),
    region: resource.text('region'),
    kind: found[0],
    indexes: resource.list('globalSecondaryIndexes').map((index) => index.text('name')),
    streamArn: streamOf(resource),
  };
}

/** The monitor needs the new images of rows. */
function streamOf(resource: Declared): string | undefined {
  if (!resource.has('streamEnabled') || !resource.boolean('streamEnabled')) return undefined;
  const view = resource.text('streamViewType');
  if (view !== 'NEW_IMAGE') throw new WorldError(`${resource.urn}: the world has no stream of ${view}`);
  return resource.text('streamArn');
}
