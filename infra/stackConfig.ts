import { Region } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { readSettings, SETTINGS, SETTING_NAMES, type Settings, type SettingName } from '../domain/settings.js';
import type { InvocationLogging } from './components/ingestion.js';
import { readChannelConfig, type Channel } from './channels.js';
import { MOST_STACK_CHARACTERS, type StackIdentity } from './identity.js';

/** What a stack is configured to be, checked. */
export interface StackConfig {
  readonly settings: Settings;
  /** The same as text, defaults included: what the functions read at run time. */
  readonly settingTexts: Readonly<Record<SettingName, string>>;
  /** Where Bedrock is called. */
  readonly regions: readonly string[];
  readonly logging: InvocationLogging;
  readonly createsTrail: boolean;
  readonly auditModelCalls: boolean;
  /** ARNs, or names of AWS's own policies. */
  readonly detachPolicies: readonly string[];
  readonly deactivatesKeys: boolean;
  readonly attachmentQuota: number;
  readonly boundaryFallback: boolean;
  readonly logRetentionDays: number;
  readonly invocationLogRetentionDays: number;
  readonly trailRetentionDays: number;
  readonly usageLineRetentionDays: number;
  readonly protectsData: boolean;
  readonly reservesConcurrency: boolean;
  /** Of the network for the functions of the data path; undefined for none. */
  readonly networkCidr: string | undefined;
  /** By which people and machines are told. */
  readonly channels: readonly Channel[];
  /** Where the pages of docs/runbooks can be read, without a slash at the end; empty for nowhere but the project. */
  readonly runbookUrl: string;
}

/** Of CloudWatch Logs (API reference, PutRetentionPolicy). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Reads the configuration of the stack; its home Region is where Bedrock is called if nothing else is said. Throws
 * RunError, one line naming the setting and its value.
 */
export function readStackConfig(config: pulumi.Config, identity: StackIdentity): StackConfig {
  const { stack, homeRegion } = identity;
  assertStackName(stack);
  const { settings, settingTexts } = readRunTimeSettings(config);
  return {
    settings,
    settingTexts,
    regions: readRegions(config, homeRegion),
    logging: readLogging(config),
    createsTrail: oneOf(config, 'trail', ['create', 'existing'], 'create') === 'create',
    auditModelCalls: config.getBoolean('auditModelCalls') ?? true,
    detachPolicies: readPolicies(config),
    deactivatesKeys: config.getBoolean('deactivateApiKeys') ?? false,
    attachmentQuota: integer(config, 'attachmentQuota', 10, 10, 20),
    boundaryFallback: config.getBoolean('boundaryFallback') ?? false,
    logRetentionDays: retention(config, 'logRetentionDays', 90),
    invocationLogRetentionDays: retention(config, 'invocationLogRetentionDays', 30),
    trailRetentionDays: integer(config, 'trailRetentionDays', 400, 1, 3650),
    usageLineRetentionDays: integer(config, 'usageLineRetentionDays', 400, 1, 3650),
    protectsData: config.getBoolean('deletionProtection') ?? true,
    reservesConcurrency: config.getBoolean('reserveConcurrency') ?? false,
    networkCidr: readNetwork(config),
    channels: readChannels(config, identity),
    runbookUrl: readRunbookUrl(config),
  };
}

function assertStackName(stack: string): void {
  if (/^[a-z][a-z0-9]*$/.test(stack) && stack.length <= MOST_STACK_CHARACTERS) return;
  throw new pulumi.RunError(
    `stack ${stack}: its name is part of every resource's; at most ${MOST_STACK_CHARACTERS} of a-z and 0-9, a letter first`,
  );
}

function readRunTimeSettings(config: pulumi.Config): Pick<StackConfig, 'settings' | 'settingTexts'> {
  const given = Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = config.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const answer = readSettings(given);
  if (answer.kind === 'invalid') throw new pulumi.RunError(answer.problems.join('\n'));
  const texts = SETTING_NAMES.map((name) => [name, given[name] ?? SETTINGS[name].default] as const);
  return { settings: answer.settings, settingTexts: Object.fromEntries(texts) as Record<SettingName, string> };
}

