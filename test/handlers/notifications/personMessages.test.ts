import { expect } from 'chai';
import { NOTIFIED_EVENTS } from '../../../examples/notices.js';
import type { JsonObject } from '../../../domain/json.js';
import { NOTIFIED_TYPES } from '../../../handlers/contracts/events.js';
import type { Notice } from '../../../handlers/contracts/notice.js';
import { eventNotice } from '../../../handlers/notifications/eventNotices.js';
import { emailText } from '../../../handlers/notifications/formats/email.js';
import { settingsOf } from '../stubs.js';

const SENDER = 'bedrock-budgeteer-dev';
const ANA = 'person/ana@example.com';

function noticeOf(detail: JsonObject, settings: Readonly<Record<string, string>> = {}): Notice {
  const notice = eventNotice({ eventId: 'e-1', ...detail }, { policy: settingsOf(settings).policy, prefix: SENDER });
  if (notice === undefined) throw new Error(`${String(detail['type'])}: nobody is told`);
  return notice;
}

describe('the messages about a person', () => {
  const personal = NOTIFIED_TYPES.filter((type) => String(NOTIFIED_EVENTS[type]['principalId']).includes(':user/'));

  for (const type of personal) {
    it(`name the person and its row, of ${type}`, () => {
      const notice = noticeOf({ ...NOTIFIED_EVENTS[type], principalId: ANA });
      if (notice.isSilent === true) return;
      expect(notice.title).to.match(/(?:^| )ana@example\.com(?: |$)/);
      expect(emailText(notice, SENDER)).to.match(/^Who: +person\/ana@example\.com$/m);
    });
  }

  it('say the name `person/` where there is none', () => {
    expect(noticeOf({ ...NOTIFIED_EVENTS.AccessSuspended, principalId: 'person/' }).title).to.match(/^person\/ is/);
  });

  it('pass the one thing to do on that a refusal names', () => {
    const reason = 'AWSReservedSSO_Dev_1 does not carry p-persons-1: reference that policy in its permission set';
    const notice = noticeOf({ ...NOTIFIED_EVENTS.SuspensionRefused, principalId: ANA, reason });
    expect(notice.facts).to.deep.include({ label: 'Reason', value: reason });
    expect(notice.actions[0]).to.match(/^Do what the reason says/);
  });

  it('send whoever looks for the hole to the roles of the person', () => {
    const [action] = noticeOf({ ...NOTIFIED_EVENTS.SpendAfterSuspension, principalId: ANA }).actions;
    expect(action).to.contain('a role that no longer carries the policy');
  });

  it('say why a suspension that was announced is off, where the settings took away its means', () => {
    const notice = noticeOf({ ...NOTIFIED_EVENTS.GraceCancelled, principalId: ANA, reason: 'not-enforceable' });
    expect(notice.consequence).to.contain('by the settings of now it cannot be suspended alone');
  });
});

describe('the message about a threshold that cannot be enforced', () => {
  const role = (name: string): string => `arn:aws:iam::444455556666:role/${name}`;
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [ANA, {}, /personPolicies is 0.*set personPolicies and reference the policies.*docs\/persons\.md/],
    [ANA, { enforcement: 'observe' }, /personPolicies is 0/],
    [ANA, { personPolicies: '1' }, /protected, has its access by hand/],
    [ANA, { personPolicies: '1', enforcement: 'observe' }, /^Nobody is suspended: the stack only observes/],
    [role('AWSReservedSSO_Dev_1'), {}, /a role of many people.*docs\/persons\.md/],
    [role('federated'), { personRoles: 'federated' }, /a role of many people/],
    [role('federated'), {}, /protected, has its access by hand/],
    ['arn:aws:iam::444455556666:user/federated', { personRoles: 'federated' }, /protected, has its access by hand/],
  ];
  for (const [principalId, settings, expected] of rows) {
    it(`says what to do: ${principalId}, ${JSON.stringify(settings)}`, () => {
      const detail = { ...NOTIFIED_EVENTS.ThresholdReached, enforceable: false, principalId };
      expect(noticeOf(detail, settings).consequence).to.match(expected);
    });
  }
});

describe('the message about a policy of persons that was changed', () => {
  const base = NOTIFIED_EVENTS.PersonPolicyTampered;
  const rows: readonly (readonly [string, JsonObject, RegExp])[] = [
    [
      'names are missing',
      { missing: 3 },
      /was changed[^]*Missing: +3 names[^]*names are missing can call Bedrock\. It is being/,
    ],
    ['one was added', { missing: 0, added: 1 }, /Added: +1 name$[^]*Whoever was added is refused/m],
    ['other actions or an Allow', { missing: 0, added: 0 }, /it may deny less, or allow something/],
    ['changed again', { willBePutBack: false }, /Nothing more is done by itself\.[^]*Stop the change at its source/],
    [
      'deleted',
      { isDeleted: true, willBePutBack: false },
      /was deleted[^]*pulumi refresh and pulumi up create it again/,
    ],
    [
      'detached from a role',
      { detachedFrom: 'federated', willBePutBack: false, missing: 3 },
      /was detached from role federated[^]*On its list: +3 names[^]*by that role[^]*Attach it to the role again/,
    ],
  ];
  for (const [name, given, expected] of rows) {
    it(`says what and what to do: ${name}`, () => {
      const notice = noticeOf({ ...base, ...given });
      expect(notice).to.include({ topic: 'high-severity', severity: 'critical', group: 'PersonPolicyTampered' });
      expect(`${notice.title}\n${emailText(notice, SENDER)}`).to.match(expected);
      expect(notice.title).to.match(/^policy\/bedrock-budgeteer-dev-persons-1 was /);
    });
  }
});
