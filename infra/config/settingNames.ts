import * as pulumi from '@pulumi/pulumi';
import { nearestName } from '../../domain/nearestName.js';
import { SETTING_NAMES } from '../../domain/settings/definitions.js';

/** Settings beside those of the domain; Pulumi.yaml declares them. A change of them needs a deployment. */
export const DEPLOYED_SETTINGS = [
  'budgets',
  'teams',
  'regions',
  'leavingRegions',
  'invocationLogging',
  'invocationLogGroup',
  'logBodies',
  'ingestionPath',
  'invocationLogRetentionDays',
  'chargeAfterSeconds',
  'trail',
  'auditModelCalls',
  'detachPolicies',
  'deactivateApiKeys',
  'attachmentQuota',
  'boundaryFallback',
  'logRetentionDays',
  'trailRetentionDays',
  'usageLineRetentionDays',
  'deletionProtection',
  'destroying',
  'reserveConcurrency',
  'network',
  'networkCidr',
  'dailyReport',
  'monitoring',
  'runbookUrl',
  'channels',
  'notifyPersons',
  'mailSender',
  'mailIdentity',
  'mailConfigurationSet',
  'mailReplyTo',
  'personAddresses',
] as const;

export type DeployedSetting = (typeof DEPLOYED_SETTINGS)[number];

/** Set by Pulumi: the keys of decrypted values (Pulumi SDK, runtime/config). */
const SECRET_KEYS = 'PULUMI_CONFIG_SECRET_KEYS';

/** Throws RunError for a misspelt setting or one set with --secret. The error does not quote the value. */
export function assertReadable({ name: project }: pulumi.Config): void {
  const names: readonly string[] = [...SETTING_NAMES, ...DEPLOYED_SETTINGS];
  const given = own(project, Object.keys(pulumi.runtime.allConfig()));
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new pulumi.RunError(`${unknown}: unknown setting; the nearest is ${nearestName(unknown, names)}`);
  }
  const [secret] = own(project, JSON.parse(process.env[SECRET_KEYS] ?? '[]') as readonly string[]);
  if (secret === undefined) return;
  throw new pulumi.RunError(
    `${secret}: encrypted; no setting is a secret, previews and parameters show them all: set it without --secret` +
      (secret === 'channels' ? ', with the place of a secret in place of the secret' : ''),
  );
}

function own(project: string, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => (key.startsWith(`${project}:`) ? [key.slice(project.length + 1)] : []));
}
