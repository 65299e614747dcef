import * as pulumi from '@pulumi/pulumi';
import { readSettings, type Settings } from '../domain/settings/settings.js';
import { SETTINGS, SETTING_NAMES } from '../domain/settings/definitions.js';
import { entryTexts } from '../domain/settings/entryTexts.js';
import { INGESTION_PATHS, type IngestionPath } from '../handlers/contracts/ingestionPath.js';
import { MONITORING_LEVELS, type MonitoringLevel } from '../handlers/contracts/metrics.js';
import type { InvocationLogging } from './components/ingestion.js';
import { readChannelConfig, type Channel } from './channels.js';
import { flag, integer, list, oneOf, refuse, retention, texts } from './config/configValues.js';
import { readDetachedPolicies } from './config/detachedPolicies.js';
import { readNetwork } from './config/networkBlock.js';
import { readPersons, type PersonsConfig } from './config/persons.js';
import { readRegions } from './config/regions.js';
import { assertReadable } from './config/settingNames.js';
import { MAX_STACK_CHARACTERS, type StackIdentity } from './identity.js';

/** A stack's configuration, validated. */
export interface StackConfig {
  readonly settings: Settings;
  /** The same as text, with defaults: what functions read at run time. Rules and teams are `budgets/NAME`, `teams/NAME`. */
  readonly settingTexts: Readonly<Record<string, string>>;
  /** Where Bedrock is called. */
  readonly regions: readonly string[];
  /** Regions that are about to leave the stack, so their data may be deleted. */
  readonly leavingRegions: readonly string[];
  readonly logging: InvocationLogging;
  readonly ingestionPath: IngestionPath;
  readonly createsTrail: boolean;
  readonly auditModelCalls: boolean;
  /** ARNs, or names of AWS managed policies. */
  readonly detachPolicies: readonly string[];
  readonly deactivatesKeys: boolean;
  readonly attachmentQuota: number;
  readonly boundaryFallback: boolean;
  readonly logRetentionDays: number;
  readonly invocationLogRetentionDays: number;
  /** How long log events are collected before they are charged together. */
  readonly chargeAfterSeconds: number;
  readonly trailRetentionDays: number;
  readonly usageLineRetentionDays: number;
  readonly protectsData: boolean;
  /** Whether the stack is about to be destroyed. */
  readonly isDestroying: boolean;
  readonly reservesConcurrency: boolean;
  /** CIDR block for the data path functions' network; undefined without a network. */
  readonly networkCidr: string | undefined;
  /** How people and machines are told. */
  readonly channels: readonly Channel[];
  /** How those are told whom a budget concerns. */
  readonly persons: PersonsConfig;
  readonly monitoring: MonitoringLevel;
  /** URL of the pages of docs/runbooks, without a slash at the end; empty if they are only in the project. */
  readonly runbookUrl: string;
  /** Whether a page of the month is written to the log bucket each day. */
  readonly writesReport: boolean;
}

/**
 * Reads and validates the configuration. By default Bedrock is called in the home Region. Throws RunError: one line
 * with setting and value.
 */
