import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { readSettings, type Settings } from '../../domain/settings/settings.js';
import { subscriptionEvent } from '../../examples/subscriptionEvent.js';
import { createUsageCalculator, type UsageCalculatorPorts } from '../../handlers/functions/usageCalculator.js';
import { LivePrices } from '../../handlers/pricing/livePrices.js';
import { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';
import { MemoryInferenceProfiles } from '../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../local/memory/memoryObjectStore.js';
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
import { rounded, type Bench, type Figure } from '../suite/bench.js';
import { counted } from './units.js';

const NOW = Date.UTC(2026, 9, 20, 12);
const RECORDS = 1000;
const PRINCIPALS = 10;
const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: (): number => 280_000 };

/** Log events of one delivery of CloudWatch Logs: from a call a second to hundreds. */
const SIZES = [1, 3, 10, 100];

/** Firehose's buffer of five seconds takes in so many of them. */
const DELIVERIES_A_BUFFER = 3;

export const directCalls: Bench = {
  name: 'direct-calls',
  title: 'what the direct path asks of DynamoDB',
  about:
    'Per 1,000 calls of 10 principals, warm, by the size of what CloudWatch Logs delivers at a time; Firehose’s batches are three times as large. Settings and prices are cached, and their reads left out.',
  measure: async () => {
    const figures = await Promise.all(SIZES.map(figuresOf));
    return figures.flat();
  },
};

async function figuresOf(size: number): Promise<readonly Figure[]> {
  const messages = madeUp();
  const alone = meter('once');
  for (const batch of batchesOf(messages, size * DELIVERIES_A_BUFFER)) await alone.byFirehose(batch);
  const both = meter('again');
  for (const batch of batchesOf(messages, size)) await both.directly(batch);
  const direct = { ...both.units };
  for (const batch of batchesOf(messages, size * DELIVERIES_A_BUFFER)) await both.byFirehose(batch);
  const invocations = [size * DELIVERIES_A_BUFFER, size].map((one) => Math.ceil(RECORDS / one));
  const [slow = 0, fast = 0] = invocations;
  const figure = (id: string, what: string, value: string): Figure => ({
    id: `direct-${size}-${id}`,
    what: `${size} at a time: ${what}`,
    value,
    unit: '',
  });
  return [
    figure('calls', 'calls of DynamoDB, both paths', String(both.units.calls)),
    figure('calls-of-look', 'of these the look of the Firehose side', String(both.units.calls - direct.calls)),
    figure('firehose-calls', 'calls of DynamoDB, Firehose alone', String(alone.units.calls)),
    figure('write-units', 'write units, both paths', rounded(both.units.writeUnits, 0)),
    figure('firehose-write-units', 'write units, Firehose alone', rounded(alone.units.writeUnits, 0)),
    figure('read-units', 'read units, both paths', rounded(both.units.readUnits, 0)),
    figure('firehose-read-units', 'read units, Firehose alone', rounded(alone.units.readUnits, 0)),
    figure('invocations', 'invocations of usage-calculator, both paths', String(slow + fast)),
    figure('firehose-invocations', 'invocations of usage-calculator, Firehose alone', String(slow)),
  ];
}

interface Meter {
  readonly units: ReturnType<typeof counted>['units'];
  readonly byFirehose: (messages: readonly string[]) => Promise<unknown>;
  readonly directly: (messages: readonly string[]) => Promise<unknown>;
}

function meter(arrival: UsageCalculatorPorts['arrival']): Meter {
  const { units, ...tables } = counted(new MemoryBudgetTables());
  const handle = createUsageCalculator({ ...portsInMemory(), ...tables, arrival });
  return {
    units,
    byFirehose: (messages) => handle(subscriptionEvent([messages], NOW), CONTEXT),
    directly: (messages) => handle({ awslogs: { data: subscriptionEvent([messages], NOW).records[0]?.data } }, CONTEXT),
  };
}

function portsInMemory(): Omit<UsageCalculatorPorts, 'budgets' | 'ledger' | 'arrival'> {
  const clock = new VirtualClock(NOW);
  const telemetry = new MemoryTelemetry();
  const pricePorts = {
    priceTable: new MemoryPriceTable(),
    lookUp: () => Promise.resolve(undefined),
    profileDirectory: new MemoryInferenceProfiles(new Map()),
    clock,
    telemetry,
  };
  return {
    clock,
    telemetry,
    quarantine: new MemoryQuarantine(),
    objects: new MemoryObjectStore(),
    replayedPrefix: '',
    settings: () => Promise.resolve(settings()),
    prices: new LivePrices(pricePorts, loadFallbackPriceBook()),
  };
}

function settings(): Settings {
  const answer = readSettings({ budgetLimitUsd: '1000000' });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return answer.settings;
}

function batchesOf(messages: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(messages.length / size) }, (_, index) =>
    messages.slice(index * size, (index + 1) * size),
  );
}

function madeUp(): readonly string[] {
  const random = seededRandom(3);
  return Array.from({ length: RECORDS }, (_, index) =>
    JSON.stringify(
      invocationRecord({
        at: new Date(NOW - (RECORDS - index) * 1000),
        requestId: madeUpRequestId(random),
        identityArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-${Math.floor(random() * PRINCIPALS)}`,
        modelId: 'amazon.nova-micro-v1:0',
        operation: 'ConverseStream',
        input: 1 + Math.floor(random() * 4000),
        output: 1 + Math.floor(random() * 900),
      }),
    ),
  );
}
