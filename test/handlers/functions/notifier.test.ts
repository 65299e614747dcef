import { expect } from 'chai';
import { alarmChange, busEnvelope, NOTIFIED_EVENTS } from '../../../examples/notices.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import type { JsonObject } from '../../../domain/json.js';
import { alarmDescription } from '../../../handlers/contracts/alarmDescription.js';
import { DeliveryError, PartialFailureError, UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { MemoryNoticeLog } from '../../../local/memory/memoryNoticeLog.js';
import { NotifierWorld, NOON, SCHEDULED } from '../notifications/notifierWorld.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';

const SUSPENDED = busEnvelope(NOTIFIED_EVENTS.AccessSuspended, 'e-1');
const WINDOW_MS = 15 * MINUTE_MS;

function failed(who: string): JsonObject {
  return busEnvelope({ ...NOTIFIED_EVENTS.WorkflowFailed, principalId: `arn:aws:iam::444455556666:user/${who}` }, who);
}

describe('notifier', () => {
  it('tells every channel of an event once, however often it comes', async () => {
    const world = new NotifierWorld();
    for (let delivery = 0; delivery < 3; delivery += 1) await world.notify(SUSPENDED);
    for (const { titles } of [world.people, world.machines]) {
      expect(titles).to.deep.equal(['user/teams/search/alice is suspended from Bedrock']);
    }
    expect(world.telemetry.total('NotificationsSent')).to.equal(2);
    expect(world.telemetry.flushes).to.equal(3);
  });

  it('tells the others where a channel is away, and that one when the event comes again', async () => {
    const world = new NotifierWorld();
    world.people.failures = 1;
    expect(await failureOf(world.notify(SUSPENDED))).to.be.instanceOf(PartialFailureError);
    expect([world.people.sent.length, world.machines.sent.length]).to.deep.equal([0, 1]);
    expect(world.telemetry.total('NotificationsFailed')).to.equal(1);
    await world.notify(SUSPENDED);
    expect([world.people.sent.length, world.machines.sent.length]).to.deep.equal([1, 1]);
  });

  it('leaves an event to the invocation that is at it', async () => {
    const log = new MemoryNoticeLog();
    const world = new NotifierWorld({ log });
    await log.claim({ ...NOTICE, eventId: 'e-1' }, NOON, NOON + MINUTE_MS);
    expect(await failureOf(world.notify(SUSPENDED))).to.be.instanceOf(DeliveryError);
    expect(world.people.sent).to.deep.equal([]);
    world.clock.set(NOON + MINUTE_MS);
    await world.notify(SUSPENDED);
    expect(world.people.sent).to.have.length(1);
  });

  it('tells once what two invocations are given at the same time', async () => {
    const world = new NotifierWorld();
    const outcomes = await Promise.all([failureOf(world.notify(SUSPENDED)), failureOf(world.notify(SUSPENDED))]);
    expect(outcomes.filter((failure) => failure instanceof DeliveryError)).to.have.length(1);
    expect(world.people.sent).to.have.length(1);
  });

  const after = (follows: string, eventId: string, at = '2026-10-05T12:00:00Z'): JsonObject =>
    busEnvelope({ ...NOTIFIED_EVENTS.AccessSuspended, follows, at }, eventId);

  it('tells of an event after the one that it follows, whichever comes first', async () => {
    const log = new MemoryNoticeLog();
    const world = new NotifierWorld({ log });
    await log.claim({ ...NOTICE, eventId: 'e-1' }, NOON, NOON + MINUTE_MS);
    expect(await failureOf(world.notify(after('e-1', 'e-2')))).to.be.instanceOf(DeliveryError);
    expect(world.clock.now() - NOON).to.equal(20_000);
    expect(world.people.sent).to.deep.equal([]);
    await log.endClaim('e-1', 'done');
    await world.notify(after('e-1', 'e-2'));
    expect(world.people.sent).to.have.length(1);
    expect(world.clock.now() - NOON).to.equal(20_000);
  });

  it('waits for no event that is not told within two minutes', async () => {
    const world = new NotifierWorld();
    world.clock.set(NOON + 2 * MINUTE_MS - 1000);
    await world.notify(after('e-1', 'e-2'));
    expect(world.people.sent).to.have.length(1);
    expect(world.clock.now()).to.equal(NOON + 2 * MINUTE_MS);
  });

  it('is silent about events that are for the audit log alone', async () => {
    const world = new NotifierWorld();
    await world.notify(busEnvelope({ type: 'BudgetOpened' }, 'e-1'));
    await world.notify(busEnvelope(NOTIFIED_EVENTS.PeriodStarted, 'e-2'));
    expect([...world.people.sent, ...world.machines.sent]).to.deep.equal([]);
  });

  it('throws for what it cannot read, so that it is kept', async () => {
    const unreadable = [
      7,
      {},
      { source: 'aws.iam' },
      { source: 'bedrock-budgeteer', detail: { type: 'GraceNotice' } },
      { source: 'aws.cloudwatch', detail: {} },
    ];
    for (const event of unreadable) {
      const world = new NotifierWorld();
      expect(await failureOf(world.notify(event as JsonObject))).to.be.instanceOf(UnreadableEventError);
      expect(world.telemetry.total('EventsUnreadable')).to.equal(1);
    }
  });
});

const NOTICE = {
  type: 'x',
  at: '2026-10-05T12:00:00Z',
  topic: 'high-severity',
  severity: 'info',
  title: 'x',
  facts: [],
  consequence: '',
  actions: [],
  data: {},
} as const;

describe('notifier, when alerts repeat', () => {
  it('tells people the first at once and the others together, machines each at once', async () => {
    const world = new NotifierWorld();
    for (const who of ['a', 'b', 'c', 'd']) await world.notify(failed(who));
    expect(world.people.titles).to.deep.equal(['The suspension of user/a failed']);
    expect(world.machines.sent).to.have.length(4);
    expect(world.telemetry.total('NotificationsGrouped')).to.equal(3);
    await world.notify(SCHEDULED);
    expect(world.people.sent).to.have.length(1);
    world.clock.set(NOON + WINDOW_MS);
    await world.notify(SCHEDULED);
    await world.notify(SCHEDULED);
    expect(world.people.titles[1]).to.equal('3 more suspensions and restorations that failed');
    const also = world.people.sent[1]?.facts.map(({ value }) => value);
    expect(also).to.have.members(['b', 'c', 'd'].map((who) => `The suspension of user/${who} failed`));
    expect([world.people.sent.length, world.machines.sent.length]).to.deep.equal([2, 4]);
  });

  it('keeps to one message a group and window, however long the storm', async () => {
    const world = new NotifierWorld();
    for (let minute = 0; minute < 240; minute += 1) {
      world.clock.set(NOON + minute * MINUTE_MS);
      await world.notify(failed(`u${minute}`));
      if (minute % 5 === 0) await world.notify(SCHEDULED);
    }
    world.clock.set(NOON + 300 * MINUTE_MS);
    await world.notify(SCHEDULED);
    expect(world.people.sent.length).to.be.at.most(18);
    const listed = world.people.sent.flatMap(({ facts, type, title }) =>
      type === 'Digest' ? facts.map(({ value }) => value) : [title],
    );
    for (let minute = 0; minute < 240; minute += 1)
      expect(listed).to.include(`The suspension of user/u${minute} failed`);
    expect(new Set(listed).size).to.equal(listed.length);
  });

  it('says how many more there are than a message lists', async () => {
    const world = new NotifierWorld();
    for (let index = 0; index < 40; index += 1) await world.notify(failed(`u${index}`));
    world.clock.set(NOON + WINDOW_MS);
    await world.notify(SCHEDULED);
    expect(world.people.sent[1]?.facts).to.have.length(26);
    expect(world.people.sent[1]?.facts.at(-1)?.value).to.equal('14 more; the audit log has all of them');
  });

  it('tells a digest again only to whom it was not told', async () => {
    const world = new NotifierWorld();
    for (const who of ['a', 'b']) await world.notify(failed(who));
    world.clock.set(NOON + WINDOW_MS);
    world.people.failures = 1;
    expect(await failureOf(world.notify(SCHEDULED))).to.be.instanceOf(PartialFailureError);
    await world.notify(failed('c'));
    await world.notify(SCHEDULED);
    expect(world.people.titles[1]).to.equal('1 more suspensions and restorations that failed');
    world.clock.set(NOON + 2 * WINDOW_MS);
    await world.notify(SCHEDULED);
    expect(world.people.sent.slice(1).map(({ facts }) => facts[0]?.value)).to.deep.equal([
      'The suspension of user/b failed',
      'The suspension of user/c failed',
    ]);
  });

  it('has no channel that is away for good keep digests from the others', async () => {
    const world = new NotifierWorld({ withOthers: true });
    world.people.failures = 1000;
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      world.clock.set(NOON + minute * MINUTE_MS);
      await failureOf(world.notify(failed(`u${minute}`)));
      await failureOf(world.notify(SCHEDULED));
    }
    const told = world.others.sent.flatMap(({ facts, type, title }) =>
      type === 'Digest' ? facts.map(({ value }) => value) : [title],
    );
    const old = Array.from({ length: 23 * 12 }, (_, index) => `The suspension of user/u${index * 5} failed`);
    expect(told).to.include.members(old);
    expect(new Set(told).size).to.equal(told.length);
    const given = world.telemetry.entries.filter(({ message }) => message.startsWith('a digest is given up'));
    expect(given).to.not.deep.equal([]);
  });

  it('tells in one digest alone what a machine was told late', async () => {
    const world = new NotifierWorld();
    await world.notify(failed('a'));
    world.machines.failures = 1;
    expect(await failureOf(world.notify(failed('b')))).to.be.instanceOf(PartialFailureError);
    world.clock.set(NOON + WINDOW_MS);
    await world.notify(SCHEDULED);
    await world.notify(failed('b'));
    await world.notify(failed('c'));
    world.clock.set(NOON + 3 * WINDOW_MS);
    await world.notify(SCHEDULED);
    expect(world.people.sent.map(({ facts, type }) => (type === 'Digest' ? facts.length : 0))).to.deep.equal([0, 1, 1]);
    expect(world.machines.sent).to.have.length(3);
  });

  for (const crash of CRASHES) {
    it(`tells everybody of everything after it ${crash} any of its calls`, async () => {
      const crashes = await playEachCrash(crash, async (calls) => {
        const world = new NotifierWorld({ through: (port) => calls.through(port) });
        const events = [SUSPENDED, failed('a'), failed('b'), failed('c')];
        for (const event of events) await failureOf(world.notify(event));
        calls.revive();
        world.clock.set(NOON + 2 * MINUTE_MS);
        for (const event of events) await world.notify(event);
        for (const step of [1, 2, 3]) {
          world.clock.set(NOON + 2 * MINUTE_MS + step * WINDOW_MS);
          await world.notify(SCHEDULED);
        }
        const told = world.people.sent.flatMap(({ facts, type, title }) =>
          type === 'Digest' ? facts.map(({ value }) => value) : [title],
        );
        expect(new Set(told).size).to.equal(4);
        // Only the death between an answer and its record may tell twice.
        expect(told.length).to.be.at.most(crash === 'fails after' ? 4 : 5);
        expect(world.machines.sent.length).to.be.within(4, 5);
      });
      expect(crashes).to.be.greaterThan(10);
    });
  }
});

