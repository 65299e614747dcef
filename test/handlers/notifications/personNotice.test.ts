import { expect } from 'chai';
import { NOTIFIED_EVENTS } from '../../../examples/notices.js';
import type { JsonObject } from '../../../domain/json.js';
import type { Notice } from '../../../handlers/contracts/notice.js';
import { eventNotice } from '../../../handlers/notifications/eventNotices.js';
import { emailText, personSubject } from '../../../handlers/notifications/formats/email.js';
import { personNotice } from '../../../handlers/notifications/personNotice.js';
import { settingsOf } from '../stubs.js';

const SENDER = 'bedrock-budgeteer-dev';
const ANA = 'person/ana@example.com';
const ROLE = 'arn:aws:iam::444455556666:role/indexer';

function told(detail: JsonObject, ask?: string): Notice {
  const notice = eventNotice(
    { eventId: 'e-1', principalId: ANA, ...detail },
    { policy: settingsOf().policy, prefix: SENDER },
  );
  const personal = notice && personNotice(notice, ask);
  if (personal === undefined) throw new Error(`${String(detail['type'])}: the person is not told`);
  return personal;
}

const { ThresholdReached, GraceNotice, AccessSuspended, AccessRestored, GraceCancelled } = NOTIFIED_EVENTS;
const RESETS = { refreshesAt: '2026-10-31T23:00:00Z', resetsAt: '2026-11-01T00:00:00+01:00[Europe/Berlin]' };

describe('personNotice', () => {
  for (const [detail, title] of [
    [
      { ...ThresholdReached, threshold: 'warning', spentUsd: '7.3', limitUsd: '10', enforceable: true },
      'You have used 73 % of your Bedrock budget',
    ],
    [
      { ...ThresholdReached, threshold: 'exceeded', spentUsd: '10', limitUsd: '10' },
      'You have used up your Bedrock budget',
    ],
    [GraceNotice, 'You lose your Bedrock access at 2026-10-05 12:05 UTC'],
    [GraceCancelled, 'You keep your Bedrock access'],
    [AccessSuspended, 'Your Bedrock access is suspended'],
    [{ ...AccessSuspended, team: 'research' }, 'Your Bedrock access is suspended: team research is over its limit'],
    [AccessRestored, 'You have your Bedrock access back'],
    [{ ...AccessRestored, notRestored: ['policy x'] }, 'You have your Bedrock access back, but not all of it'],
  ] as const) {
    it(`says: ${title}`, () => {
      const notice = told({
        ...detail,
        graceDeadline: title.startsWith('You lose') ? '2026-10-05T12:05:00Z' : undefined,
        principalId: ANA,
      });
      expect(notice.title).to.equal(title);
      expect(personSubject(notice, SENDER)).to.equal(`[${SENDER}] ${title}`);
    });
  }

  it('says who, what was spent of which limit, and when it resets in the zone of the budget and in UTC', () => {
    const text = emailText(
      told({ ...AccessSuspended, ...RESETS, principalId: ANA, spentUsd: '12.03', limitUsd: '10' }),
      SENDER,
    );
    expect(text).to.match(/^Who: +person\/ana@example\.com$/m);
    expect(text).to.match(/^Spent: +\$12\.03 of \$10\.00 \(120 %\), at list price$/m);
    expect(text).to.match(/^Resets: +2026-11-01 00:00 Europe\/Berlin \(2026-10-31 23:00 UTC\)$/m);
    expect(text).to.contain('What to do:');
  });

  it('says of a suspension for a team that it is for the team, and promises no day', () => {
    const { consequence } = told({ ...AccessSuspended, ...RESETS, principalId: ANA, team: 'research' });
    expect(consequence).to.contain('team research is over its limit').and.not.contain('2026-11-01');
  });

  it('says before the end of grace until when to act, and whom to ask', () => {
    const detail = {
      ...ThresholdReached,
      threshold: 'exceeded',
      graceDeadline: '2026-10-05T12:05:00Z',
      principalId: ANA,
    };
    const notice = told(detail, 'reply to this mail');
    expect(notice.title).to.equal('You have used up your Bedrock budget, access ends 2026-10-05 12:05 UTC');
    expect(notice.actions[0]).to.equal(
      'To keep access, have the limit raised before 2026-10-05 12:05 UTC: reply to this mail.',
    );
    expect(told(detail).actions[0]).to.contain('ask those who run the Bedrock budgets of this account');
  });

  it('promises no suspension where there is none to come', () => {
    const { consequence } = told({ ...ThresholdReached, principalId: ANA, enforceable: false });
    expect(consequence).to.match(/^Your access stays/);
  });

  it('tells nobody to do what operators alone can', () => {
    for (const detail of [ThresholdReached, GraceNotice, AccessSuspended, AccessRestored]) {
      expect(emailText(told({ ...detail, principalId: ANA }), SENDER)).to.not.match(/invoke|table |operation /);
    }
  });

  it('says to those who share a role or a team of whom it is', () => {
    expect(told({ ...AccessSuspended, principalId: ROLE }).title).to.equal('role/indexer is suspended from Bedrock');
    expect(told(NOTIFIED_EVENTS.TeamSuspended).title).to.contain('The members of');
  });
});
