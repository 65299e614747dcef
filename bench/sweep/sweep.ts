import { readSettings, type Settings } from '../../domain/settings/settings.js';
import { storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import { DynamoBudgetStore } from '../../handlers/adapters/dynamoBudgetStore.js';
import { DynamoTeamCounts } from '../../handlers/adapters/dynamoTeamCounts.js';
import { SystemClock } from '../../handlers/adapters/systemClock.js';
import type { Item } from '../../handlers/adapters/attributes.js';
import { createBudgetMonitor } from '../../handlers/functions/budgetMonitor.js';
import { MemoryEventBus } from '../../local/memory/memoryEventBus.js';
import { MemoryPersonPolicyLists } from '../../local/memory/memoryPersonPolicyLists.js';
import { MemoryTelemetry } from '../../local/memory/memoryTelemetry.js';
import { startDynamoDbLocal, type TableNames } from '../../test/dynamoDbLocal.js';
import { rounded, type Bench, type Figure } from '../suite/bench.js';
import { consumptionOf, type Consumption } from './consumption.js';
import { loadBudgets } from './rows.js';

const COUNT = { all: 1_000_000, due: 20 };
const HEAP_MB = 6000;

export const sweep: Bench = {
  name: 'sweep',
  title: 'a sweep of budget-monitor over a million principals',
  about:
    'One run of budget-monitor by its schedule, over the real adapters on DynamoDB Local, with 1,000,000 budgets of which 20 are due. What is counted is what DynamoDB says that it took. Needs Java 17.',
  measure: async (progress) => {
    const database = await startDynamoDbLocal(HEAP_MB);
    const { client } = database;
    const names = await database.createTables();
    const settings = settingsOf({});
    const clock = new SystemClock();
    await loadBudgets(client, names.UserBudgets, COUNT, settings, clock.now() - 1000, progress);
    const bus = new MemoryEventBus();
    const consumed = consumptionOf(client);
    const monitor = monitorOn(new DynamoBudgetStore(client, names.UserBudgets, clock), client, names, settings, bus);
    const begun = process.cpuUsage();
    await monitor({}, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 600_000 });
    const { user, system } = process.cpuUsage(begun);
    if (bus.published.length < COUNT.due) throw new Error(`${bus.published.length} events of ${COUNT.due} due budgets`);
    return figuresOf(consumed, (user + system) / 1000);
  },
};

function monitorOn(
  budgets: DynamoBudgetStore,
  client: ConstructorParameters<typeof DynamoTeamCounts>[0],
  names: TableNames,
  settings: Settings,
  bus: MemoryEventBus,
): ReturnType<typeof createBudgetMonitor> {
  const clock = new SystemClock();
  return createBudgetMonitor({
    clock,
    telemetry: new MemoryTelemetry(),
    settings: () => Promise.resolve(settings),
    budgets,
    counts: new DynamoTeamCounts(client, { counts: names.TeamSpending, budgets: names.UserBudgets }, clock),
    bus,
    storedBudgetOf: (image) => storedBudgetOf(image as Item),
    lists: new MemoryPersonPolicyLists(),
    documents: { policyDocument: () => Promise.resolve(undefined) },
    personPolicyArns: [],
  });
}

function figuresOf({ calls, itemsRead, readUnits, writeUnits }: Consumption, cpuMs: number): readonly Figure[] {
  return [
    {
      id: 'sweep-items-read',
      what: 'rows and index entries read',
      value: String(itemsRead),
      unit: '',
      target: { atMost: 1000 },
    },
    { id: 'sweep-read-units', what: 'read request units', value: rounded(readUnits, 1), unit: '' },
    { id: 'sweep-write-units', what: 'write request units', value: rounded(writeUnits, 1), unit: '' },
    { id: 'sweep-calls', what: 'calls of DynamoDB', value: String(calls), unit: '' },
    { id: 'sweep-cpu-ms', what: 'CPU', value: rounded(cpuMs, 0), unit: 'ms' },
  ];
}

function settingsOf(given: Readonly<Record<string, string>>): Settings {
  const answer = readSettings(given);
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return answer.settings;
}
