import type { FirehoseTransformationEvent } from 'aws-lambda';
import { createUsageCalculator } from '../../handlers/functions/usageCalculator.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import type { Handler } from '../../handlers/runtime/handler.js';
import { median } from '../measuring/measure.js';
import { rounded, type Bench, type Figure, type Target } from '../suite/bench.js';
import { batchesOf, CALLERS, type BatchShape } from './batches.js';
import { decodeBare } from './bareDecoding.js';
import { onStubbedClients } from './stubbedClients.js';
import { stubbedPorts } from './stubbedPorts.js';

type Events = readonly FirehoseTransformationEvent[];

const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: (): number => 280_000 };

type Budgets = ReadonlyMap<string, StoredBudget>;

interface Case {
  readonly id: string;
  readonly what: string;
  readonly shape: BatchShape;
  readonly create: (budgets: Budgets) => Handler;
  readonly rounds: number;
  readonly target?: Target;
}

/** 200 calls a second, and four: Firehose invokes the function every five seconds. */
const BUSY = { bytes: 900, events: 1000, invocations: 1 };
const QUIET = { bytes: 900, events: 20, invocations: 50 };

/** As many as make up one megabyte of gzip, which Firehose hands over at once. */
const OF_20_KB = { bytes: 20_000, events: 140, invocations: 2 };
const OF_150_KB = { bytes: 150_000, events: 20, invocations: 3 };

const onPorts = (budgets: Budgets): Handler => createUsageCalculator(stubbedPorts(new Map(budgets)));
const onClients = (budgets: Budgets): Handler => onStubbedClients([...budgets.values()]);

const CASES: readonly Case[] = [
  {
    id: 'metering-1kb',
    what: 'records of 0.9 KB, 1,000 an invocation',
    shape: BUSY,
    create: onPorts,
    rounds: 120,
    target: {
      atMost: 2.5,
      whyMissed:
        'reading, pricing, charging and writing the line of a call take about 5 µs each, spread over small steps',
    },
  },
  {
    id: 'metering-1kb-quiet',
    what: 'records of 0.9 KB, 20 an invocation',
    shape: QUIET,
    create: onPorts,
    rounds: 120,
  },
  {
    id: 'metering-20kb',
    what: 'records of 20 KB, 140 an invocation',
    shape: OF_20_KB,
    create: onPorts,
    rounds: 45,
    target: { atMost: 1.2 },
  },
  {
    id: 'metering-150kb',
    what: 'records of 150 KB, 20 an invocation',
    shape: OF_150_KB,
    create: onPorts,
    rounds: 45,
    target: { atMost: 1.2 },
  },
  {
    id: 'metering-1kb-sdk',
    what: 'records of 0.9 KB, 1,000 an invocation, with the SDK',
    shape: BUSY,
    create: onClients,
    rounds: 45,
    target: {
      atMost: 6,
      whyMissed: 'the rows of UsageTracking, of 17 attributes each, are built and written as JSON value by value',
    },
  },
  {
    id: 'metering-1kb-sdk-quiet',
    what: 'records of 0.9 KB, 20 an invocation, with the SDK',
    shape: QUIET,
    create: onClients,
    rounds: 15,
  },
];

export const metering: Bench = {
  name: 'metering',
  title: 'CPU of usage-calculator',
  about:
    'CPU of usage-calculator over that of base64, gunzip and JSON.parse of the same bytes: the median of rounds in turns, after a warm-up. Calls of 10 callers in deliveries of 20 log events; AWS answers at once, with the SDK by a stubbed HTTP layer.',
  measure: async (progress) => {
    const figures: Figure[] = [];
    for (const { id, what, shape, create, rounds, target } of CASES) {
      progress(what);
      const events = batchesOf(shape);
      const handler = create(await openedBudgets(events));
      const ratio = await ratioOf(events, handler, rounds);
      figures.push({ id, what, value: rounded(ratio, 2), unit: '×', ...(target && { target }) });
    }
    return figures;
  },
};

/** What is stored of the callers after a first batch. */
async function openedBudgets([first]: Events): Promise<ReadonlyMap<string, StoredBudget>> {
  const budgets = new Map<string, StoredBudget>();
  await createUsageCalculator(stubbedPorts(budgets))(first, CONTEXT);
  if (budgets.size !== CALLERS.length) throw new Error(`${budgets.size} budgets were opened`);
  return budgets;
}

/** Both one after the other, in turns; the first third of the rounds is for V8 to compile what is hot. */
async function ratioOf(events: Events, handler: Handler, rounds: number): Promise<number> {
  const bare = (): void => {
    decodeBare(events);
  };
  const all = async (): Promise<void> => {
    for (const event of events) await handler(event, CONTEXT);
  };
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const isBareFirst = round % 2 === 0;
    const first = await cpuOf(isBareFirst ? bare : all);
    const second = await cpuOf(isBareFirst ? all : bare);
    if (round >= rounds / 3) ratios.push(isBareFirst ? second / first : first / second);
  }
  return median(ratios);
}

async function cpuOf(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
