import type { FirehoseTransformationResult } from 'aws-lambda';
import { gzipSync } from 'node:zlib';
import { subscriptionEvent } from '../../examples/subscriptionEvent.js';
import { budgetItem } from '../../handlers/adapters/budgetItem.js';
import { NOTIFIED_TYPES } from '../../handlers/contracts/events.js';
import type { FunctionName } from '../../handlers/contracts/functions.js';
import { composeAuditLogger } from '../../handlers/functions/auditLogger.js';
import { composeBudgetMonitor } from '../../handlers/functions/budgetMonitor.js';
import { composeNotifier } from '../../handlers/functions/notifier.js';
import { composeUsageCalculator } from '../../handlers/functions/usageCalculator.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import type { BusEvent } from '../../handlers/ports/eventBus.js';
import type { Handler } from '../../handlers/runtime/handler.js';
import { VirtualClock } from '../../local/memory/virtualClock.js';
import { busEnvelope } from './busEnvelope.js';
import { CountedTables } from './countedTables.js';
import { ENVIRONMENT, servicesOf, type Happened, type MeasuredServices } from './measuredServices.js';
import { Counter, type Spending } from './spending.js';
import { logEvents, NOW, type Batch } from './traffic.js';

const MEASURED = ['usageCalculator', 'budgetMonitor', 'auditLogger', 'notifier'] as const satisfies FunctionName[];

export type MeasuredFunction = (typeof MEASURED)[number];

export type SystemSpending = Readonly<Record<MeasuredFunction, Spending>>;

const CONTEXT = { awsRequestId: 'ab12cd34-0000-4000-8000-0123456789ab', getRemainingTimeInMillis: () => 280_000 };

/** What a stream hands to a function at once, as the stack declares it. */
const STREAM_BATCH = 100;

/** The functions that see every call, with all that follows from one: changed rows and events reach whom they reach. */
export class MeasuredSystem {
  readonly #clock = new VirtualClock(NOW);
  readonly #counters = each(() => new Counter());
  readonly #happened: Happened = { changed: [], events: [] };
  readonly #handlers: Readonly<Record<MeasuredFunction, Handler>>;

  readonly tables = new CountedTables();

  /** `settings` by name, as texts. */
  constructor(settings: Readonly<Record<string, string>>) {
    const servicesFor = (name: MeasuredFunction): MeasuredServices => {
      const [clock, counter, happened, tables] = [this.#clock, this.#counters[name], this.#happened, this.tables];
      return servicesOf({ name, settings, tables, clock, counter, happened });
    };
    this.#handlers = {
      usageCalculator: composeUsageCalculator(ENVIRONMENT, servicesFor('usageCalculator')),
      budgetMonitor: composeBudgetMonitor(ENVIRONMENT, servicesFor('budgetMonitor')),
      auditLogger: composeAuditLogger(ENVIRONMENT, servicesFor('auditLogger')),
      notifier: composeNotifier(ENVIRONMENT, servicesFor('notifier')),
    };
  }

  /** What each function has spent since it was last asked. */
  takeSpending(): SystemSpending {
    const spending = each((name) => this.#counters[name].spending);
    for (const counter of Object.values(this.#counters)) counter.clear();
    return spending;
  }

  /** One delivery of Firehose, and all that follows from it. Returns what goes into S3, compressed. */
  async take(batch: Batch, seed: number): Promise<Buffer> {
    const answer = await this.#invoke(
      'usageCalculator',
      subscriptionEvent([logEvents(batch, seed)], this.#clock.now()),
    );
    const { changed, events } = this.#happened;
    while (changed.length + events.length > 0) {
      const rows = changed.splice(0, STREAM_BATCH);
      if (rows.length > 0) await this.#invoke('budgetMonitor', streamOf(rows));
      for (const published of events.splice(0)) await this.#deliver(published);
    }
    const { records } = answer as FirehoseTransformationResult;
    return gzipSync(Buffer.concat(records.map(({ data }) => Buffer.from(data ?? '', 'base64'))));
  }

  async #deliver(published: BusEvent): Promise<void> {
    const event = busEnvelope(published);
    await this.#invoke('auditLogger', event);
    const told: readonly string[] = NOTIFIED_TYPES;
    if (told.includes(published.detail.type)) await this.#invoke('notifier', event);
  }

  async #invoke(name: MeasuredFunction, event: unknown): Promise<unknown> {
    this.#counters[name].invoked();
    return this.#handlers[name](event, CONTEXT);
  }
}

function each<T>(make: (name: MeasuredFunction) => T): Readonly<Record<MeasuredFunction, T>> {
  const entries = MEASURED.map((name) => [name, make(name)] as const);
  return Object.fromEntries(entries) as Readonly<Record<MeasuredFunction, T>>;
}

function streamOf(rows: readonly StoredBudget[]): unknown {
  const Records = rows.map((row, index) => ({
    dynamodb: { SequenceNumber: String(index), NewImage: budgetItem(row) },
  }));
  return { Records };
}
