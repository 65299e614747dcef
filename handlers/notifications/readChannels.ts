import { arrayAt, isObject, stringAt, type JsonObject } from '../../domain/json.js';
import { ConfigurationError } from '../runtime/errors.js';
import type { ChannelConfig } from '../contracts/channels.js';
import { TOPICS } from '../contracts/topics.js';

/** Reads what the stack wrote. Throws ConfigurationError. */
export function readChannels(json: string): readonly ChannelConfig[] {
  const channels = parsed(json);
  if (!Array.isArray(channels)) throw new ConfigurationError('environment: CHANNELS is not a list');
  return channels.map((channel: unknown, index) => {
    const config = isObject(channel) ? channelOf(channel) : undefined;
    if (config === undefined) throw new ConfigurationError(`environment: CHANNELS[${index}] is not a channel`);
    return config;
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ConfigurationError('environment: CHANNELS is not JSON');
  }
}

function channelOf(channel: JsonObject): ChannelConfig | undefined {
  const [name, secret, type, url] = ['name', 'secret', 'type', 'url'].map((key) => stringAt(channel, key));
  const listed = arrayAt(channel, 'receives');
  const receives = TOPICS.filter((topic) => listed.includes(topic));
  if (name === undefined || secret === undefined || receives.length < listed.length) return undefined;
  const common = { name, receives, secret };
  if (type === 'slack-webhook') return { ...common, type };
  if ((type === 'pagerduty' || type === 'webhook') && url !== undefined) return { ...common, type, url };
  return undefined;
}
