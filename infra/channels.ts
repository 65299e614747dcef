import type { ChannelConfig } from '../handlers/contracts/channels.js';
import { TOPICS, type TopicName } from '../handlers/contracts/topics.js';
import { isObject, type JsonObject } from '../domain/json.js';
import { settingsPath, type StackIdentity } from './identity.js';

/** A channel that subscribes to topics itself; the notifier does not send to it. */
export type SubscribedChannel = { readonly receives: readonly TopicName[] } & (
  | { readonly type: 'email'; readonly address: string }
  | { readonly type: 'sms'; readonly number: string }
  /** Amazon Q Developer in chat applications subscribes for it. */
  | { readonly type: 'slack'; readonly workspaceId: string; readonly channelId: string }
);

export type Channel = SubscribedChannel | ChannelConfig;

export type ChannelsAnswer =
  | { readonly kind: 'channels'; readonly channels: readonly Channel[] }
  /** One line a problem, with the channel's place. Never quotes a value: somebody may have pasted a secret. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** All environment variables of a function together hold 4 KB. */
const MAX_CHARACTERS = 2500;

const PAGERDUTY_EVENTS = 'https://events.pagerduty.com/v2/enqueue';

const NO_LIST = "not a list of channels; set one after another by --path 'channels[0].type'";

/** At most 254 characters (RFC 5321, 4.5.3.1.3). */
const EMAIL = /^(?=.{3,254}$)[^\s@]{1,64}@[^\s@]{1,252}$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const SLACK_WORKSPACE = /^T[A-Z0-9]{2,20}$/;
/** Part of a role's name, which holds 64 characters. */
const SLACK_CHANNEL = /^[CG][A-Z0-9]{2,20}$/;
const NAME = /^[a-z][a-z0-9-]{0,30}$/;

interface Reader {
  readonly identity: StackIdentity;
  readonly place: string;
  readonly given: JsonObject;
  readonly problems: string[];
}

/** Reads the `channels` of a stack: a list of objects, each with its `type`. */
export function readChannelConfig(value: unknown, identity: StackIdentity): ChannelsAnswer {
  if (value === undefined) return { kind: 'channels', channels: [] };
  if (!Array.isArray(value)) return { kind: 'invalid', problems: [`channels: ${NO_LIST}`] };
  const problems: string[] = [];
  const channels = value.flatMap((given: unknown, index): Channel[] => {
    const place = `channels[${index}]`;
    if (!isObject(given)) problems.push(`${place}: not a channel`);
    const channel = isObject(given) ? channelOf({ identity, place, given, problems }) : undefined;
    return channel === undefined ? [] : [channel];
  });
  problems.push(...repeatedNames(channels));
  const { length } = JSON.stringify(calledChannels(channels));
  if (length > MAX_CHARACTERS) {
    problems.push(
      `channels: ${length} characters of those that are called over HTTPS are more than ${MAX_CHARACTERS}: they share the 4,096 bytes of a function's environment`,
    );
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'channels', channels };
}

/** The channels that the notifier calls over HTTPS. */
export function calledChannels(channels: readonly Channel[]): readonly ChannelConfig[] {
  return channels.filter((channel): channel is ChannelConfig => 'secret' in channel);
}

function channelOf(reader: Reader): Channel | undefined {
  const { given, place, problems } = reader;
  switch (given['type']) {
    case 'email':
      return known(reader, ['address'], {
        type: 'email',
        address: text(reader, 'address', EMAIL, 'an e-mail address'),
        receives: topics(reader, TOPICS),
      });
    case 'sms':
      return known(reader, ['number'], {
        type: 'sms',
        number: phoneNumber(reader),
        receives: topics(reader, ['high-severity']),
      });
    case 'slack':
      return known(reader, ['workspaceId', 'channelId'], {
        type: 'slack',
        workspaceId: text(reader, 'workspaceId', SLACK_WORKSPACE, 'the id of a workspace, such as T012AB3CD'),
        channelId: text(reader, 'channelId', SLACK_CHANNEL, 'the id of a channel, such as C012AB3CD'),
        receives: topics(reader, TOPICS),
      });
    case 'slack-webhook':
      return known(reader, ['name', 'secret'], { type: 'slack-webhook', ...called(reader, 'slack-webhook', TOPICS) });
    case 'pagerduty':
      return known(reader, ['name', 'secret', 'url'], {
        type: 'pagerduty',
        ...called(reader, 'pagerduty', ['high-severity']),
        url: 'url' in given ? url(reader) : PAGERDUTY_EVENTS,
      });
    case 'webhook':
      return known(reader, ['name', 'secret', 'url'], {
        type: 'webhook',
        ...called(reader, 'webhook', TOPICS),
        url: url(reader),
      });
    default:
      problems.push(`${place}.type: not one of email, sms, slack, slack-webhook, pagerduty, webhook`);
      return undefined;
  }
}

