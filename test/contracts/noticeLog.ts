import { expect } from 'chai';
import { DAY_MS, MINUTE_MS } from '../../domain/instant.js';
import type { Notice } from '../../handlers/contracts/notice.js';
import type { Claim, NoticeLog } from '../../handlers/ports/noticeLog.js';

const NOW = Date.UTC(2026, 9, 5, 12);
const LATER = NOW + 15 * MINUTE_MS;

function notice(eventId: string): Notice {
  return {
    eventId,
    type: 'WorkflowFailed',
    at: '2026-10-05T12:00:00Z',
    topic: 'high-severity',
    severity: 'critical',
    title: `${eventId} failed`,
    facts: [{ label: 'Who', value: 'user/alice' }],
    consequence: 'It is tried again.',
    actions: [],
    group: 'WorkflowFailed',
    data: { large: 'x'.repeat(1000) },
  };
}

/** What every adapter of the Notifications table does alike. */
export function noticeLogContract(create: () => Promise<NoticeLog>): void {
  const claim = (log: NoticeLog, eventId: string, now = NOW): Promise<Claim> =>
    log.claim(notice(eventId), now, now + MINUTE_MS, now + DAY_MS);

  it('gives an event to one taker at a time, and to nobody once it is told', async () => {
    const log = await create();
    expect(await claim(log, 'e1')).to.deep.equal({ kind: 'claimed', delivered: new Set() });
    expect(await claim(log, 'e1')).to.deep.equal({ kind: 'busy' });
    expect(await log.isTold('e1')).to.equal(false);
    await log.endClaim('e1', 'done');
    expect([await log.isTold('e1'), await log.isTold('e0')]).to.deep.equal([true, false]);
    expect(await claim(log, 'e1')).to.deep.equal({ kind: 'done' });
    expect((await claim(log, 'e2')).kind).to.equal('claimed');
  });

  it('gives it again at once after a failure, after a while after a death, with what was delivered', async () => {
    const log = await create();
    await claim(log, 'e1');
    await log.markDelivered('e1', 'topic');
    await log.markDelivered('e1', 'topic');
    await log.endClaim('e1', 'failed');
    expect(await claim(log, 'e1')).to.deep.equal({ kind: 'claimed', delivered: new Set(['topic']) });
    await log.markDelivered('e1', 'pagerduty');
    expect((await claim(log, 'e1', NOW + MINUTE_MS - 1)).kind).to.equal('busy');
    expect(await claim(log, 'e1', NOW + MINUTE_MS)).to.deep.equal({
      kind: 'claimed',
      delivered: new Set(['topic', 'pagerduty']),
    });
  });

  it('forgets that a channel was told, where it was not, and nothing else', async () => {
    const log = await create();
    await claim(log, 'e1');
    for (const channel of ['topic', 'mail']) await log.markDelivered('e1', channel);
    for (let time = 0; time < 2; time += 1) await log.unmarkDelivered('e1', 'mail');
    await log.endClaim('e1', 'failed');
    expect(await claim(log, 'e1')).to.deep.equal({ kind: 'claimed', delivered: new Set(['topic']) });
    await log.unmarkDelivered('e1', 'topic');
    await log.endClaim('e1', 'failed');
    expect(await claim(log, 'e1')).to.deep.equal({ kind: 'claimed', delivered: new Set() });
  });

  it('lets the first of a group lead, also when it comes again, and the others wait', async () => {
    const log = await create();
    const join = (eventId: string, now = NOW): Promise<string> =>
      log.joinGroup('WorkflowFailed', eventId, now, now + 15 * MINUTE_MS);
    expect(await join('e1')).to.equal('leads');
    expect(await join('e1')).to.equal('leads');
    expect(await join('e2')).to.equal('waits');
    expect(await log.joinGroup('StrayDenyFound', 'e3', NOW, LATER)).to.equal('leads');
    expect(await join('e4', LATER)).to.equal('waits');
    const first = await log.openDigest('WorkflowFailed', LATER, LATER + MINUTE_MS);
    expect(first.eventIds).to.have.members(['e2', 'e4']);
    await log.closeDigest('WorkflowFailed', ['e4', 'e2']);
    expect(await join('e5', LATER)).to.equal('waits');
    expect((await log.openDigest('WorkflowFailed', LATER + MINUTE_MS, NOW)).eventIds).to.deep.equal(['e5']);
    await log.closeDigest('WorkflowFailed', ['e5']);
    expect(await join('e6', LATER + 30 * MINUTE_MS)).to.equal('leads');
  });

  it('opens a digest of what waited, once the time is over, and the same one until it is closed', async () => {
    const log = await create();
    const open = async (now: number): Promise<readonly string[]> =>
      (await log.openDigest('WorkflowFailed', now, now + MINUTE_MS)).eventIds;
    expect(await open(NOW)).to.deep.equal([]);
    for (const eventId of ['e1', 'e2', 'e3', 'e3']) {
      await claim(log, eventId);
      await log.joinGroup('WorkflowFailed', eventId, NOW, LATER);
    }
    expect(await open(LATER - 1)).to.deep.equal([]);
    expect(await open(LATER)).to.have.members(['e2', 'e3']);
    await log.joinGroup('WorkflowFailed', 'e4', LATER, NOW);
    expect(await open(LATER + DAY_MS)).to.have.members(['e2', 'e3']);
    const told = await log.notices(['e3', 'nobody', 'e2']);
    expect(told.map(({ title }) => title)).to.have.members(['e2 failed', 'e3 failed']);
    expect(told[0]).to.deep.include({ facts: [{ label: 'Who', value: 'user/alice' }], data: {} });
    await log.closeDigest('WorkflowFailed', ['e2']);
    expect(await open(LATER + DAY_MS)).to.have.members(['e2', 'e3']);
    await log.closeDigest('WorkflowFailed', ['e3', 'e2']);
    expect(await open(LATER + DAY_MS)).to.deep.equal(['e4']);
  });

  it('says of a digest when others have waited as long since', async () => {
    const log = await create();
    const overdue = async (now: number): Promise<boolean> =>
      (await log.openDigest('WorkflowFailed', now, now + MINUTE_MS)).isOverdue;
    for (const eventId of ['e1', 'e2']) await log.joinGroup('WorkflowFailed', eventId, NOW, LATER);
    const outcomes = [];
    for (const now of [LATER, LATER + MINUTE_MS - 1, LATER + MINUTE_MS]) outcomes.push(await overdue(now));
    expect(outcomes).to.deep.equal([false, false, true]);
    await log.closeDigest('WorkflowFailed', ['e2']);
    expect(await overdue(LATER + DAY_MS)).to.equal(false);
  });

  it('knows whether an incident has to be said to be open or over, in whatever order that comes', async () => {
    const log = await create();
    const note = (state: 'open' | 'resolved', eventId: string, at: number, channel = 'c'): Promise<boolean> =>
      log.noteIncident(channel, { key: 'principal/alice', state }, { eventId, at, expiresAt: at + DAY_MS });
    expect(await note('resolved', 'e0', NOW)).to.equal(false);
    expect(await note('open', 'e1', NOW + 1)).to.equal(true);
    expect(await note('open', 'e2', NOW + 2)).to.equal(true);
    expect(await note('resolved', 'e3', NOW + 3)).to.equal(true);
    expect(await note('resolved', 'e3', NOW + 3)).to.equal(true);
    expect(await note('resolved', 'e4', NOW + 4)).to.equal(false);
    expect(await note('open', 'e2', NOW + 2)).to.equal(false);
    expect(await note('open', 'e5', NOW + 5)).to.equal(true);
    expect(await note('resolved', 'e6', NOW + 4)).to.equal(false);
    expect(await note('resolved', 'e7', NOW + 6, 'other')).to.equal(false);
    expect(await note('open', 'e8', NOW + 5, 'other')).to.equal(false);
  });
}
