import { parseInstant } from '../../domain/instant.js';
import { isObject, objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import { principalWithId } from '../../domain/iam/principal.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { deadlineOf } from '../runtime/deadline.js';
import { ConfigurationError, UnreadableEventError } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import { alarmNotice } from '../notifications/alarmNotice.js';
import { deliver, type DeliveryPorts } from '../notifications/delivery.js';
import { tellDigests } from '../notifications/digest.js';
import { eventNotice } from '../notifications/eventNotices.js';
import { awaitTurn } from '../notifications/inTurn.js';
import type { Notice } from '../contracts/notice.js';
import { readPersonNotifications, type PersonNotifications } from '../contracts/personNotifications.js';
import { EVENT_SOURCE } from '../contracts/events.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';
import { httpChannel, topicChannel } from '../notifications/channel.js';
import { createAddresses } from '../notifications/personAddresses.js';
import { personChannel } from '../notifications/personChannel.js';
import { personsOf } from '../notifications/personOfNotice.js';
import { readChannels } from '../notifications/readChannels.js';

export interface NotifierPorts extends DeliveryPorts {
  readonly settings: () => Promise<Settings>;
  /** `bedrock-budgeteer-STACK`: with it names begin, and messages say where they are from. */
  readonly prefix: string;
  readonly homeRegion: string;
}

/**
 * Tells people of one of our events or one alarm, by every channel that wants it, those of one principal in their order;
 * by schedule, of those that waited for a digest. Safe to repeat. Throws UnreadableEventError, what `deliver` throws, and
 * what the ports throw.
 */
export function createNotifier(ports: NotifierPorts): (event: unknown, context: LambdaContext) => Promise<void> {
  return async (event, context) => {
    try {
      const deadline = deadlineOf(ports.clock, context);
      if (stringAt(event, 'detail-type') === 'Scheduled Event') {
        await tellDigests(ports, deadline);
        return;
      }
      const notice = await noticeOf(ports, event);
      if (notice === undefined) return;
      const { eventId, at, data } = notice;
      const turn = { eventId, at: parseInstant(at) ?? ports.clock.now(), follows: stringAt(data, 'follows') };
      await awaitTurn(ports, turn, deadline);
      await deliver(ports, notice, deadline);
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeNotifier(
  environment: EnvironmentOf<'notifier'>,
  services: Pick<
    Services,
    'clock' | 'telemetry' | 'settings' | 'noticeLog' | 'topics' | 'poster' | 'secrets' | 'mailer' | 'addressBook'
  >,
): Handler {
  const prefix = environment.required('RESOURCE_PREFIX');
  const ports = {
    ...withSettings(environment, services),
    log: services.noticeLog(environment.required('NOTIFICATIONS_TABLE')),
    topics: services.topics({
      'budget-alerts': environment.required('BUDGET_ALERTS_TOPIC'),
      'operational-alerts': environment.required('OPERATIONAL_ALERTS_TOPIC'),
      'high-severity': environment.required('HIGH_SEVERITY_TOPIC'),
    }),
    poster: services.poster(),
    secrets: services.secrets(),
  };
  const persons = personNotifications(environment.required('NOTIFY_PERSONS'));
  const addresses = createAddresses(services.addressBook(environment.required('ADDRESSES_PATH')), services.clock);
  const called = persons.by === 'webhook' ? { ...ports, personOf: personsOf(addresses, prefix) } : ports;
  const configs = readChannels(environment.required('CHANNELS'));
  return createNotifier({
    ...ports,
    channels: [
      topicChannel(ports, prefix),
      ...configs.map((config) => httpChannel(called, config, prefix)),
      ...(persons.by === 'mail'
        ? [personChannel({ ...ports, mailer: services.mailer(), addresses }, persons, prefix)]
        : []),
    ],
    prefix,
    homeRegion: environment.required('HOME_REGION'),
  });
}

/** What the stack wrote. Throws ConfigurationError. */
function personNotifications(json: string): PersonNotifications {
  const read = readPersonNotifications(json);
  if (read === undefined) throw new ConfigurationError('environment: NOTIFY_PERSONS is not off, webhook or mail');
  return read;
}

async function noticeOf(ports: NotifierPorts, event: unknown): Promise<Notice | undefined> {
  if (!isObject(event)) throw unreadable(ports, 'event: not an object');
  const detail = objectAt(event, 'detail');
  switch (event['source']) {
    case EVENT_SOURCE: {
      if (stringAt(detail, 'eventId') === undefined) throw unreadable(ports, 'detail.eventId: not a text');
      const policy = policyOf(await ports.settings(), principalWithId(stringAt(detail, 'principalId') ?? ''));
      return eventNotice(detail, { policy, prefix: ports.prefix });
    }
    case 'aws.cloudwatch':
      return alarmNoticeOf(ports, event, detail);
    default:
      throw unreadable(ports, 'source: neither ours nor of CloudWatch');
  }
}

function alarmNoticeOf(ports: NotifierPorts, event: JsonObject, detail: JsonObject): Notice | undefined {
  const [eventId, region, at] = ['id', 'region', 'time'].map((key) => stringAt(event, key));
  if (eventId === undefined || region === undefined || at === undefined) {
    throw unreadable(ports, 'id, region, time: not texts');
  }
  return alarmNotice({ eventId, region, at, detail }, ports.homeRegion);
}

function unreadable({ telemetry }: NotifierPorts, reason: string): UnreadableEventError {
  telemetry.warn('event unreadable', { reason });
  telemetry.count('EventsUnreadable', 1);
  return new UnreadableEventError(reason);
}
