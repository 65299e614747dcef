import { expect } from 'chai';
import { busEnvelope, NOTIFIED_EVENTS } from '../../../examples/notices.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import type { JsonObject } from '../../../domain/json.js';
import { NOTIFIED_TYPES } from '../../../handlers/contracts/events.js';
import { PartialFailureError } from '../../../handlers/runtime/errors.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { NOON, SCHEDULED } from './notifierWorld.js';
import { PersonWorld } from './personWorld.js';

const ANA = 'person/ana@example.com';

function about(type: keyof typeof NOTIFIED_EVENTS, principalId = ANA, eventId = 'e-1'): JsonObject {
  return busEnvelope({ ...NOTIFIED_EVENTS[type], principalId }, eventId);
}

const SUSPENDED = about('AccessSuspended');

describe('personChannel', () => {
  it('mails the person once, however often the event comes', async () => {
    const world = new PersonWorld({ replyTo: 'finops@example.com' });
    for (let delivery = 0; delivery < 3; delivery += 1) await world.notify(SUSPENDED);
    expect(world.mailer.mails.map(({ from, to, replyTo }) => [from, to, replyTo])).to.deep.equal([
      ['"Budgets" <budgets@example.com>', 'ana@example.com', 'finops@example.com'],
    ]);
    expect(world.subjects).to.deep.equal(['[bedrock-budgeteer-dev] Your Bedrock access is suspended']);
    expect(world.world.telemetry.total('NotificationsSent')).to.equal(3);
  });

  it('mails nobody of whom no address is known, and counts no message', async () => {
    const world = new PersonWorld();
    await world.notify(about('AccessSuspended', 'arn:aws:iam::444455556666:role/indexer'));
    expect(world.mailer.mails).to.deep.equal([]);
    expect(world.world.telemetry.total('NotificationsSent')).to.equal(2);
  });

  it('mails warnings, suspensions and what ends them, and nothing that the topics do not get', async () => {
    const world = new PersonWorld();
    for (const type of NOTIFIED_TYPES) await world.notify(about(type, ANA, `event-of-${type}`));
    const mailed = world.mailer.mails.map(({ text }) => /event event-of-(\w+),/.exec(text)?.[1]);
    expect(mailed).to.deep.equal([
      'ThresholdReached',
      'GraceNotice',
      'GraceCancelled',
      'AccessSuspended',
      'AccessRestored',
      'TeamSuspended',
      'TeamRestored',
    ]);
    expect(world.world.people.sent.map(({ type }) => type)).to.include.members(mailed);
  });

  it('mails each that has access back at once, where the topics get them together, and never again', async () => {
    const world = new PersonWorld();
    const names = ['ana', 'bea', 'cem'];
    for (const name of names) await world.notify(about('AccessRestored', `person/${name}@example.com`, name));
    world.world.clock.set(NOON + 16 * MINUTE_MS);
    await world.notify(SCHEDULED);
    expect(world.mailer.mails.map(({ to }) => to)).to.deep.equal(names.map((name) => `${name}@example.com`));
    expect(world.world.people.sent.map(({ type }) => type)).to.deep.equal(['AccessRestored', 'Digest']);
  });

  it('tries again what was not sent, alone', async () => {
    const world = new PersonWorld();
    world.mailer.outcomes.push({ kind: 'failed', reason: 'SES: TooManyRequestsException' });
    expect(await failureOf(world.notify(SUSPENDED))).to.be.instanceOf(PartialFailureError);
    expect(world.world.telemetry.total('NotificationsFailed')).to.equal(1);
    await world.notify(SUSPENDED);
    expect([world.mailer.mails.length, world.world.people.sent.length]).to.deep.equal([1, 1]);
  });

  for (const kind of ['refused', 'unknown'] as const) {
    it(`counts and logs what is ${kind}, tells all others, and does not try again`, async () => {
      const world = new PersonWorld();
      world.mailer.outcomes.push({ kind, reason: 'SES: no' });
      await world.notify(SUSPENDED);
      await world.notify(SUSPENDED);
      const { telemetry, people, machines } = world.world;
      expect([world.mailer.mails.length, people.sent.length, machines.sent.length]).to.deep.equal([0, 1, 1]);
      expect(telemetry.total('NotificationsFailed')).to.equal(1);
      expect(telemetry.entries.filter(({ level }) => level === 'error')).to.have.length(1);
      await world.notify(about('AccessRestored', ANA, 'e-2'));
      expect(world.subjects).to.deep.equal(['[bedrock-budgeteer-dev] You have your Bedrock access back']);
    });
  }

  it('tells all others where the addresses cannot be read, and the person when they can', async () => {
    let isAway = true;
    const book = async () => {
      await Promise.resolve();
      if (isAway) throw new Error('SSM is away');
      return [{ who: 'person/ana*', address: 'ana@elsewhere.example' }];
    };
    const world = new PersonWorld({ book });
    expect(await failureOf(world.notify(SUSPENDED))).to.be.instanceOf(PartialFailureError);
    expect(world.world.people.sent).to.have.length(1);
    isAway = false;
    await world.notify(SUSPENDED);
    expect(world.mailer.mails.map(({ to }) => to)).to.deep.equal(['ana@elsewhere.example']);
  });

  it('reads the addresses anew after five minutes', async () => {
    let reads = 0;
    const world = new PersonWorld({ book: () => Promise.resolve((reads += 1)).then(() => []) });
    for (const minute of [0, 4, 5]) {
      world.world.clock.set(NOON + minute * MINUTE_MS);
      await world.notify(about('AccessSuspended', ANA, `e-${minute}`));
    }
    expect(reads).to.equal(2);
  });

  it('puts no address into the log', async () => {
    const book = () => Promise.resolve([{ who: 'person/*', address: 'secret@elsewhere.example' }]);
    const world = new PersonWorld({ book });
    world.mailer.outcomes.push({ kind: 'refused', reason: 'SES: no' }, { kind: 'failed', reason: 'SES: no' });
    for (const id of ['e-1', 'e-2', 'e-3']) await failureOf(world.notify(about('AccessSuspended', ANA, id)));
    expect(world.mailer.mails.map(({ to }) => to)).to.deep.equal(['secret@elsewhere.example']);
    const logged = world.world.telemetry.entries.map((entry) => `${JSON.stringify(entry)} ${String(entry.error)}`);
    expect(logged.length).to.be.greaterThan(3);
    expect(logged.join()).to.not.contain('secret');
  });

  for (const crash of CRASHES) {
    it(`mails nobody twice, and leaves out at most one, after the notifier ${crash} any of its calls`, async () => {
      const counts: number[] = [];
      const crashes = await playEachCrash(crash, async (calls) => {
        const world = new PersonWorld({ through: (port) => calls.through(port) });
        const events = [SUSPENDED, about('AccessSuspended', 'person/bea@example.com', 'e-2')];
        for (const event of events) await failureOf(world.notify(event));
        calls.revive();
        world.world.clock.set(NOON + 2 * MINUTE_MS);
        for (const event of events) await world.notify(event);
        const to = world.mailer.mails.map((mail) => mail.to);
        expect(new Set(to).size).to.equal(to.length);
        expect(to.length).to.be.within(1, 2);
        expect(world.world.people.sent.length).to.be.within(2, 3);
        counts.push(to.length);
      });
      expect(crashes).to.be.greaterThan(8);
      expect(counts.filter((count) => count === 2).length).to.be.greaterThan(counts.length / 2);
    });
  }
});
