import type { StackFile } from './planned.js';

const ADOPTED = { invocationLogging: 'adopt', invocationLogGroup: '/aws/bedrock/invocations' };

const EMAIL = { type: 'email', address: 'finops@example.com' };
const SMS = { type: 'sms', number: '+15555550100' };
const SLACK = { type: 'slack', workspaceId: 'T012AB3CD', channelId: 'C045EF6GH' };
const SLACK_WEBHOOK = { type: 'slack-webhook', secret: '/channels/slack' };
const PAGERDUTY = { type: 'pagerduty', secret: '/channels/pagerduty' };
const SUMMARISER = { who: 'role/summariser', address: 'search@example.com' };
const WEBHOOK = { type: 'webhook', secret: '/channels/webhook', url: 'https://hooks.example.com/bedrock' };

/** Every setting that switches resources on or off, with what each of its positions puts into a stack file. */
export const SWITCHES = {
  network: { off: {}, on: { network: true } },
  trail: { create: {}, existing: { trail: 'existing' } },
  logging: {
    adopt: ADOPTED,
    manage: { invocationLogging: 'manage' },
    handover: { invocationLogging: 'handover' },
  },
  regions: {
    home: {},
    three: { regions: ['us-east-1', 'eu-west-1', 'ap-south-1'], leavingRegions: ['ap-south-1'] },
  },
  keys: { left: {}, inactive: { deactivateApiKeys: true } },
  concurrency: { shared: {}, reserved: { reserveConcurrency: true } },
  protection: { on: {}, destroying: { destroying: true } },
  channels: { none: {}, all: { channels: [EMAIL, SMS, SLACK, SLACK_WEBHOOK, PAGERDUTY, WEBHOOK] } },
  audit: { on: { auditModelCalls: true }, off: {} },
  runbooks: { named: {}, linked: { runbookUrl: 'https://wiki.example.com/runbooks' } },
  bodies: { on: {}, off: { logBodies: false } },
  persons: { none: {}, two: { personPolicies: 2 } },
  report: { off: {}, on: { dailyReport: 'on' } },
  told: { off: {}, mail: { notifyPersons: 'mail', mailSender: 'budgets@example.com', personAddresses: [SUMMARISER] } },
  monitoring: { essential: {}, full: { monitoring: 'full' } },
  path: { firehose: {}, direct: { ingestionPath: 'direct' } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, StackFile>>>>;

export type SwitchName = keyof typeof SWITCHES;

/** In the order of SWITCHES: any two positions of two switches meet in some row. */
export const ROWS: readonly string[] = [
  'off existing adopt home left shared on none off named on none off off essential firehose',
  'on create handover three inactive reserved destroying all on linked off none off off essential firehose',
  'on existing manage three inactive shared destroying none off named off none off mail essential firehose',
  'off create manage home left reserved on all on linked on two on off full direct',
  'on existing handover home left shared on all on named off none on off full direct',
  'off create adopt three inactive shared on all off linked off two off mail full direct',
  'off create handover three left reserved destroying none off named on two on mail essential direct',
  'on existing adopt home inactive reserved destroying none on linked on two on mail full firehose',
];

export const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];

export function stackFileOf(row: string): StackFile {
  const positions = row.split(' ');
  const parts = SWITCH_NAMES.map((name, index) => {
    const part = (SWITCHES[name] as Readonly<Record<string, StackFile>>)[positions[index] ?? ''];
    if (part === undefined) throw new Error(`${row}: ${name} has no position ${positions[index] ?? ''}`);
    return part;
  });
  return Object.assign({}, ...parts) as StackFile;
}
