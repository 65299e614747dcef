import { gunzipSync } from 'node:zlib';
import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { readSettings } from '../../domain/settings/settings.js';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
} from '../../local/world/logs/invocationRecord.js';
import { LivePrices } from '../../handlers/pricing/livePrices.js';
import { createUsageCalculator, type UsageCalculatorPorts } from '../../handlers/functions/usageCalculator.js';
import { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';
import { MemoryInferenceProfiles } from '../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../local/memory/memoryObjectStore.js';
import { MemoryPriceTable } from '../../local/memory/memoryPriceTable.js';
import { MemoryQuarantine } from '../../local/memory/memoryQuarantine.js';
import { MemoryTelemetry } from '../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../local/memory/virtualClock.js';
import { median } from '../measuring/measure.js';
import { subscriptionEvent } from '../../examples/subscriptionEvent.js';

/** CPU of usage-calculator relative to bare base64, gunzip and JSON.parse of the same bytes. */
const NOW = Date.UTC(2026, 9, 20, 12);
const RECORDS = 1000;
const ROUNDS = 60;
const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: (): number => 280_000 };
const MODELS = [
  'global.anthropic.claude-opus-4-7',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'amazon.nova-micro-v1:0',
] as const;

const book = loadFallbackPriceBook();

for (const [size, bound] of [
  [900, 2],
  [20_000, 1.4],
] as const) {
  const ratios: number[] = [];
  const messages = madeUp(RECORDS, size, 1);
  const events = Array.from({ length: RECORDS / 20 }, (_, at) =>
    subscriptionEvent([messages.slice(at * 20, at * 20 + 20)], NOW),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    const calculator = createUsageCalculator(portsInMemory());
    const both = [() => bare(events), () => all(events, calculator)] as const;
    const [first, second] = round % 2 === 0 ? both : ([both[1], both[0]] as const);
    const cpu = [await cpuOf(first), await cpuOf(second)];
    const [floor = NaN, ours = NaN] = round % 2 === 0 ? cpu : cpu.reverse();
    if (round >= ROUNDS / 3) ratios.push(ours / floor);
  }
  const ratio = median(ratios);
  const verdict = ratio <= bound ? 'ok' : 'OVER';
  process.stdout.write(
    `${RECORDS} records of ${size / 1000} KB in batches of 20: ${ratio.toFixed(2)} × CPU of bare decoding (at most ${bound}: ${verdict})\n`,
  );
  if (verdict !== 'ok') process.exitCode = 1;
}

type Event = ReturnType<typeof subscriptionEvent>;

function bare(events: readonly Event[]): Promise<void> {
  for (const { records } of events) {
    for (const { data } of records) {
      const payload = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as {
        readonly logEvents: readonly { readonly message: string }[];
      };
      for (const { message } of payload.logEvents) JSON.parse(message);
    }
  }
  return Promise.resolve();
}

async function all(events: readonly Event[], calculator: ReturnType<typeof createUsageCalculator>): Promise<void> {
  for (const event of events) await calculator(event, CONTEXT);
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function madeUp(count: number, size: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const record = invocationRecord({
      at: new Date(NOW - Math.floor(random() * 3600) * 1000),
      requestId: madeUpRequestId(random),
      identityArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-${index % 10}`,
      modelId: MODELS[index % MODELS.length] ?? MODELS[0],
      operation: 'ConverseStream',
      input: 1 + Math.floor(random() * 4000),
      output: 1 + Math.floor(random() * 900),
      cacheRead: Math.floor(random() * 9000),
    });
    const input = record['input'] as Record<string, unknown>;
    const missing = Math.max(0, size - JSON.stringify(record).length - 40);
    const text = Array.from({ length: Math.ceil(missing / 11) }, () => random().toString(36).slice(2, 12)).join(' ');
    input['inputBodyJson'] = { messages: [{ role: 'user', content: [{ text: text.slice(0, missing) }] }] };
    return JSON.stringify(record);
  });
}

function portsInMemory(): UsageCalculatorPorts {
  const clock = new VirtualClock(NOW);
  const telemetry = new MemoryTelemetry();
  const tables = new MemoryBudgetTables();
  const answer = readSettings({ budgetLimitUsd: '1000000' });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  const livePorts = {
    priceTable: new MemoryPriceTable(),
    lookUp: () => Promise.resolve(undefined),
    profileDirectory: new MemoryInferenceProfiles(new Map()),
    clock,
    telemetry,
  };
  return {
    clock,
    telemetry,
    budgets: tables,
    ledger: tables,
    quarantine: new MemoryQuarantine(),
    objects: new MemoryObjectStore(),
    replayedPrefix: '',
    arrival: 'once',
    settings: () => Promise.resolve(answer.settings),
    prices: new LivePrices(livePorts, book),
  };
}
