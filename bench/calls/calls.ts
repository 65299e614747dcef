import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { readSettings, type Settings } from '../../domain/settings/settings.js';
import { subscriptionEvent } from '../../examples/subscriptionEvent.js';
import { budgetItem, storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import type { Item } from '../../handlers/adapters/attributes.js';
import { createBudgetMonitor } from '../../handlers/functions/budgetMonitor.js';
import { createUsageCalculator } from '../../handlers/functions/usageCalculator.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import { LivePrices } from '../../handlers/pricing/livePrices.js';
import { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';
import { MemoryEventBus } from '../../local/memory/memoryEventBus.js';
import { MemoryInferenceProfiles } from '../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../local/memory/memoryObjectStore.js';
import { MemoryPersonPolicyLists } from '../../local/memory/memoryPersonPolicyLists.js';
import { MemoryPriceTable } from '../../local/memory/memoryPriceTable.js';
import { MemoryQuarantine } from '../../local/memory/memoryQuarantine.js';
import { MemoryTelemetry } from '../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../local/memory/virtualClock.js';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
} from '../../local/world/logs/invocationRecord.js';

/** The calls of AWS that 1,000 invocations over 10 principals take: of the meter, and of the monitor by the stream. */
const NOW = Date.UTC(2026, 9, 20, 12);
const RECORDS = 1000;
const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: (): number => 280_000 };

const TEAMS = Object.fromEntries(
  ['a', 'b', 'c'].map((name) => [
    `teams/${name}`,
    JSON.stringify({ members: ['user/developer-*'], limitUsd: '1000000' }),
  ]),
);

async function countCalls(who: string, settings: Settings): Promise<void> {
  const meter = new Calls();
  const monitor = new Calls();
  const tables = new MemoryBudgetTables();
  const changed: StoredBudget[] = [];
  tables.onWrite = ({ after }) => void changed.push(after);
  const [metering, watching] = [meteringBy(meter, tables, settings), watchingBy(monitor, tables, settings)];
  const stream = async (): Promise<void> => {
    while (changed.length > 0) await watching(streamOf(changed.splice(0, 100)), CONTEXT);
  };
  // The first batch opens the budgets, which is told of once.
  await metering(subscriptionEvent([madeUp(1)], NOW), CONTEXT);
  meter.report(`the meter, ${RECORDS} invocations over ${who}, cold`, 26);
  await stream();
  monitor.clear();
  await metering(subscriptionEvent([madeUp(2)], NOW), CONTEXT);
  await stream();
  monitor.report('  the monitor, by the stream of a second batch', 10);
}

/** Counts calls of ports that are one call of AWS each; settings take two pages of parameters. */
class Calls {
  readonly #counts = new Map<string, number>();

  clear(): void {
    this.#counts.clear();
  }

  count(name: string, times = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times);
  }

  through<T extends object>(name: string, target: T): T {
    return new Proxy(target, {
      get: (object, property): unknown => {
        const member: unknown = Reflect.get(object, property, object);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]): unknown => {
          this.count(`${name}.${String(property)}`);
          return Reflect.apply(member, object, args);
        };
      },
    });
  }

  report(what: string, most: number): void {
    const total = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    const parts = [...this.#counts].map(([name, count]) => `${count} × ${name}`).join(', ');
    process.stdout.write(`${what}: ${total} calls (at most ${most}: ${total <= most ? 'ok' : 'OVER'}): ${parts}\n`);
    if (total > most) process.exitCode = 1;
  }
}

function settingsBy(calls: Calls, settings: Settings): () => Promise<Settings> {
  return () => {
    calls.count('ssm.GetParametersByPath', 2);
    return Promise.resolve(settings);
  };
}

function meteringBy(
  calls: Calls,
  tables: MemoryBudgetTables,
  settings: Settings,
): ReturnType<typeof createUsageCalculator> {
  const clock = new VirtualClock(NOW);
  const telemetry = new MemoryTelemetry();
  const pricePorts = {
    priceTable: calls.through('pricing', new MemoryPriceTable()),
    lookUp: () => Promise.resolve(undefined),
    profileDirectory: new MemoryInferenceProfiles(new Map()),
    clock,
    telemetry,
  };
  return createUsageCalculator({
    clock,
    telemetry,
    budgets: calls.through('budgets', tables),
    ledger: calls.through('ledger', tables),
    quarantine: new MemoryQuarantine(),
    objects: new MemoryObjectStore(),
    replayedPrefix: '',
    arrival: 'once',
    settings: settingsBy(calls, settings),
    prices: new LivePrices(pricePorts, loadFallbackPriceBook()),
  });
}

function watchingBy(
  calls: Calls,
  tables: MemoryBudgetTables,
  settings: Settings,
): ReturnType<typeof createBudgetMonitor> {
  return createBudgetMonitor({
    clock: new VirtualClock(NOW),
    telemetry: new MemoryTelemetry(),
    settings: settingsBy(calls, settings),
    budgets: calls.through('budgets', tables),
    counts: calls.through('teamCounts', tables.teamCounts),
    bus: calls.through('bus', new MemoryEventBus()),
    storedBudgetOf: (image) => storedBudgetOf(image as Item),
    lists: new MemoryPersonPolicyLists(),
    documents: { policyDocument: () => Promise.resolve(undefined) },
    personPolicyArns: [],
  });
}

function streamOf(rows: readonly StoredBudget[]): unknown {
  const dynamodb = rows.map((row, index) => ({ SequenceNumber: String(index), NewImage: budgetItem(row) }));
  return { Records: dynamodb.map((one) => ({ dynamodb: one })) };
}

function madeUp(seed: number): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: RECORDS }, (_, index) =>
    JSON.stringify(
      invocationRecord({
        at: new Date(NOW - Math.floor(random() * 3600) * 1000),
        requestId: madeUpRequestId(random),
        identityArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-${index % 10}`,
        modelId: 'amazon.nova-micro-v1:0',
        operation: 'ConverseStream',
        input: 1 + Math.floor(random() * 4000),
        output: 1 + Math.floor(random() * 900),
        cacheRead: 0,
      }),
    ),
  );
}

for (const [who, entries] of [
  ['10 principals', {}],
  ['10 principals in 3 teams', TEAMS],
] as const) {
  const answer = readSettings({ budgetLimitUsd: '1000000', ...entries });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  await countCalls(who, answer.settings);
}
