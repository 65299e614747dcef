import type { Budget } from '../../../domain/budget/budget.js';
import type { StoredSettings } from '../../../handlers/ports/settingsSource.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { NO_OVERRIDES } from '../../../domain/budget/overrides.js';
import { usd } from '../../../domain/money.js';
import { CHECKS } from '../../../cli/doctor/checks/all.js';
import type { ExaminedStack } from '../../../cli/doctor/check.js';
import { diagnose, type Diagnosed, type Diagnosis } from '../../../cli/doctor/diagnosis.js';
import type { AlarmState, Examination, MetricOf, TrailState } from '../../../cli/doctor/examination.js';
import { settleOverrides } from '../../../handlers/settings/overrides.js';
import { physicalName } from '../../../infra/identity.js';
import {
  busArn,
  denyPolicyArn,
  invocationLogGroup,
  personPolicyArns,
  streamArn,
  subscriptionName,
} from '../../../infra/names.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { entry, FACTS, record, usage } from '../../contracts/budgetRows.js';

export const NOW = Date.parse('2026-11-28T12:00:00Z');
export const HOUR = 3_600_000;
const IDENTITY = {
  stack: 'prod',
  partition: 'aws',
  accountId: '444455556666',
  homeRegion: 'us-east-1',
} as const;
const ROLE = 'AWSReservedSSO_Dev_0123456789abcdef';
export const DENY = denyPolicyArn(IDENTITY);
export const [PERSONS = ''] = personPolicyArns(IDENTITY, 1);
const CALLER = 'arn:aws:iam::444455556666:user/op';
const SUSPENSION = { suspendedIn: NOW, isManual: false, team: undefined, deny: 'attached', suspendedAt: NOW } as const;

export function userId(name: string): string {
  return `arn:aws:iam::444455556666:user/${name}`;
}

export function budget(principalId: string, change: Partial<Budget> = {}): StoredBudget {
  const facts = { ...FACTS, overrides: NO_OVERRIDES, spentUsd: usd('1'), principalId, status: 'active' as const };
  return record({ budget: { ...facts, ...change } as Budget, updatedAt: NOW - HOUR / 2 });
}

export function suspended(principalId: string, change: Partial<Budget> = {}): StoredBudget {
  return budget(principalId, { status: 'suspended', ...SUSPENSION, ...change });
}

export const ANA = { accountType: 'person', sightings: [`${ROLE}/ana`] } as const;

export const TRAIL: TrailState = {
  name: 'management',
  arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/management',
  homeRegion: 'us-east-1',
  isLogging: true,
  isMultiRegion: true,
  hasGlobalEvents: true,
  management: 'all',
};

export const ALARM: AlarmState = {
  name: physicalName(IDENTITY, 'dead-letters-failures'),
  state: 'OK',
  since: NOW - HOUR,
  reason: 'fine',
  hasActions: true,
};

const VALUES: Readonly<Record<string, number>> = {
  Invocations: 100,
  InvocationsCharged: 95,
  InvocationsDuplicate: 5,
  SpendUsd: 100,
  ProvisionalSpendUsd: 10,
  'ExecuteProcessing.Success': 1,
  'DeliveryToS3.DataFreshness': 900,
};

/** A metric with other values; in Regions beyond the stack's nobody calls. */
export function metrics(values: Readonly<Record<string, number | undefined>>): Examination['metric'] {
  const all: Readonly<Record<string, number | undefined>> = { ...VALUES, ...values };
  return (region, { name }: MetricOf) => Promise.resolve(region === 'eu-north-1' ? values[region] : all[name]);
}