describe('notifier, of alarms', () => {
  const HIGH = alarmDescription('high-severity', 'Calls are not metered. Runbook: docs/runbooks/x.md');

  it('tells of an alarm by its topic, and of its end', async () => {
    const world = new NotifierWorld();
    await world.notify(alarmChange('ALARM', 'OK', HIGH));
    await world.notify({ ...alarmChange('OK', 'ALARM', HIGH), id: 'other' });
    const [alarm, end] = world.people.sent;
    expect(alarm).to.include({ topic: 'high-severity', severity: 'critical', consequence: HIGH.slice(16) });
    expect(end?.title).to.equal('Recovered: bedrock-budgeteer-dev-dead-letters-failures');
    expect([alarm?.incident, end?.incident].map((incident) => incident?.state)).to.deep.equal(['open', 'resolved']);
    expect(alarm?.incident?.key).to.equal(end?.incident?.key);
  });

  it('leaves to CloudWatch what CloudWatch publishes to the topics of its own Region', async () => {
    for (const [region, value, isOnTopic] of [
      ['us-east-1', 'ALARM', true],
      ['us-east-1', 'OK', undefined],
      ['eu-west-1', 'ALARM', undefined],
    ] as const) {
      const world = new NotifierWorld();
      await world.notify(alarmChange(value, value === 'OK' ? 'ALARM' : 'OK', HIGH, region));
      expect(world.people.sent[0]?.isOnTopic).to.equal(isOnTopic);
    }
  });

  it('is silent about new alarms and missing data', async () => {
    const world = new NotifierWorld();
    for (const [value, previous] of [
      ['OK', 'INSUFFICIENT_DATA'],
      ['INSUFFICIENT_DATA', 'ALARM'],
    ] as const) {
      await world.notify({ ...alarmChange(value, previous, HIGH), id: value });
    }
    expect(world.people.sent).to.deep.equal([]);
  });

  it('takes an alarm without a topic of ours for an operational one', async () => {
    for (const description of ['', 'by hand', '[somewhere] else']) {
      const world = new NotifierWorld();
      await world.notify(alarmChange('ALARM', 'OK', description));
      expect(world.people.sent[0]).to.include({
        topic: 'operational-alerts',
        severity: 'error',
        consequence: description,
      });
    }
  });
});