export function readStackConfig(config: pulumi.Config, identity: StackIdentity): StackConfig {
  assertStackName(identity.stack);
  assertReadable(config);
  const { settings, settingTexts } = readRunTimeSettings(config);
  const regions = readRegions(config, identity);
  const isDestroying = flag(config, 'destroying', false);
  const channels = readChannels(config, identity);
  return {
    settings,
    settingTexts,
    regions,
    leavingRegions: readLeavingRegions(config, regions),
    logging: readLogging(config),
    ingestionPath: oneOf(config, 'ingestionPath', INGESTION_PATHS, 'firehose'),
    createsTrail: oneOf(config, 'trail', ['create', 'existing'], 'create') === 'create',
    auditModelCalls: flag(config, 'auditModelCalls', false),
    detachPolicies: readDetachedPolicies(config, identity),
    deactivatesKeys: flag(config, 'deactivateApiKeys', false),
    attachmentQuota: integer(config, 'attachmentQuota', 10, 10, 20),
    boundaryFallback: flag(config, 'boundaryFallback', false),
    logRetentionDays: retention(config, 'logRetentionDays', 90),
    invocationLogRetentionDays: retention(config, 'invocationLogRetentionDays', 30),
    chargeAfterSeconds: integer(config, 'chargeAfterSeconds', 15, 1, 300),
    trailRetentionDays: integer(config, 'trailRetentionDays', 400, 1, 3650),
    usageLineRetentionDays: integer(config, 'usageLineRetentionDays', 400, 1, 3650),
    protectsData: !isDestroying && flag(config, 'deletionProtection', true),
    isDestroying,
    reservesConcurrency: flag(config, 'reserveConcurrency', false),
    networkCidr: readNetwork(config),
    channels,
    persons: readPersons(config, channels),
    monitoring: oneOf(config, 'monitoring', MONITORING_LEVELS, 'essential'),
    runbookUrl: readRunbookUrl(config),
    writesReport: oneOf(config, 'dailyReport', ['off', 'on'], 'off') === 'on',
  };
}

function assertStackName(stack: string): void {
  if (/^[a-z][a-z0-9]*$/.test(stack) && stack.length <= MAX_STACK_CHARACTERS) return;
  throw new pulumi.RunError(
    `stack ${stack}: its name is part of every resource's; at most ${MAX_STACK_CHARACTERS} of a-z and 0-9, a letter first`,
  );
}

function readRunTimeSettings(config: pulumi.Config): Pick<StackConfig, 'settings' | 'settingTexts'> {
  const given = Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = config.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const problems: string[] = [];
  const entries = readEntries(config, problems);
  const answer = readSettings({ ...given, ...entries });
  if (answer.kind === 'invalid') throw new pulumi.RunError([...problems, ...answer.problems].join('\n'));
  if (problems.length > 0) throw new pulumi.RunError(problems.join('\n'));
  const texts = SETTING_NAMES.map((name) => [name, given[name] ?? SETTINGS[name].default] as const);
  return { settings: answer.settings, settingTexts: { ...Object.fromEntries(texts), ...entries } };
}

/** The rules and the teams. */
function readEntries(config: pulumi.Config, problems: string[]): Readonly<Record<string, string>> {
  const texts = (['budgets', 'teams'] as const).map((name) => entryTexts(name, list(config, name), problems));
  return Object.assign({}, ...texts) as Readonly<Record<string, string>>;
}

function readLeavingRegions(config: pulumi.Config, regions: readonly string[]): readonly string[] {
  const leaving = texts(config, 'leavingRegions') ?? [];
  for (const region of leaving) {
    if (!regions.includes(region)) refuse('leavingRegions', region, `one of the regions, ${regions.join(', ')}`);
  }
  return leaving;
}

function readLogging(config: pulumi.Config): InvocationLogging {
  const mode = oneOf(config, 'invocationLogging', ['adopt', 'manage', 'replace', 'handover'], 'adopt');
  const logGroup = config.get('invocationLogGroup');
  if (mode !== 'adopt') {
    if (logGroup !== undefined && logGroup !== '') {
      refuse('invocationLogGroup', logGroup, `used where invocationLogging is ${mode}: the stack makes its own`);
    }
    const logsBodies = flag(config, 'logBodies', true);
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

function readChannels(config: pulumi.Config, identity: StackIdentity): readonly Channel[] {
  const answer = readChannelConfig(list(config, 'channels'), identity);
  if (answer.kind === 'invalid') throw new pulumi.RunError(answer.problems.join('\n'));
  return answer.channels;
}

/** A link is part of an alarm's description, which holds 1,024 characters. */
const MAX_URL = 300;

function readRunbookUrl(config: pulumi.Config): string {
  const url = config.get('runbookUrl') ?? '';
  if (url === '') return url;
  const isLink = url.length <= MAX_URL && URL.canParse(url) && /^https:\/\/[^\s?#]+$/.test(url);
  return isLink ? url.replace(/\/+$/, '') : refuse('runbookUrl', url, 'the https address of a folder');
}
