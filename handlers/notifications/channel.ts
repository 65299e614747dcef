import { DAY_MS, parseInstant, type Instant } from '../../domain/instant.js';
import type { HttpPoster } from '../ports/httpPoster.js';
import type { NoticeLog } from '../ports/noticeLog.js';
import type { Secrets } from '../ports/secrets.js';
import type { Topics } from '../ports/topics.js';
import type { Clock } from '../ports/clock.js';
import type { ChannelConfig } from '../contracts/channels.js';
import { amazonQNotification } from './formats/amazonQ.js';
import { emailSubject, emailText } from './formats/email.js';
import { pagerDutyEvent } from './formats/pagerDuty.js';
import { slackMessage } from './formats/slackWebhook.js';
import { smsText } from './formats/sms.js';
import { webhookBody, webhookHeaders } from './formats/webhook.js';
import type { PersonOfNotice } from './personOfNotice.js';
import type { Notice } from '../contracts/notice.js';

/** One way to people or machines. */
export interface Channel {
  /** Never changes, for the log names what it has delivered. */
  readonly name: string;
  /** Whether it gets repetitions together, in a digest; else each event at once. */
  readonly isGrouped: boolean;
  wants(notice: Notice): boolean;
  /** Whether there is anybody to send it to, where that has to be looked up. Throws what the ports throw. */
  reaches?(notice: Notice): Promise<boolean>;
  /** Throws DeliveryError, UndeliverableError, and what the ports throw. */
  send(notice: Notice, deadline: Instant): Promise<void>;
}

export interface ChannelPorts {
  readonly topics: Topics;
  readonly poster: HttpPoster;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Pick<NoticeLog, 'noteIncident'>;
  /** Whom webhooks name with a notice; without it nobody. */
  readonly personOf?: (notice: Notice) => Promise<PersonOfNotice | undefined>;
}

/** The topics of the stack, to which people subscribe by e-mail, SMS and Amazon Q. */
export function topicChannel({ topics }: ChannelPorts, sender: string): Channel {
  return {
    // No channel of the configuration can have this name.
    name: '#topics',
    isGrouped: true,
    wants: ({ isSilent, isOnTopic }) => isSilent !== true && isOnTopic !== true,
    send: (notice) =>
      topics.publish(notice.topic, {
        subject: emailSubject(notice, sender),
        text: emailText(notice, sender),
        sms: smsText(notice),
        https: amazonQNotification(notice, sender),
      }),
  };
}

/** Channels that are called over HTTPS. */
export function httpChannel(ports: ChannelPorts, config: ChannelConfig, sender: string): Channel {
  const receives = ({ topic, isSilent }: Notice): boolean => isSilent !== true && config.receives.includes(topic);
  const { name } = config;
  const json = { 'content-type': 'application/json' };
  const { poster, secrets, clock } = ports;
  switch (config.type) {
    case 'slack-webhook':
      return {
        name,
        isGrouped: true,
        wants: receives,
        send: async (notice, deadline) => {
          const url = await secrets.read(config.secret);
          await poster.post({ url, headers: json, body: slackMessage(notice, sender) }, deadline);
        },
      };
    case 'pagerduty':
      return {
        name,
        // It has incidents for that, and each has to have its end.
        isGrouped: false,
        // Whatever topic the end of an incident belongs to: one that is not open does no harm.
        wants: (notice) => notice.incident?.state === 'resolved' || receives(notice),
        send: async (notice, deadline) => {
          if (!(await isNews(ports, name, notice))) return;
          const body = pagerDutyEvent(notice, sender, await secrets.read(config.secret));
          await poster.post({ url: config.url, headers: json, body }, deadline);
        },
      };
    case 'webhook':
      return {
        name,
        isGrouped: false,
        wants: receives,
        send: async (notice, deadline) => {
          const body = webhookBody(notice, sender, await ports.personOf?.(notice));
          const signed = webhookHeaders(notice.eventId, body, await secrets.read(config.secret), clock.now());
          await poster.post({ url: config.url, headers: { ...json, ...signed }, body }, deadline);
        },
      };
  }
}

/** Longer than a period may be; an incident that nobody has ended by then is forgotten. */
const INCIDENT_MS = 400 * DAY_MS;

/** Events come in any order: what was open before it was ended stays ended, and what is not open needs no end. */
async function isNews({ log, clock }: ChannelPorts, channel: string, notice: Notice): Promise<boolean> {
  const { incident, eventId } = notice;
  if (incident === undefined) return true;
  const at = parseInstant(notice.at) ?? clock.now();
  return log.noteIncident(channel, incident, { eventId, at, expiresAt: clock.now() + INCIDENT_MS });
}
