import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { exampleNotices, messagesPage, SENDER } from '../../../examples/messagesPage.js';
import { NOTIFIED_EVENTS } from '../../../examples/notices.js';
import type { JsonObject } from '../../../domain/json.js';
import { NOTIFIED_TYPES } from '../../../handlers/contracts/events.js';
import { eventNotice } from '../../../handlers/notifications/eventNotices.js';
import { amazonQNotification } from '../../../handlers/notifications/formats/amazonQ.js';
import { emailSubject, emailText } from '../../../handlers/notifications/formats/email.js';
import { pagerDutyEvent } from '../../../handlers/notifications/formats/pagerDuty.js';
import { slackMessage } from '../../../handlers/notifications/formats/slackWebhook.js';
import { smsText } from '../../../handlers/notifications/formats/sms.js';
import { webhookBody } from '../../../handlers/notifications/formats/webhook.js';
import type { Notice } from '../../../handlers/contracts/notice.js';
import { settingsOf } from '../stubs.js';
import { expectAmazonQ, expectPagerDuty, expectSlack, expectSms, expectSubject } from './channelForms.js';

const { policy } = settingsOf();

function noticeOf(detail: JsonObject): Notice {
  const notice = eventNotice({ eventId: 'e-1', ...detail }, { policy, prefix: SENDER });
  if (notice === undefined) throw new Error(`${String(detail['type'])}: nobody is told`);
  return notice;
}

function expectAllForms(notice: Notice): void {
  expectSubject(emailSubject(notice, SENDER));
  expectSms(smsText(notice));
  expectAmazonQ(amazonQNotification(notice, SENDER));
  expectSlack(slackMessage(notice, SENDER));
  expectPagerDuty(pagerDutyEvent(notice, SENDER, 'key'));
  expect(JSON.parse(webhookBody(notice, SENDER))).to.include({ eventId: notice.eventId, sender: SENDER });
}

describe('the messages', () => {
  it('are what docs/messages.md says', () => {
    expect(messagesPage()).to.equal(readFileSync('docs/messages.md', 'utf8'));
  });

  for (const [name, notice] of exampleNotices()) {
    it(`have the forms that the channels document, of ${name}`, () => {
      expectAllForms(notice);
    });
  }

  it('say who, how much of which limit, what happens and when it resets', () => {
    for (const type of NOTIFIED_TYPES) {
      const notice = noticeOf(NOTIFIED_EVENTS[type]);
      if (notice.isSilent === true) continue;
      const text = emailText(notice, SENDER);
      const { principalId } = NOTIFIED_EVENTS[type];
      if (principalId !== undefined) expect(text, type).to.contain(principalId);
      if ('spentUsd' in NOTIFIED_EVENTS[type]) {
        expect(text, type).to.match(/^Spent: +\$[\d.]+ of \$10\.00 \(\d+ %\), at list price$/m);
        const resets =
          principalId === 'team/search'
            ? '2026-11-01 00:00 Europe/Berlin (2026-10-31 23:00 UTC)'
            : '2026-11-04 00:00 UTC';
        expect(text, type).to.contain(`${resets}\n`);
      }
      expect(text, type).to.match(/^What happens: \S.+\.$/m);
      expect(text, type).to.not.contain('unknown');
    }
  });

  it('say of an exceeded limit what follows, by the policy and by whether it can be enforced', () => {
    const exceeded = (given: JsonObject, settings: Readonly<Record<string, string>> = {}): string =>
      eventNotice(
        { eventId: 'e', ...NOTIFIED_EVENTS.ThresholdReached, threshold: 'exceeded', percent: 100, ...given },
        { policy: settingsOf(settings).policy, prefix: SENDER },
      )?.consequence ?? '';
    expect(exceeded({})).to.equal(
      'From now on: after 5 minutes of grace access to Bedrock is suspended until the budget resets.',
    );
    expect(exceeded({}, { gracePeriodSeconds: '0' })).to.contain(
      'is suspended until the budget resets, without grace.',
    );
    expect(exceeded({}, { hardStopPercent: '150' })).to.contain('At 150 % it is suspended at once.');
    expect(exceeded({ enforceable: false })).to.match(/^Alert only:/);
  });

  it('say of lower thresholds that a jump has passed what follows from the limit', () => {
    const jumped = noticeOf({ ...NOTIFIED_EVENTS.ThresholdReached, spentUsd: '12' });
    expect(jumped.title).to.contain('has used 120 %');
    expect(jumped.consequence).to.match(/^From now on: after 5 minutes of grace/);
  });

  it('end with a period the incident of those alone who are not suspended by then', () => {
    const ends = (previousStatus: string): boolean =>
      eventNotice({ ...NOTIFIED_EVENTS.PeriodStarted, eventId: 'e', previousStatus }, { policy, prefix: SENDER }) !==
      undefined;
    expect(['active', 'grace', 'alert_only'].map(ends)).to.deep.equal([true, true, true]);
    expect(['suspended', 'suspending', 'restoring'].map(ends)).to.deep.equal([false, false, false]);
  });

  it('never show spend as nothing, nor a share as reached that is not', () => {
    const spent = (spentUsd: string): string =>
      noticeOf({ ...NOTIFIED_EVENTS.AccessSuspended, spentUsd }).facts[1]?.value ?? '';
    expect(spent('0.00000875')).to.equal('$0.00000875 of $10.00 (0 %), at list price');
    expect(spent('9.9999')).to.equal('$9.9999 of $10.00 (99 %), at list price');
    expect(spent('7.310000000000000001')).to.equal('$7.31 of $10.00 (73 %), at list price');
    expect(spent('many')).to.equal('unknown of $10.00 (unknown), at list price');
  });

  it('are no message for events of the audit log alone', () => {
    for (const type of ['BudgetOpened', 'SpendRecorded', 'toString', '']) {
      expect(eventNotice({ type, eventId: 'e' }, { policy, prefix: SENDER })).to.equal(undefined);
    }
  });
});

