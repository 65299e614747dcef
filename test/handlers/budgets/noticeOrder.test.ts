import { expect } from 'chai';
import { formatInstant, MINUTE_MS } from '../../../domain/instant.js';
import { graceNoticeId } from '../../../handlers/budgets/noticeOrder.js';
import { NOTIFIED_TYPES } from '../../../handlers/contracts/events.js';
import { eventNotice } from '../../../handlers/notifications/eventNotices.js';
import { TOLD_TYPES } from '../../../handlers/contracts/events.js';
import type { OutboxEvent } from '../../../handlers/ports/budgetStore.js';
import { NOTIFIED_EVENTS } from '../../../examples/notices.js';
import { NOON, open, report, spend, step } from '../../domain/budget/histories.js';
import { toBegun, toSuspended } from '../../domain/budget/suspensionHistories.js';
import { idOf, waiting } from '../budgetWorld.js';
import { settingsOf } from '../stubs.js';

function outbox(steps: Parameters<typeof waiting>[1]): readonly OutboxEvent[] {
  return waiting('alice', steps).outbox;
}

function of(type: string, events: readonly OutboxEvent[]): OutboxEvent {
  const found = events.find(({ detail }) => detail.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

describe('an event that people are told of', () => {
  it('names the one before it of the same budget, if that is recent', () => {
    const warned = [open(), spend('7', NOON), step('ReviewBudget', NOON)];
    const soon = outbox([...warned, spend('2', NOON), step('ReviewBudget', NOON + MINUTE_MS)]);
    const [warning, critical] = soon.filter(({ detail }) => detail.type === 'ThresholdReached');
    expect(warning?.detail).not.to.have.property('follows');
    expect(critical?.detail).to.include({ follows: warning?.eventId });
    const late = outbox([...warned, spend('2', NOON), step('ReviewBudget', NOON + 11 * MINUTE_MS)]);
    expect(late.at(-1)?.detail).not.to.have.property('follows');
  });

  it('of a suspension that an execution began at the end of grace follows the final warning', () => {
    const deadline = formatInstant(NOON + 5 * MINUTE_MS);
    const suspended = of('AccessSuspended', outbox(toSuspended));
    expect(suspended.detail).to.include({ follows: graceNoticeId(idOf('alice'), deadline, 'final') });
    const byMonitor = [
      ...toBegun.slice(0, 3),
      step('ReviewBudget', NOON + 5 * MINUTE_MS),
      report.suspensionBegun(NOON + 5 * MINUTE_MS),
      report.suspended(NOON + 5 * MINUTE_MS),
    ];
    const events = outbox(byMonitor);
    expect(of('AccessSuspended', events).detail).to.include({ follows: of('ThresholdReached', events).eventId });
  });

  it('has another id in a row that was deleted and opened again', () => {
    const history = (at: number): Parameters<typeof waiting>[1] => [
      open('10', 'iam_user', at),
      spend('10', at),
      step('ReviewBudget', at),
    ];
    const first = outbox(history(NOON)).map(({ eventId }) => eventId);
    const second = outbox(history(NOON + MINUTE_MS)).map(({ eventId }) => eventId);
    expect(new Set([...first, ...second]).size).to.equal(first.length + second.length);
  });

  it('is every event of a budget by which people get a message', () => {
    const { policy } = settingsOf();
    const fromElsewhere = ['GraceNotice', 'FinalWarning', 'WorkflowFailed', 'RestorationSkipped', 'StrayDenyFound'];
    const ofNobody = ['PriceChangeQuarantined', 'PricesMissing', 'PersonPolicyTampered'];
    const told = NOTIFIED_TYPES.filter((type) => {
      const notice = eventNotice({ ...NOTIFIED_EVENTS[type], eventId: 'e' }, { policy, prefix: 'p' });
      return notice?.isSilent !== true && ![...fromElsewhere, ...ofNobody].includes(type);
    });
    expect([...TOLD_TYPES].sort()).to.deep.equal([...told].sort());
  });
});
