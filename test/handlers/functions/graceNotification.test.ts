import { limitSet } from '../../domain/budget/histories.js';
import { expect } from 'chai';
import { formatInstant, SECOND_MS } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import { createGraceNotification } from '../../../handlers/functions/graceNotification.js';
import { settled } from '../budgetWorld.js';
import { rejectionOf } from '../../rejection.js';
import { AccessWorld, EVA_ARN, GRACE_ENDS, NOW, SITUATIONS, type Situation } from '../accessWorld.js';

const DEADLINE = formatInstant(GRACE_ENDS);
const INITIAL = { principalId: EVA_ARN, execution: 'e1', notice: 'initial', graceDeadline: DEADLINE };
const FINAL = { ...INITIAL, notice: 'final' };

async function answerIn(world: AccessWorld, event: unknown): Promise<unknown> {
  return createGraceNotification(world.accessPorts())(event);
}

describe('createGraceNotification', () => {
  const told: readonly (readonly [Situation, boolean, boolean, string])[] = [
    ['without budget', false, false, 'gone'],
    ['active', false, false, 'active'],
    ['in grace', true, true, ''],
    ['to be suspended', false, true, 'suspending'],
    ['suspending', false, true, 'suspending'],
    ['suspended', false, false, 'suspended'],
    ['restoring', false, false, 'restoring'],
    ['restored', false, false, 'active'],
    ['refused', false, false, 'active'],
    ['closed', false, false, 'closed'],
  ];
  for (const [situation, isInitial, isFinal, status] of told) {
    for (const [event, isTold] of [[INITIAL, isInitial] as const, [FINAL, isFinal] as const]) {
      it(`gives ${isTold ? 'the' : 'no'} ${event.notice} notice where the budget is ${situation}`, async () => {
        const world = await AccessWorld.where(situation);
        const rows = world.rowsAsText();
        expect(await answerIn(world, event)).to.deep.equal(
          isTold ? { verdict: 'notified' } : { verdict: 'not-needed', reason: `the budget is ${status}` },
        );
        const type = event.notice === 'initial' ? 'GraceNotice' : 'FinalWarning';
        expect(world.announced).to.deep.equal(isTold ? [`eva ${type}`] : []);
        expect(world.telemetry.total('GraceNotices')).to.equal(isTold ? 1 : 0);
        expect(world.telemetry.flushes).to.equal(1);
        expect(world.rowsAsText()).to.deep.equal(rows);
      });
    }
  }

  it('says nothing at the start of a grace that the message about the threshold has told of', async () => {
    const world = await AccessWorld.where('in announced grace');
    expect(await answerIn(world, INITIAL)).to.deep.equal({ verdict: 'notified' });
    expect(world.announced).to.deep.equal([]);
    expect(await answerIn(world, FINAL)).to.deep.equal({ verdict: 'notified' });
    expect(world.announced).to.deep.equal(['eva FinalWarning']);
  });

  it('tells the numbers of the moment and when access comes back', async () => {
    const world = await AccessWorld.where('in grace');
    await world.changes({ type: 'RecordSpend', spend: [{ at: NOW, costUsd: usd('0.0025') }] });
    await answerIn(world, INITIAL);
    expect(world.bus.published.map(({ detail }) => detail)).to.deep.equal([
      {
        type: 'GraceNotice',
        at: formatInstant(NOW),
        principalId: EVA_ARN,
        spentUsd: '12.0025',
        limitUsd: '10',
        graceDeadline: DEADLINE,
        refreshesAt: '2026-07-01T00:00:00Z',
        resetsAt: '2026-07-01T00:00:00+00:00[UTC]',
      },
    ]);
  });

  for (const event of [INITIAL, FINAL]) {
    it(`gives no ${event.notice} notice of a grace that another one has followed`, async () => {
      const world = await AccessWorld.where('in grace');
      const other = { ...event, graceDeadline: formatInstant(GRACE_ENDS - SECOND_MS) };
      expect(await answerIn(world, other)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is grace' });
      expect(world.announced).to.deep.equal([]);
    });
  }

  it('gives no final notice of a grace that was cancelled before an operator suspended the principal', async () => {
    const world = await AccessWorld.where('in grace');
    await world.changes(limitSet(usd('50')));
    await world.changes({ type: 'SuspendAccess' });
    expect(world.row('eva').budget.status).to.equal('suspending');
    expect(await answerIn(world, FINAL)).to.include({ verdict: 'not-needed' });
    expect(world.announced).to.deep.equal([]);
  });

  for (const [when, graceDeadline, isTold] of [
    ['before', GRACE_ENDS + SECOND_MS, false],
    ['at', GRACE_ENDS, true],
    ['after', GRACE_ENDS - SECOND_MS, true],
  ] as const) {
    it(`gives ${isTold ? 'the' : 'no'} final notice of a suspension that began ${when} the deadline`, async () => {
      const world = await AccessWorld.where('suspending');
      expect(world.row('eva').budget).to.include({ since: GRACE_ENDS });
      const answer = await answerIn(world, { ...FINAL, graceDeadline: formatInstant(graceDeadline) });
      expect(answer).to.include({ verdict: isTold ? 'notified' : 'not-needed' });
      expect(world.announced).to.deep.equal(isTold ? ['eva FinalWarning'] : []);
    });
  }

  it('gives no final notice of a suspension that an operator holds', async () => {
    const world = await AccessWorld.where('suspending');
    await world.changes({ type: 'SuspendAccess' });
    expect(world.row('eva').budget).to.include({ status: 'suspending', isManual: true });
    expect(await answerIn(world, FINAL)).to.include({ verdict: 'not-needed' });
    expect(world.announced).to.deep.equal([]);
  });

  it('has the same event id on every repetition, however much later', async () => {
    const world = await AccessWorld.where('in grace');
    await answerIn(world, INITIAL);
    world.clock.set(NOW + SECOND_MS);
    await world.changes({ type: 'RecordSpend', spend: [{ at: NOW, costUsd: usd('1') }] });
    await answerIn(world, { ...INITIAL, execution: 'e2' });
    const ids = world.bus.published.map(({ eventId }) => eventId);
    expect(ids).to.have.length(2);
    expect(new Set(ids).size).to.equal(1);
    expect(ids[0]).to.match(/^[0-9a-f]{32}$/);
  });

  it('has another event id for another notice, grace or principal', async () => {
    const world = await AccessWorld.where('suspending');
    const other = settled('max', SITUATIONS['suspending']);
    await world.tables.save({ before: undefined, after: other });
    await answerIn(world, FINAL);
    await answerIn(world, { ...FINAL, graceDeadline: formatInstant(GRACE_ENDS - SECOND_MS) });
    await answerIn(world, { ...FINAL, principalId: other.budget.principalId });
    const inGrace = await AccessWorld.where('in grace');
    await answerIn(inGrace, INITIAL);
    const ids = [...world.bus.published, ...inGrace.bus.published].map(({ eventId }) => eventId);
    expect(ids).to.have.length(4);
    expect(new Set(ids).size).to.equal(4);
  });

  it('counts nothing that the bus has not taken, and says the same when it is asked again', async () => {
    const world = await AccessWorld.where('in grace');
    world.bus.faults.plan(new Error('the bus is down'));
    expect((await rejectionOf(answerIn(world, INITIAL))).message).to.equal('the bus is down');
    expect(world.telemetry.total('GraceNotices')).to.equal(0);
    expect(world.telemetry.flushes).to.equal(1);
    expect(await answerIn(world, INITIAL)).to.deep.equal({ verdict: 'notified' });
  });
});