function known<T extends Channel>({ given, place, problems }: Reader, keys: readonly string[], channel: T): T {
  const unknown = Object.keys(given).filter((key) => !['type', 'receives', ...keys].includes(key));
  problems.push(
    ...unknown.map((key) => `${place}.${key}: unknown; ${channel.type} takes ${keys.join(', ')}, receives`),
  );
  return channel;
}

function called(
  reader: Reader,
  type: string,
  byDefault: readonly TopicName[],
): Pick<ChannelConfig, 'name' | 'receives' | 'secret'> {
  const name = 'name' in reader.given ? text(reader, 'name', NAME, 'a name of a-z, 0-9 and -') : type;
  return { name, receives: topics(reader, byDefault), secret: secret(reader) };
}

/** A problem does not quote the value: somebody may have pasted a secret. */
function text({ given, place, problems }: Reader, key: string, pattern: RegExp, expected: string): string {
  const value = given[key];
  if (typeof value === 'string' && pattern.test(value)) return value;
  problems.push(`${place}.${key}: not ${expected}`);
  return '';
}

/** `pulumi config set --path` reads a number as an integer and drops its plus sign. */
function phoneNumber(reader: Reader): string {
  const { given, place, problems } = reader;
  const { number } = given;
  if (typeof number !== 'number') return text(reader, 'number', E164, 'a number such as +15555550100');
  problems.push(
    `${place}.number: ${number} is not a text with a plus, such as '+15555550100': the plus is lost without quotes in Pulumi.STACK.yaml, and by --path without --type string`,
  );
  return '';
}

function url({ given, place, problems }: Reader): string {
  const value = given['url'];
  const parsed = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === '') return parsed.href;
  problems.push(`${place}.url: not an https URL without a password`);
  return '';
}

/**
 * A secret has to be in the notifier's Region, the home Region, and outside of the settings' path, which every function
 * can read.
 */
function secret({ identity, given, place, problems }: Reader): string {
  const value = given['secret'];
  const { partition, homeRegion, accountId } = identity;
  const isSecret =
    typeof value === 'string' && value.startsWith(`arn:${partition}:secretsmanager:${homeRegion}:${accountId}:secret:`);
  const isParameter =
    typeof value === 'string' && /^\/[\w.-]+(?:\/[\w.-]+)*$/.test(value) && !value.startsWith(settingsPath(identity));
  if (isSecret || isParameter) return value;
  problems.push(
    `${place}.secret: not the ARN of a secret in ${homeRegion}, nor the name of a SecureString parameter outside ${settingsPath(identity)}; never the secret itself`,
  );
  return '';
}

function topics({ given, place, problems }: Reader, byDefault: readonly TopicName[]): readonly TopicName[] {
  const listed = given['receives'];
  if (listed === undefined) return byDefault;
  const names = Array.isArray(listed) ? listed : [];
  const found = TOPICS.filter((topic) => names.includes(topic));
  if (found.length > 0 && found.length === names.length) return found;
  problems.push(`${place}.receives: not a list of ${TOPICS.join(', ')}`);
  return [];
}

function repeatedNames(channels: readonly Channel[]): readonly string[] {
  const names = channels.map(nameOf);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...repeated].map((name) => `channels: ${name}: two of them; give each a name, or leave one out`);
}

/** Tells a channel from all others. */
function nameOf(channel: Channel): string {
  switch (channel.type) {
    case 'email':
      return `email ${channel.address}`;
    case 'sms':
      return `sms ${channel.number}`;
    case 'slack':
      return `slack ${channel.channelId}`;
    default:
      return channel.name;
  }
}
