import type {
  BatchGetItemCommandInput,
  DynamoDBClient,
  PutItemCommandInput,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../handlers/adapters/attributes.js';
import { TABLES, type TableDefinition } from '../../handlers/contracts/tables.js';
import { indexWriteUnits, readUnits, storedBytes, writeUnits } from './capacity.js';
import type { Counter } from './spending.js';

type TableName = keyof typeof TABLES;
type Write =
  Pick<PutItemCommandInput, 'TableName' | 'Item'> | Pick<UpdateItemCommandInput, keyof UpdateItemCommandInput>;

/**
 * The tables in memory, below the SDK: adapters send their requests, which are answered and counted here. No condition is
 * looked at: nobody sends the same twice, and nobody else writes.
 */
export class CountedTables {
  readonly #rows = new Map<string, Map<string, Item>>(Object.keys(TABLES).map((name) => [name, new Map()]));

  /** Answers what `client` sends, and counts it. */
  serve(client: DynamoDBClient, counter: Counter): DynamoDBClient {
    client.middlewareStack.add(
      (_, { commandName = '' }) =>
        ({ input }) => {
          const operation = commandName.replace(/Command$/, '');
          counter.called(`dynamodb:${operation}`);
          const output = this.#answer(operation, input, counter);
          return Promise.resolve({ response: {}, output: { ...output, $metadata: { attempts: 1 } } });
        },
      { step: 'initialize' },
    );
    return client;
  }

  /** What a row of a table takes up with its entries in indexes, on average. */
  averageBytes(table: TableName): number {
    return this.#average(table, TABLES[table]);
  }

  /** The same without the indexes. */
  averageRowBytes(table: TableName): number {
    return this.#average(table, { ...TABLES[table], indexes: [] });
  }

  #average(table: TableName, definition: TableDefinition): number {
    const rows = [...(this.#rows.get(table)?.values() ?? [])];
    return Math.ceil(rows.reduce((sum, row) => sum + storedBytes(definition, row), 0) / rows.length);
  }

  #answer(operation: string, input: object, counter: Counter): object {
    switch (operation) {
      case 'BatchGetItem':
        return this.#read(input as BatchGetItemCommandInput, counter);
      case 'PutItem':
      case 'UpdateItem':
        return { Attributes: this.#write(input as Write, counter, 1) };
      case 'TransactWriteItems':
        for (const { Put, Update } of (input as TransactWriteItemsCommandInput).TransactItems ?? []) {
          this.#write((Put ?? Update) as Write, counter, 2);
        }
        return {};
      default:
        throw new Error(`${operation}: no function that is measured sends it`);
    }
  }

  #read({ RequestItems = {} }: BatchGetItemCommandInput, counter: Counter): object {
    const answers = Object.entries(RequestItems).map(([table, { Keys = [], ConsistentRead = false }]) => {
      const found = Keys.map((key) => this.#table(table).rows.get(keyText(TABLES[table as TableName], key)));
      for (const item of found) counter.read(readUnits(item) * (ConsistentRead ? 1 : 0.5));
      return [table, found.filter((item) => item !== undefined)] as const;
    });
    return { Responses: Object.fromEntries(answers) };
  }

  #write(write: Write, counter: Counter, factor: number): Item {
    const { definition, rows } = this.#table(write.TableName ?? '');
    const key = keyText(
      definition,
      'Item' in write ? (write.Item ?? {}) : ((write as UpdateItemCommandInput).Key ?? {}),
    );
    const before = rows.get(key);
    const after = 'Item' in write ? (write.Item ?? {}) : updated(before, write);
    counter.wrote(writeUnits(before, after) * factor, indexWriteUnits(definition, before, after));
    rows.set(key, after);
    return after;
  }

  #table(name: string): { readonly definition: TableDefinition; readonly rows: Map<string, Item> } {
    const rows = this.#rows.get(name);
    if (rows === undefined) throw new Error(`${name}: no table`);
    return { definition: TABLES[name as TableName], rows };
  }
}

function keyText({ partitionKey, sortKey }: TableDefinition, item: Item): string {
  return JSON.stringify([item[partitionKey.name], sortKey === undefined ? undefined : item[sortKey.name]]);
}

/** As far as our adapters write expressions; what is added to a set takes its place. */
function updated(before: Item | undefined, update: UpdateItemCommandInput): Item {
  const { Key = {}, UpdateExpression = '', ExpressionAttributeNames: names = {} } = update;
  const after = new Map(Object.entries({ ...before, ...Key }));
  for (const [, clause = '', parts = ''] of UpdateExpression.matchAll(
    /(SET|ADD|REMOVE|DELETE) (.*?)(?= (?:SET|ADD|REMOVE|DELETE) |$)/g,
  )) {
    for (const part of parts.split(/, (?![^(]*\))/)) {
      const [, name = '', value = ''] = /^(#?\w+)(?: = | )?(?:if_not_exists\(.*, )?(:?\w*)\)?$/.exec(part) ?? [];
      const attribute = names[name] ?? name;
      if (attribute === '') throw new Error(`${UpdateExpression}: not understood`);
      const found = update.ExpressionAttributeValues?.[value] ?? after.get(value);
      if (clause === 'REMOVE') after.delete(attribute);
      else if (clause !== 'DELETE' && found !== undefined) after.set(attribute, found);
    }
  }
  return Object.fromEntries(after);
}
