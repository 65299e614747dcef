import { decide } from '../../domain/budget/decide.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { Settings } from '../../domain/settings/settings.js';
import { budgetItem, storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import type { Item } from '../../handlers/adapters/attributes.js';
import type { BudgetMonitorPorts } from '../../handlers/functions/budgetMonitor.js';
import { reviewDueAt } from '../../domain/budget/dueWork.js';
import { applied, withoutPublished } from '../../handlers/budgets/budgetRecords.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import type { BusEvent } from '../../handlers/ports/eventBus.js';
import { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';
import { MemoryPersonPolicyLists } from '../../local/memory/memoryPersonPolicyLists.js';
import { MemoryEventBus } from '../../local/memory/memoryEventBus.js';
import { MemoryTelemetry } from '../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../local/memory/virtualClock.js';
import { NOON, POLICY, type Step } from '../domain/budget/histories.js';
import type { PortCalls } from './portCalls.js';
import { settingsOf } from './stubs.js';

export function idOf(name: string): string {
  return `arn:aws:iam::444455556666:user/${name}`;
}

/** The row of a user after a history; its events wait in the outbox. */
export function waiting(name: string, steps: readonly Step[], policy: BudgetPolicy = POLICY): StoredBudget {
  const record = steps.reduce<StoredBudget | undefined>((before, { command, now }) => {
    const own =
      command.type === 'OpenBudget'
        ? { ...command, principal: { ...command.principal, principalId: idOf(name) } }
        : command;
    const decision = decide(own, before?.budget, policy, now);
    if (decision.kind === 'rejected') throw new Error(decision.reason);
    return decision.events.length === 0 ? before : applied(before, decision.events, policy, now);
  }, undefined);
  if (record === undefined) throw new Error('a history without a budget');
  return record;
}

/** The same with all of its events published. */
export function settled(name: string, steps: readonly Step[], policy: BudgetPolicy = POLICY): StoredBudget {
  const record = waiting(name, steps, policy);
  const { budget, outbox, updatedAt } = record;
  return withoutPublished(record, outbox, reviewDueAt(budget, policy, updatedAt), updatedAt);
}

/** What the monitor and the refresh work on, in memory. */
export class BudgetWorld {
  readonly tables = new MemoryBudgetTables();
  readonly bus = new MemoryEventBus();
  readonly lists = new MemoryPersonPolicyLists();
  readonly telemetry = new MemoryTelemetry();
  readonly clock = new VirtualClock(NOON);
  settings: Settings = settingsOf({ budgetLimitUsd: '10' });

  static async with(records: readonly StoredBudget[], now: number): Promise<BudgetWorld> {
    const world = new BudgetWorld();
    world.clock.set(now);
    for (const after of records) await world.tables.save({ before: undefined, after });
    return world;
  }

  ports(calls?: PortCalls): BudgetMonitorPorts {
    return {
      budgets: calls?.through(this.tables) ?? this.tables,
      counts: calls?.through(this.tables.teamCounts) ?? this.tables.teamCounts,
      bus: calls?.through(this.bus) ?? this.bus,
      clock: this.clock,
      telemetry: this.telemetry,
      settings: () => Promise.resolve(this.settings),
      lists: calls?.through(this.lists) ?? this.lists,
      documents: { policyDocument: () => Promise.resolve(undefined) },
      personPolicyArns: [],
      storedBudgetOf: (image) => storedBudgetOf(image as Item),
    };
  }

  row(name: string): StoredBudget {
    const found = this.tables.stored(idOf(name));
    if (found === undefined) throw new Error(`${name} has no budget`);
    return found;
  }

  /** `NAME TYPE DETAIL` of each event published, repeats included. */
  get announced(): readonly string[] {
    return this.bus.published.map(told);
  }

  /** Each event once, by its id. Throws if two deliveries of one id differ. */
  eventsById(): ReadonlyMap<string, string> {
    const events = new Map<string, string>();
    for (const { eventId, detail } of this.bus.published) {
      const content = JSON.stringify(detail);
      if ((events.get(eventId) ?? content) !== content) throw new Error(`${eventId}: two contents`);
      events.set(eventId, content);
    }
    return events;
  }

  /** Rows as JSON, by name. */
  rowsAsText(): readonly string[] {
    return this.tables.records.map((record) => JSON.stringify(record)).sort();
  }
}

/** As the table's stream delivers changed rows to a function, with sequence numbers from 1. */
export function streamOf(...images: readonly (StoredBudget | Item)[]): unknown {
  const Records = images.map((image, index) => ({
    eventID: `event-${index + 1}`,
    eventName: 'MODIFY',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      SequenceNumber: String(index + 1),
      StreamViewType: 'NEW_IMAGE',
      NewImage: 'budget' in image && 'outbox' in image ? budgetItem(image as StoredBudget) : image,
    },
  }));
  return { Records };
}

function told({ detail }: BusEvent): string {
  const { type, principalId, threshold, reason } = detail as Readonly<Record<string, string | undefined>>;
  const name = principalId?.slice(principalId.lastIndexOf('/') + 1);
  return [name, type, threshold ?? reason].filter((part) => part !== undefined).join(' ');
}