/** As everything should be: bob and ana are suspended, alice has called. */
export const HEALTHY: Examination = {
  invocationLogging: () =>
    Promise.resolve({
      logGroup: invocationLogGroup(IDENTITY),
      bucket: undefined,
      logsBodies: true,
      keepsLargeBodies: true,
    }),
  lastLogEvent: () => Promise.resolve(NOW - HOUR),
  subscriptions: (region) =>
    Promise.resolve([{ name: subscriptionName(IDENTITY), destinationArn: streamArn(IDENTITY, region), pattern: '' }]),
  deliveryStream: (region) =>
    Promise.resolve({
      arn: streamArn(IDENTITY, region),
      status: 'ACTIVE',
      reason: undefined,
      functionArn: `arn:aws:lambda:${region}:444455556666:function:${physicalName(IDENTITY, 'usage-calculator')}:live`,
    }),
  trails: () => Promise.resolve([TRAIL]),
  eventRule: () => Promise.resolve({ isEnabled: true, targetArns: [busArn(IDENTITY)] }),
  queue: (region, name) => Promise.resolve({ url: `https://sqs.${region}.amazonaws.com/4/${name}`, messages: 0 }),
  alarms: () => Promise.resolve([ALARM]),
  metric: metrics({}),
  batchJobs: () => Promise.resolve([]),
  holdersOf: (arn) =>
    Promise.resolve(
      arn === DENY ? [{ type: 'user', name: 'bob' }] : arn === PERSONS ? [{ type: 'role', name: ROLE }] : [],
    ),
  policyDocument: () =>
    Promise.resolve(JSON.stringify(personPolicyDocument([{ principalId: 'person/ana', sessions: ['ana', 'Ana'] }]))),
  lacking: () => Promise.resolve([]),
};

export interface Ailment {
  readonly ingestionPath?: ExaminedStack['ingestionPath'];
  readonly examination?: Partial<Examination>;
  readonly budgets?: readonly StoredBudget[];
  readonly unreadable?: readonly { readonly principalId: string; readonly problem: string }[];
  readonly deployed?: StoredSettings['deployed'];
  readonly overrides?: StoredSettings['overrides'];
  readonly refreshedAt?: number | 'never';
  readonly calledIn?: readonly string[];
}

export const BUDGETS: readonly StoredBudget[] = [
  budget(userId('alice')),
  suspended(userId('bob')),
  suspended('person/ana', ANA),
];

const DEPLOYED = {
  enforcement: 'enforce',
  personPolicies: '1',
  'budgets/people': '{"order":1,"match":["user/*"],"limitUsd":"5"}',
  'teams/search': '{"order":1,"members":["person/*"],"limitUsd":"50"}',
};

export async function stackWith(ailment: Ailment): Promise<ExaminedStack & { readonly scans: () => number }> {
  const { budgets = BUDGETS, unreadable = [], refreshedAt = NOW - HOUR } = ailment;
  const { calledIn = ['us-east-1', 'eu-west-1'] } = ailment;
  const stored = { deployed: ailment.deployed ?? DEPLOYED, overrides: ailment.overrides ?? {} };
  const prices = new MemoryPriceTable();
  if (refreshedAt !== 'never') await prices.markRefreshed(refreshedAt);
  const calls = calledIn.map((region) => entry(usage(region, { region, timestamp: NOW - HOUR })));
  let scans = 0;
  return {
    name: 'prod',
    accountId: '444455556666',
    homeRegion: 'us-east-1',
    regions: ['us-east-1', 'eu-west-1'],
    ingestionPath: ailment.ingestionPath ?? 'firehose',
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    budgets: {
      all: async function* () {
        scans += 1;
        await Promise.resolve();
        yield { rows: budgets, unreadable };
      },
    },
    usage: {
      of: async function* (principalId) {
        await Promise.resolve();
        if (principalId === userId('alice')) yield calls;
      },
      latest: () => Promise.resolve([]),
    },
    prices,
    settings: () => {
      const settled = settleOverrides(stored.deployed, stored.overrides);
      return settled.kind === 'settings' ? Promise.resolve(settled.settings) : Promise.reject(new Error('settings'));
    },
    storedSettings: () => Promise.resolve(stored),
    caller: () => Promise.resolve(CALLER),
    readUnits: () => 2 * scans,
    scans: () => scans,
  };
}

export async function diagnosisOf(ailment: Ailment = {}): Promise<Diagnosis> {
  const examination = { ...HEALTHY, ...ailment.examination };
  const stack = await stackWith(ailment);
  const bedrockRegions = ['us-east-1', 'eu-west-1', 'eu-north-1'];
  return diagnose(CHECKS, { stack, partition: 'aws', examination, bedrockRegions, onCheck: () => undefined });
}

/** What is not well. */
export async function illsOf(ailment: Ailment): Promise<readonly Diagnosed[]> {
  const { findings } = await diagnosisOf(ailment);
  return findings.filter(({ level }) => level !== 'ok');
}
