import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { loadFallbackPriceBook } from '../../../cli/fallbackPriceBook.js';
import { parseInvocationRecord } from '../../../domain/invocations/invocationLog.js';
import { costOf } from '../../../domain/pricing/cost.js';
import { addUsd, ZERO_USD, type Usd } from '../../../domain/money.js';
import { readSettings, type Settings } from '../../../domain/settings/settings.js';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
} from '../../../local/world/logs/invocationRecord.js';
import { subscriptionEvent } from '../../../examples/subscriptionEvent.js';
import { LivePrices } from '../../../handlers/pricing/livePrices.js';
import type { BudgetStore } from '../../../handlers/ports/budgetStore.js';
import type { Clock } from '../../../handlers/ports/clock.js';
import type { UsageLedger } from '../../../handlers/ports/usageLedger.js';
import { createUsageCalculator, type UsageCalculatorPorts } from '../../../handlers/functions/usageCalculator.js';
import { MemoryInferenceProfiles } from '../../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../../local/memory/memoryObjectStore.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { MemoryQuarantine } from '../../../local/memory/memoryQuarantine.js';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';

export const NOW = Date.UTC(2026, 9, 20, 12);

export const BOOK = loadFallbackPriceBook();

export const CONTEXT = { awsRequestId: 'request-1', getRemainingTimeInMillis: (): number => 280_000 };

export function settings(given: Readonly<Record<string, string>> = {}): Settings {
  const answer = readSettings(given);
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return answer.settings;
}

export interface Rig extends UsageCalculatorPorts {
  readonly telemetry: MemoryTelemetry;
  readonly quarantine: MemoryQuarantine;
  readonly objects: MemoryObjectStore;
}

/** The usage-calculator's ports in memory, but for the tables. */
export function meteringRig(
  tables: { readonly budgets: BudgetStore; readonly ledger: UsageLedger },
  clock: Clock = new VirtualClock(NOW),
  overrides: Partial<UsageCalculatorPorts> = {},
): Rig {
  const telemetry = new MemoryTelemetry();
  const livePorts = {
    priceTable: new MemoryPriceTable(),
    lookUp: () => Promise.resolve(undefined),
    profileDirectory: new MemoryInferenceProfiles(new Map()),
    clock,
    telemetry,
  };
  const quarantine = new MemoryQuarantine();
  const objects = new MemoryObjectStore();
  return {
    ...tables,
    clock,
    settings: () => Promise.resolve(settings({ budgetLimitUsd: '1000000' })),
    prices: new LivePrices(livePorts, BOOK),
    replayedPrefix: 'usage/replayed/',
    arrival: 'once',
    ...overrides,
    telemetry,
    quarantine,
    objects,
  };
}

export async function deliver(
  ports: UsageCalculatorPorts,
  event: FirehoseTransformationEvent,
): Promise<FirehoseTransformationResult> {
  const answer = await createUsageCalculator(ports)(event, CONTEXT);
  if (answer === undefined) throw new Error('no answer to Firehose');
  return answer;
}

/** One Firehose record for each group of log messages. */
export function firehoseEvent(groups: readonly (readonly string[])[]): FirehoseTransformationEvent {
  return subscriptionEvent(groups, NOW);
}

const MODELS = [
  'global.anthropic.claude-opus-4-7',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'amazon.nova-micro-v1:0',
  'amazon.titan-embed-text-v2:0',
  'anthropic.claude-unreleased-preview',
] as const;

/** As many made-up calls of some principals within an hour, the same for the same seed. */
export function madeUpMessages(count: number, principals: number, seed = 5): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify(
      invocationRecord({
        at: new Date(NOW - 3_600_000 + Math.floor(random() * 3600) * 1000),
        requestId: madeUpRequestId(random),
        identityArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-${index % principals}`,
        modelId: MODELS[Math.floor(random() * MODELS.length)] ?? MODELS[0],
        operation: 'Converse',
        input: 1 + Math.floor(random() * 4000),
        output: 1 + Math.floor(random() * 900),
        cacheRead: Math.floor(random() * 9000),
      }),
    ),
  );
}

/** What distinct messages cost each principal by the price book, with nothing of the handlers in between. */
export function spentByPrincipal(messages: readonly string[]): ReadonlyMap<string, Usd> {
  const spent = new Map<string, Usd>();
  for (const message of new Set(messages)) {
    const parsed = parseInvocationRecord(JSON.parse(message));
    if (parsed.kind !== 'invocation') throw new Error(parsed.reason);
    const { principalId } = parsed.invocation.principal;
    spent.set(principalId, addUsd(spent.get(principalId) ?? ZERO_USD, costOf(parsed.invocation, BOOK).costUsd));
  }
  return spent;
}