function readRegions(config: pulumi.Config, homeRegion: string): readonly string[] {
  const given = texts(config, 'regions') ?? [];
  const regions = given.length === 0 ? [homeRegion] : given;
  const known: readonly string[] = Object.values(Region);
  for (const region of regions) if (!known.includes(region)) refuse('regions', region, 'an AWS Region');
  if (new Set(regions).size < regions.length) {
    refuse('regions', regions.join(', '), 'a list of different Regions');
  }
  return regions;
}

function readLogging(config: pulumi.Config): InvocationLogging {
  const mode = oneOf(config, 'invocationLogging', ['adopt', 'manage'], 'adopt');
  const logGroup = config.get('invocationLogGroup');
  if (mode === 'manage') {
    if (logGroup !== undefined && logGroup !== '') {
      refuse('invocationLogGroup', logGroup, 'used where invocationLogging is manage: the stack makes its own');
    }
    const logsBodies = config.getBoolean('logBodies') ?? true;
    return { mode, logsBodies };
  }
  if (logGroup === undefined || !/^[\w./#-]{1,512}$/.test(logGroup)) {
    return refuse(
      'invocationLogGroup',
      logGroup ?? '',
      'the log group that Bedrock logs to; name it, or set invocationLogging to manage where logging is off',
    );
  }
  return { mode, logGroup };
}

const POLICY_ARN = /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]+$/;

function readPolicies(config: pulumi.Config): readonly string[] {
  const policies = texts(config, 'detachPolicies') ?? ['AmazonBedrockFullAccess', 'AmazonBedrockLimitedAccess'];
  for (const policy of policies) {
    const isPolicy = policy.startsWith('arn:') ? POLICY_ARN.test(policy) : /^[\w+=,.@-]{1,128}$/.test(policy);
    if (!isPolicy) refuse('detachPolicies', policy, 'the ARN of a policy or the name of one of AWS');
  }
  return policies;
}

function readNetwork(config: pulumi.Config): string | undefined {
  if (config.getBoolean('network') !== true) return undefined;
  const cidr = config.get('networkCidr') ?? '10.77.0.0/24';
  if (/^(?:\d{1,3}\.){3}\d{1,3}\/(?:1[6-9]|2[0-4])$/.test(cidr)) return cidr;
  return refuse('networkCidr', cidr, 'a block of IPv4 addresses from /16 to /24');
}

function readChannels(config: pulumi.Config, identity: StackIdentity): readonly Channel[] {
  const answer = readChannelConfig(config.getObject('channels'), identity);
  if (answer.kind === 'invalid') throw new pulumi.RunError(answer.problems.join('\n'));
  return answer.channels;
}

/** Alarm descriptions hold at most 1,024 characters, of which the link is a part. */
const LONGEST_URL = 300;

function readRunbookUrl(config: pulumi.Config): string {
  const url = config.get('runbookUrl') ?? '';
  if (url === '') return url;
  const isLink = url.length <= LONGEST_URL && URL.canParse(url) && /^https:\/\/[^\s?#]+$/.test(url);
  return isLink ? url.replace(/\/+$/, '') : refuse('runbookUrl', url, 'the https address of a folder');
}

function texts(config: pulumi.Config, name: string): readonly string[] | undefined {
  const value: unknown = config.getObject(name);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  return refuse(name, JSON.stringify(value), 'a list of texts');
}

function oneOf<T extends string>(config: pulumi.Config, name: string, values: readonly T[], otherwise: T): T {
  const given = config.get(name) ?? otherwise;
  return values.find((value) => value === given) ?? refuse(name, given, `one of ${values.join(', ')}`);
}

function integer(config: pulumi.Config, name: string, otherwise: number, min: number, max: number): number {
  const given = config.get(name) ?? String(otherwise);
  const value = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  return value >= min && value <= max ? value : refuse(name, given, `a whole number from ${min} to ${max}`);
}

function retention(config: pulumi.Config, name: string, otherwise: number): number {
  const days = integer(config, name, otherwise, 1, 3653);
  return LOG_RETENTION_DAYS.includes(days)
    ? days
    : refuse(name, String(days), `one of ${LOG_RETENTION_DAYS.join(', ')}, as CloudWatch Logs wants it`);
}

function refuse(name: string, value: string, expected: string): never {
  throw new pulumi.RunError(`${name}: ${JSON.stringify(value)} is not ${expected}`);
}