const HOSTILE_NAMES: readonly string[] = [
  'alice\nSubject: You won\r\nBcc: everybody@example.com',
  'x'.repeat(128),
  '<!channel> <https://evil.example|click> @here *bold* _it_ ~no~ `code`',
  '&lt;!channel&gt; &amp; &',
  '😀'.repeat(64),
  '‮gnp.exe',
  '\u0000\u001b[31mred\u2028line',
  '',
  '","event_action":"resolve"',
];

describe('the messages about principals of hostile names', () => {
  const names = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary', maxLength: 200 }));

  it('keep the forms of every channel, on lines of their own', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...NOTIFIED_TYPES), (name, type) => {
        const principalId = `arn:aws:sts::444455556666:federated-user/${name}`;
        const notice = noticeOf({ ...NOTIFIED_EVENTS[type], principalId, reason: name, modelId: name });
        expectAllForms(notice);
        const lines = emailText(notice, SENDER).split('\n').length;
        const plain = noticeOf({ ...NOTIFIED_EVENTS[type], reason: 'a reason' });
        expect(lines).to.equal(emailText(plain, SENDER).split('\n').length);
        expect(notice.title).to.not.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(notice.incident?.state).to.equal(plain.incident?.state);
      }),
      { seed: 6 },
    );
  });
});

describe('the message about a threshold', () => {
  const GRACE = { ...NOTIFIED_EVENTS.ThresholdReached, threshold: 'exceeded', percent: 100, spentUsd: '12' };

  it('tells of the grace that begins with it, and of who shares the role', () => {
    const notice = noticeOf({ ...GRACE, graceDeadline: '2026-10-05T12:05:00Z', sessionCount: 3 });
    expect(notice.title).to.equal('user/teams/search/alice exceeded its budget, access ends 2026-10-05 12:05 UTC');
    const text = emailText(notice, SENDER);
    expect(text).to.contain('3 sessions have used this role in this period');
    expect(text).to.contain('At 2026-10-05 12:05 UTC access to Bedrock is suspended until 2026-11-04 00:00 UTC.');
    expectAllForms(notice);
    expect(emailText(noticeOf({ ...GRACE, sessionCount: 20 }), SENDER)).to.contain('20 or more sessions');
  });

  it('promises no suspension while the stack observes', () => {
    const detail = { ...GRACE, enforceable: false, eventId: 'e-1' };
    const observing = { ...policy, enforcement: 'observe' } as const;
    const notice = eventNotice(detail, { policy: observing, prefix: SENDER });
    expect(notice?.consequence).to.match(/^Nobody is suspended: the stack only observes/);
  });

  it('keeps its verb in the subject, however long the name', () => {
    for (const length of [10, 40, 64, 300]) {
      const principalId = `arn:aws:iam::444455556666:role/${'a'.repeat(length - 1)}z`;
      for (const graceDeadline of [undefined, '2026-10-05T12:05:00Z']) {
        const subject = emailSubject(
          noticeOf({ ...GRACE, principalId, ...(graceDeadline && { graceDeadline }) }),
          SENDER,
        );
        expect(subject).to.match(/z (?:has exceeded its Bedrock|exceeded its) budget/);
        expectSubject(subject);
      }
    }
  });
});
