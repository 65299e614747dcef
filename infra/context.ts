import type * as pulumi from '@pulumi/pulumi';
import { LATEST_PAGE } from '../handlers/contracts/reports.js';
import { TOPICS } from '../handlers/contracts/topics.js';
import type { EnforcementConfig } from '../domain/iam/suspensionPlan.js';
import { calledChannels } from './channels.js';
import { policyArn } from './config/detachedPolicies.js';
import type { FunctionContext } from './components/lambdaFunction.js';
import { CONTENT, PREFIXES } from './components/ingestion.js';
import { notificationsOf } from './config/persons.js';
import {
  addressesPath,
  ownRolesPattern,
  physicalName,
  resourcePrefix,
  settingsPath,
  type StackIdentity,
} from './identity.js';
import {
  bucketName,
  busName,
  denyBoundaryArn,
  denyPolicyArn,
  personPolicyArns,
  QUARANTINE,
  tableName,
  topicArn,
} from './names.js';
import type { Granted } from './policies/adapterStatements.js';
import type { StackConfig } from './stackConfig.js';

/** What all functions of a stack share: names, variables, and the resources that their roles may name. */
export function functionContext(
  config: StackConfig,
  identity: StackIdentity,
  keyArn: pulumi.Input<string>,
  bundleOf: FunctionContext['bundleOf'],
): FunctionContext {
  const enforcementConfig = meansOf(config, identity);
  const names = namesOf(config, identity);
  return {
    identity,
    region: identity.homeRegion,
    keyArn,
    granted: { identity, region: identity.homeRegion, enforcementConfig, names },
    variables: variablesOf(config, identity, enforcementConfig, names),
    logRetentionDays: config.logRetentionDays,
    reserveConcurrency: config.reservesConcurrency,
    bundleOf,
  };
}

function meansOf(config: StackConfig, identity: StackIdentity): EnforcementConfig {
  return {
    denyPolicyArn: denyPolicyArn(identity),
    denyBoundaryArn: denyBoundaryArn(identity),
    detachPolicyArns: config.detachPolicies.map((policy) => policyArn(identity, policy)),
    fallsBackToBoundary: config.boundaryFallback,
    deactivatesKeys: config.deactivatesKeys,
    attachmentQuota: config.attachmentQuota,
    personPolicyArns: personPolicyArns(identity, config.settings.policy.personPolicies),
    ownRoles: [ownRolesPattern(identity)],
  };
}

function namesOf({ channels, persons, regions }: StackConfig, identity: StackIdentity): Granted['names'] {
  return {
    tables: {
      UserBudgets: tableName(identity, 'UserBudgets'),
      UsageTracking: tableName(identity, 'UsageTracking'),
      AuditLogs: tableName(identity, 'AuditLogs'),
      Pricing: tableName(identity, 'Pricing'),
      PersonPolicies: tableName(identity, 'PersonPolicies'),
      TeamSpending: tableName(identity, 'TeamSpending'),
      Notifications: tableName(identity, 'Notifications'),
    },
    bus: busName(identity),
    settingsPath: settingsPath(identity),
    quarantineQueue: physicalName(identity, QUARANTINE),
    bucket: bucketName(identity, CONTENT, identity.homeRegion),
    failedPrefix: PREFIXES.failed,
    replayedPrefix: PREFIXES.replayed,
    reportBucket: bucketName(identity, CONTENT, reportRegion(regions, identity)),
    topics: TOPICS.map((topic) => topicArn(identity, topic)),
    secrets: calledChannels(channels).map(({ secret }) => secret),
    addressesPath: persons.by === 'off' ? undefined : addressesPath(identity),
    mail: persons.by === 'mail' ? persons : undefined,
  };
}

function variablesOf(
  { regions, channels, persons, monitoring, ingestionPath }: StackConfig,
  identity: StackIdentity,
  enforcementConfig: EnforcementConfig,
  { tables, bus, settingsPath: SETTINGS_PATH, reportBucket }: Granted['names'],
): FunctionContext['variables'] {
  return {
    USER_BUDGETS_TABLE: tables.UserBudgets,
    USAGE_TRACKING_TABLE: tables.UsageTracking,
    AUDIT_LOGS_TABLE: tables.AuditLogs,
    PRICING_TABLE: tables.Pricing,
    NOTIFICATIONS_TABLE: tables.Notifications,
    PERSON_POLICIES_TABLE: tables.PersonPolicies,
    TEAM_SPENDING_TABLE: tables.TeamSpending,
    SETTINGS_PATH,
    EVENT_BUS: bus,
    REPLAYED_PREFIX: PREFIXES.replayed,
    INGESTION_PATH: ingestionPath,
    REGIONS: regions.join(','),
    HOME_REGION: identity.homeRegion,
    MONITORING: monitoring,
    DENY_POLICY_ARN: enforcementConfig.denyPolicyArn,
    DENY_BOUNDARY_ARN: enforcementConfig.denyBoundaryArn,
    BOUNDARY_FALLBACK: String(enforcementConfig.fallsBackToBoundary),
    DETACH_POLICY_ARNS: enforcementConfig.detachPolicyArns.join(','),
    DEACTIVATE_KEYS: String(enforcementConfig.deactivatesKeys),
    ATTACHMENT_QUOTA: String(enforcementConfig.attachmentQuota),
    PERSON_POLICY_ARNS: enforcementConfig.personPolicyArns.join(','),
    OWN_ROLES: enforcementConfig.ownRoles.join(','),
    RESOURCE_PREFIX: resourcePrefix(identity),
    STACK_NAME: identity.stack,
    ACCOUNT_ID: identity.accountId,
    REPORT_BUCKET: reportBucket,
    REPORT_REGION: reportRegion(regions, identity),
    BUDGET_ALERTS_TOPIC: topicArn(identity, 'budget-alerts'),
    OPERATIONAL_ALERTS_TOPIC: topicArn(identity, 'operational-alerts'),
    HIGH_SEVERITY_TOPIC: topicArn(identity, 'high-severity'),
    CHANNELS: JSON.stringify(calledChannels(channels)),
    NOTIFY_PERSONS: JSON.stringify(notificationsOf(persons)),
    ADDRESSES_PATH: addressesPath(identity),
  };
}

/** Where the page of the month is; `off` where none is written. */
export function latestPage({ writesReport }: StackConfig, { granted }: FunctionContext): string {
  return writesReport ? `s3://${granted.names.reportBucket}/${LATEST_PAGE}` : 'off';
}

/** Home, where there is a log bucket. */
function reportRegion(regions: StackConfig['regions'], { homeRegion }: StackIdentity): string {
  return regions.find((region) => region === homeRegion) ?? regions[0] ?? homeRegion;
}
