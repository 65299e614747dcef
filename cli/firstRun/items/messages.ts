import type { Item } from '../item.js';
import { judged, open } from '../seen.js';
import { own, READS_METRICS } from './metrics.js';

export const NOTICES: Item = {
  id: 'notices',
  claim: 'Topics and channels take the messages as they are sent.',
  why: 'A warning that does not arrive is a suspension without one.',
  steps: [{ say: 'Let a test user cross 70 % of its limit, with at least one channel in `channels`.' }],
  expect: 'Messages sent, none failed, and readable in each channel: e-mail, chat, PagerDuty.',
  otherwise:
    'The runbook docs/runbooks/notifications-failed.md. Tell us the type of the channel and what was unreadable.',
  look: {
    actions: READS_METRICS,
    facts: ['sent', 'failed'],
    run: async (firstRun) => {
      const sent = (await own(firstRun, 'NotificationsSent', 'notifier')) ?? 0;
      const failed = (await own(firstRun, 'NotificationsFailed', 'notifier')) ?? 0;
      if (sent + failed === 0) return open('no message in three days, or `monitoring` is not full', { sent, failed });
      return judged(failed === 0, `${sent} messages sent, ${failed} failed`, { sent, failed });
    },
  },
};

export const CHAT: Item = {
  id: 'chat',
  claim: 'Amazon Q Developer shows our custom notifications, PagerDuty opens and ends incidents.',
  why: 'Amazon Q drops a message that it does not understand without a word.',
  steps: [
    { say: 'Configure `slack` or `pagerduty` (docs/notifications.md).' },
    { run: 'budgeteer suspend TEST_USER --reason "first run" --stack STACK' },
    { run: 'budgeteer restore TEST_USER --reason "first run" --stack STACK' },
  ],
  expect: 'Two messages in the chat; one incident that is resolved by the second.',
  otherwise: 'Tell us the channel’s type, and which of the two is missing.',
};

export const MAIL: Item = {
  id: 'mail',
  claim: 'SES takes the mail to a person from the role of the notifier, by the identity of the sender’s domain.',
  why: 'What SES refuses is not tried again (decision 27).',
  steps: [
    { run: 'aws sesv2 get-account --region REGION --query ProductionAccessEnabled' },
    { say: 'Set `notifyPersons: mail` and `mailSender`, and let a test person cross 70 %.' },
  ],
  expect: 'One mail for each event, none twice.',
  otherwise: 'Tell us SES’s error code, and whether the account is in the sandbox. No address.',
};
