import { readSettings } from '../domain/settings/settings.js';
import { amazonQNotification } from '../handlers/notifications/formats/amazonQ.js';
import { emailSubject, emailText } from '../handlers/notifications/formats/email.js';
import { pagerDutyEvent } from '../handlers/notifications/formats/pagerDuty.js';
import { slackMessage } from '../handlers/notifications/formats/slackWebhook.js';
import { smsText } from '../handlers/notifications/formats/sms.js';
import { webhookBody } from '../handlers/notifications/formats/webhook.js';
import { alarmDescription } from '../handlers/contracts/alarmDescription.js';
import { alarmNotice } from '../handlers/notifications/alarmNotice.js';
import { digestOf } from '../handlers/notifications/digest.js';
import { NOTIFIED_TYPES } from '../handlers/contracts/events.js';
import { eventNotice } from '../handlers/notifications/eventNotices.js';
import type { Notice } from '../handlers/contracts/notice.js';
import type { NoticeContext } from '../handlers/notifications/draft.js';
import { objectAt } from '../domain/json.js';
import { alarmChange, NOTIFIED_EVENTS } from './notices.js';
import { personMessages, webhookPerson } from './personMessages.js';

export const SENDER = 'bedrock-budgeteer-dev';

const ROUTING_KEY = 'ROUTING_KEY';

/** An example of every notice, by name. */
export function exampleNotices(): ReadonlyMap<string, Notice> {
  const context = exampleContext();
  const notices = new Map<string, Notice>();
  for (const type of NOTIFIED_TYPES) {
    const notice = eventNotice({ ...NOTIFIED_EVENTS[type], eventId: `event-of-${type}` }, context);
    if (notice !== undefined) notices.set(type, notice);
  }
  const alarm = exampleAlarm();
  const failed = notices.get('WorkflowFailed');
  if (alarm !== undefined) notices.set('Alarm', alarm);
  if (failed !== undefined) {
    const others = ['user/bob', 'role/ci'].map((who) => ({
      ...failed,
      eventId: who,
      title: `The suspension of ${who} failed`,
    }));
    notices.set('Digest', digestOf('WorkflowFailed', others, '2026-10-05T12:20:00Z'));
  }
  return notices;
}

function exampleContext(): NoticeContext {
  const settings = readSettings({});
  if (settings.kind === 'invalid') throw new TypeError('the defaults are not possible');
  return { policy: settings.settings.policy, prefix: SENDER };
}

function exampleAlarm(): Notice | undefined {
  const text = 'Something failed for good and waits in the queue. Runbook: docs/runbooks/dead-letters.md';
  const detail = objectAt(alarmChange('ALARM', 'OK', alarmDescription('high-severity', text)), 'detail');
  return alarmNotice({ eventId: 'alarm-1', region: 'eu-west-1', at: '2026-10-05T12:00:00Z', detail }, 'us-east-1');
}

/** docs/messages.md: what each message says in each channel. */
export function messagesPage(): string {
  const notices = exampleNotices();
  const told = [...notices].filter(([, { isSilent }]) => isSilent !== true);
  const threshold = notices.get('ThresholdReached');
  return [
    '# What the messages say',
    '',
    'Written by `npm run docs:messages` from `examples/notices.ts` and the formats in `handlers/notifications/`; a test compares them. Stack `dev`, with the default settings.',
    '',
    ...summary(told),
    ...told.flatMap(([name, notice]) => section(name, notice)),
    ...(threshold === undefined ? [] : structured(threshold)),
    ...toPersons(),
  ].join('\n');
}

function summary(told: readonly (readonly [string, Notice])[]): readonly string[] {
  const rows = told.map(([name, { topic, severity, incident, group }]) => {
    const key = incident === undefined ? '' : incident.state;
    return `| [${name}](#${name.toLowerCase()}) | ${topic} | ${severity} | ${key} | ${group === undefined ? '' : 'yes'} |`;
  });
  return [
    '| message | topic | severity | incident | grouped |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '`PeriodStarted` and `BudgetClosed` resolve the incident of their principal and are told to nobody.',
    '',
  ];
}

function section(name: string, notice: Notice): readonly string[] {
  return [
    `## ${name}`,
    '',
    `Subject: \`${emailSubject(notice, SENDER)}\``,
    '',
    ...fenced('text', emailText(notice, SENDER).trimEnd()),
    `SMS: \`${smsText(notice)}\``,
    '',
  ];
}

function structured(notice: Notice): readonly string[] {
  return [
    '## ThresholdReached in the other channels',
    '',
    'Amazon Q Developer in chat applications:',
    '',
    ...json(amazonQNotification(notice, SENDER)),
    'Incoming webhook of Slack:',
    '',
    ...json(slackMessage(notice, SENDER)),
    'PagerDuty, Events API v2:',
    '',
    ...json(pagerDutyEvent(notice, SENDER, ROUTING_KEY)),
    'Generic webhook:',
    '',
    ...json(webhookBody(notice, SENDER)),
  ];
}

function toPersons(): readonly string[] {
  const context = exampleContext();
  return [
    '## To the person',
    '',
    'With `notifyPersons: mail` ([notifications.md](notifications.md#the-person)). With `mailReplyTo` it says `reply to this mail` in place of whom to ask.',
    '',
    ...personMessages(context).flatMap(({ name, subject, text }) => [
      `### ${name}`,
      '',
      `Subject: \`${subject}\``,
      '',
      ...fenced('text', text.trimEnd()),
    ]),
    '### Generic webhook',
    '',
    'With `notifyPersons: webhook` its JSON holds beside the rest:',
    '',
    ...json(JSON.stringify({ person: webhookPerson(context) })),
  ];
}

function json(text: string): readonly string[] {
  return fenced('json', JSON.stringify(JSON.parse(text), undefined, 2));
}

function fenced(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, text, '```', ''];
}
