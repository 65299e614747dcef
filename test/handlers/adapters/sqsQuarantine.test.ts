import { SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { SqsQuarantine } from '../../../handlers/adapters/sqsQuarantine.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { Quarantine, QuarantinedEvent } from '../../../handlers/ports/quarantine.js';
import { MemoryQuarantine } from '../../../local/memory/memoryQuarantine.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/444455556666/quarantine';

interface Message {
  readonly Id: string;
  readonly MessageBody: string;
}

const event = (id: string, record?: unknown): QuarantinedEvent => ({
  id,
  reason: 'modelId: missing',
  source: '/aws/bedrock/modelinvocations',
  bytes: 812,
  ...(record === undefined ? {} : { record }),
});

const messagesOf = (input: Readonly<Record<string, unknown>>): readonly Message[] =>
  input['Entries'] as readonly Message[];

const parsedBody = ({ MessageBody }: Message): Record<string, unknown> =>
  JSON.parse(MessageBody) as Record<string, unknown>;

/** A queue that keeps what it takes, and takes what it is told to take. */
function queue(takes: (id: unknown, call: number) => boolean = () => true) {
  const kept: Record<string, unknown>[] = [];
  const { client, inputs } = clientAnswering(SQSClient, (input, call) => {
    const taken = messagesOf(input).filter((message) => takes(parsedBody(message)['id'], call));
    kept.push(...taken.map(parsedBody));
    const refused = messagesOf(input).filter((message) => !taken.includes(message));
    return {
      Successful: taken.map(({ Id }) => ({ Id, MessageId: `m-${Id}` })),
      Failed: refused.map(({ Id }) => ({ Id, SenderFault: true, Code: 'InvalidMessageContents' })),
    };
  });
  return { inputs, kept, quarantine: new SqsQuarantine(client, QUEUE, new VirtualClock(0)) };
}

describe('SqsQuarantine', () => {
  it('sends an event as JSON', async () => {
    const { quarantine, inputs } = queue();
    await quarantine.put([event('1', { requestId: 'r' })]);
    expect(inputs).to.deep.equal([
      { QueueUrl: QUEUE, Entries: [{ Id: '0', MessageBody: JSON.stringify(event('1', { requestId: 'r' })) }] },
    ]);
  });

  it('sends at most ten at once, each with an id of its own', async () => {
    const { quarantine, inputs, kept } = queue();
    await quarantine.put(Array.from({ length: 12 }, () => event('the same')));
    expect(inputs.map((input) => new Set(messagesOf(input).map(({ Id }) => Id)).size)).to.deep.equal([10, 2]);
    expect(kept).to.have.length(12);
  });

  it('sends at most 256 KB at once, in UTF-8', async () => {
    const { quarantine, inputs } = queue();
    await quarantine.put([event('1', '€'.repeat(45_000)), event('2', '€'.repeat(45_000))]);
    expect(inputs).to.have.length(2);
  });

  const deep = (): unknown => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
  const unfit: readonly (readonly [string, () => unknown])[] = [
    ['too large', () => 'x'.repeat(262_144)],
    ['too large only in UTF-8', () => '€'.repeat(100_000)],
    ['nested deeper than can be written', deep],
  ];
  for (const [name, record] of unfit) {
    it(`leaves a record out that is ${name}, and says so`, async () => {
      const { quarantine, kept } = queue();
      await quarantine.put([event('1', record()), event('2', 'small')]);
      expect(kept).to.deep.equal([{ ...event('1'), recordTooLarge: true }, event('2', 'small')]);
    });
  }

  it('keeps a record that just fits', async () => {
    const { quarantine, kept } = queue();
    const room = 262_144 - JSON.stringify(event('1', '')).length;
    await quarantine.put([event('1', 'x'.repeat(room)), event('1', 'x'.repeat(room + 1))]);
    expect(kept.map(({ recordTooLarge }) => recordTooLarge)).to.deep.equal([undefined, true]);
  });

  it('sends no character that SQS refuses, and loses none', async () => {
    const { quarantine, inputs, kept } = queue();
    const hostile = '\u0000\u001f\ufffe\uffff\ud800 \udfff\\uffff 😀';
    await quarantine.put([event('1', hostile)]);
    const bodies = inputs.flatMap(messagesOf).map(({ MessageBody }) => MessageBody);
    expect(bodies.join('')).to.match(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]+$/u);
    expect(kept).to.deep.equal([event('1', hostile)]);
  });

  it('sends again only what was not taken, then throws with the reason', async () => {
    const { quarantine, inputs, kept } = queue((id) => id !== '2');
    const error = await rejectionOf(quarantine.put([event('1'), event('2'), event('3')]));
    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.equal('SQS: 1 of 3 not taken: 2 (InvalidMessageContents)');
    expect(inputs.map((input) => messagesOf(input).length)).to.deep.equal([3, 1, 1, 1, 1, 1, 1, 1]);
    expect(kept.map(({ id }) => id)).to.deep.equal(['1', '3']);
  });

  it('takes an empty answer for a refusal', async () => {
    const { client } = clientAnswering(SQSClient, () => ({}));
    const quarantine = new SqsQuarantine(client, QUEUE, new VirtualClock(0));
    expect((await rejectionOf(quarantine.put([event('1')]))).message).to.include('1 (no answer)');
  });
});

describe('every Quarantine', () => {
  const memory = new MemoryQuarantine();
  const sqs = queue((id, call) => id !== 'b' || call > 1);
  const quarantines: readonly (readonly [string, Quarantine, () => readonly unknown[]])[] = [
    ['MemoryQuarantine', memory, () => memory.kept.map(({ id }) => id)],
    ['SqsQuarantine', sqs.quarantine, () => sqs.kept.map(({ id }) => id)],
  ];
  for (const [name, quarantine, kept] of quarantines) {
    it(`keeps all of them once put has resolved: ${name}`, async () => {
      await quarantine.put([]);
      await quarantine.put([event('a'), event('b'), event('c')]);
      expect(kept()).to.have.members(['a', 'b', 'c']);
    });
  }
});
