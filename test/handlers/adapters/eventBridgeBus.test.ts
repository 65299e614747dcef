import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect } from 'chai';
import { EventBridgeBus } from '../../../handlers/adapters/eventBridgeBus.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { BusEvent, EventBus } from '../../../handlers/ports/eventBus.js';
import { MemoryEventBus } from '../../../local/memory/memoryEventBus.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { ACCOUNT } from '../../domain/invocations/records.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

type Entry = Readonly<Record<string, unknown>> & { readonly Detail: string };

const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:user/alice`;

const graceStarted = (eventId: string, extra: Readonly<Record<string, unknown>> = {}): BusEvent => ({
  eventId,
  detail: {
    at: '2026-09-10T08:30:00Z',
    principalId: PRINCIPAL,
    type: 'GraceStarted',
    spentUsd: '1.25',
    limitUsd: '1',
    refreshesAt: '2026-11-04T00:00:00Z',
    resetsAt: '2026-11-04T00:00:00+00:00[UTC]',
    ...extra,
  },
});

const entriesOf = (input: Readonly<Record<string, unknown>>): readonly Entry[] => input['Entries'] as readonly Entry[];

const eventIdOf = ({ Detail }: Entry): unknown => (JSON.parse(Detail) as Record<string, unknown>)['eventId'];

/** An EventBridge that keeps what it takes, and takes what it is told to take. */
function eventBridge(takes: (id: unknown, call: number) => boolean = () => true) {
  const taken: unknown[] = [];
  const { client, inputs } = clientAnswering(EventBridgeClient, (input, call) => {
    const results = entriesOf(input).map((entry, index) => {
      const id = eventIdOf(entry);
      if (!takes(id, call)) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
      taken.push(id);
      return { EventId: `e-${call}-${index}` };
    });
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  });
  return { client, inputs, taken, bus: new EventBridgeBus(client, 'budgeteer-dev', new VirtualClock(0)) };
}

describe('EventBridgeBus', () => {
  it('puts an event as the rules expect it', async () => {
    const { bus, inputs } = eventBridge();
    await bus.publish([graceStarted('a1')]);
    const detail = { ...graceStarted('a1').detail, eventId: 'a1' };
    expect(inputs).to.deep.equal([
      {
        Entries: [
          {
            EventBusName: 'budgeteer-dev',
            Source: 'bedrock-budgeteer',
            DetailType: 'GraceStarted',
            Detail: JSON.stringify(detail),
            Time: new Date('2026-09-10T08:30:00Z'),
            Resources: [PRINCIPAL],
          },
        ],
      },
    ]);
  });

  it('names no resource for an event that is about no principal, and no id but its own', async () => {
    const { bus, inputs, taken } = eventBridge();
    const detail = { type: 'PriceRefreshRequested', at: '2026-09-10T08:30:00Z', eventId: 'other' } as const;
    await bus.publish([{ eventId: 'p1', detail }]);
    expect(inputs.flatMap(entriesOf).map((entry) => 'Resources' in entry)).to.deep.equal([false]);
    expect(taken).to.deep.equal(['p1']);
  });

  it('puts at most ten at once', async () => {
    const { bus, inputs, taken } = eventBridge();
    const ids = Array.from({ length: 23 }, (_, index) => `e${index}`);
    await bus.publish(ids.map((id) => graceStarted(id)));
    expect(inputs.map((input) => entriesOf(input).length)).to.deep.equal([10, 10, 3]);
    expect(taken).to.deep.equal(ids);
  });

  it('puts at most 256 KB at once, in UTF-8', async () => {
    const { bus, inputs } = eventBridge();
    // 45,000 characters of three bytes each: two fit by characters, one by bytes.
    const note = '€'.repeat(45_000);
    await bus.publish([graceStarted('a', { note }), graceStarted('b', { note })]);
    expect(inputs).to.have.length(2);
  });

  it('puts again only what was not taken', async () => {
    const { bus, inputs, taken } = eventBridge((id, call) => id !== 'b' || call > 2);
    await bus.publish([graceStarted('a'), graceStarted('b'), graceStarted('c')]);
    expect(inputs.map((input) => entriesOf(input).map(eventIdOf))).to.deep.equal([['a', 'b', 'c'], ['b'], ['b']]);
    expect(taken).to.deep.equal(['a', 'c', 'b']);
  });

  it('throws in the end, naming the event and the reason', async () => {
    const { bus } = eventBridge((id) => id !== 'b');
    const error = await rejectionOf(bus.publish([graceStarted('a'), graceStarted('b')]));
    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.equal('EventBridge: 1 of 2 not taken: b (ThrottlingException)');
  });

  it('throws for an event that is too large, after the others went out', async () => {
    const { bus, taken } = eventBridge();
    const error = await rejectionOf(
      bus.publish([graceStarted('big', { note: 'x'.repeat(262_144) }), graceStarted('b')]),
    );
    expect(error.message).to.match(/^EventBridge: 1 of 2 not taken: big \(\d+ bytes are over the limit of 262144\)$/);
    expect(taken).to.deep.equal(['b']);
  });

  it('takes an answer without results for a refusal', async () => {
    const { client } = clientAnswering(EventBridgeClient, () => ({ FailedEntryCount: 0 }));
    const bus = new EventBridgeBus(client, 'budgeteer-dev', new VirtualClock(0));
    expect((await rejectionOf(bus.publish([graceStarted('a')]))).message).to.include('a (no answer)');
  });

  it('hands on what the service throws', async () => {
    const { client, inputs } = clientAnswering(EventBridgeClient, () => new Error('no such bus'));
    const bus = new EventBridgeBus(client, 'budgeteer-dev', new VirtualClock(0));
    expect((await rejectionOf(bus.publish([graceStarted('a')]))).message).to.equal('no such bus');
    expect(inputs).to.have.length(1);
  });
});

describe('every EventBus', () => {
  const memory = new MemoryEventBus();
  const aws = eventBridge();
  const buses: readonly (readonly [string, EventBus, () => readonly unknown[]])[] = [
    ['MemoryEventBus', memory, () => memory.published.map(({ eventId }) => eventId)],
    ['EventBridgeBus', aws.bus, () => aws.taken],
  ];
  for (const [name, bus, taken] of buses) {
    it(`takes all, in order, and repeats too: ${name}`, async () => {
      await bus.publish([]);
      await bus.publish([graceStarted('a'), graceStarted('b')]);
      await bus.publish([graceStarted('a')]);
      expect(taken()).to.deep.equal(['a', 'b', 'a']);
    });
  }

  it('rejects when told, and takes nothing then: MemoryEventBus', async () => {
    const bus = new MemoryEventBus();
    bus.faults.plan(new Error('throttled'));
    expect((await rejectionOf(bus.publish([graceStarted('a')]))).message).to.equal('throttled');
    expect(bus.published).to.deep.equal([]);
  });
});
