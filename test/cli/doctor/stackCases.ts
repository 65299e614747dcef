import type { Examination } from '../../../cli/doctor/examination.js';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import type { Case } from './case.js';
import {
  ALARM,
  ANA,
  BUDGETS,
  budget,
  DENY,
  HEALTHY,
  HOUR,
  metrics,
  NOW,
  PERSONS,
  suspended,
  TRAIL,
  userId,
} from './patient.js';

const RULE = '"order":1,"match":["user/*"],"limitUsd":"5"';

export const MONEY: readonly Case[] = [
  [
    'prices are old',
    { refreshedAt: NOW - 37 * HOUR },
    'price-age',
    'problem',
    /refreshed 2026-11-26 23:00 UTC/,
    /^aws lambda invoke --region us-east-1 --function-name bedrock-budgeteer-prod-pricing-manager/,
  ],
  ['prices were never refreshed', { refreshedAt: 'never' }, 'price-age', 'problem', /never/, /^aws lambda invoke/],
  [
    'much is charged at stand-in prices',
    { examination: { metric: metrics({ ProvisionalSpendUsd: 10.01 }) } },
    'provisional-share',
    'warning',
    /11 %/,
    /provisional-share\.md$/,
  ],
  [
    'an override is not possible',
    { overrides: { warnPercent: '200' } },
    'overrides',
    'warning',
    /^the override of warnPercent: /,
    /^budgeteer config unset warnPercent --stack prod$/,
  ],
  [
    'a rule matches nobody',
    { deployed: { enforcement: 'enforce', personPolicies: '1', 'budgets/bots': `{${RULE.replace('user', 'role')}}` } },
    'unmatched',
    'warning',
    /^budgets\/bots: nobody with a budget matches role\/\*$/,
    /^pulumi config set --stack prod --path 'budgets\[0\]\.match\[0\]' PATTERN$/,
  ],
  [
    'a team has no member',
    {
      deployed: {
        enforcement: 'enforce',
        personPolicies: '1',
        'teams/empty': '{"order":1,"members":["role/x"],"limitUsd":"5"}',
      },
    },
    'unmatched',
    'warning',
    /^teams\/empty: nobody/,
    /teams\[0\]\.members\[0\]/,
  ],
  [
    'a row cannot be read',
    { unreadable: [{ principalId: userId('eve'), problem: 'status: "x"' }] },
    'budget-rows',
    'problem',
    /^arn:aws:iam::444455556666:user\/eve: status: "x"$/,
    /^aws dynamodb get-item --region us-east-1 --table-name bedrock-budgeteer-prod-user-budgets --key '\{"principal_id"/,
  ],
];

export const ACCESS: readonly Case[] = [
  [
    'there is no trail',
    { examination: { trails: () => Promise.resolve([{ ...TRAIL, management: 'none' }]) } },
    'trail',
    'problem',
    /^no trail records management events of us-east-1$/,
    /^pulumi config set --stack prod trail create$/,
  ],
  [
    'the trail is off',
    { examination: { trails: () => Promise.resolve([{ ...TRAIL, isLogging: false }]) } },
    'trail',
    'problem',
    /^management is switched off$/,
    /^aws cloudtrail start-logging --name arn:aws:cloudtrail:us-east-1:444455556666:trail\/management --region us-east-1$/,
  ],
  [
    'the trail is of another Region',
    {
      examination: { trails: () => Promise.resolve([{ ...TRAIL, isMultiRegion: false, homeRegion: 'eu-west-1' }]) },
    },
    'trail',
    'problem',
    /^no trail/,
    /trail create$/,
  ],
  [
    'only its owner knows what a trail records',
    { examination: { trails: () => Promise.resolve([{ ...TRAIL, management: undefined }]) } },
    'trail',
    'not checked',
    /only its owner may know/,
    /^$/,
  ],
  [
    'a forwarding rule is gone',
    { examination: { eventRule: () => Promise.resolve(undefined) } },
    'event-forwarding',
    'problem',
    /^us-east-1: there is no rule bedrock-budgeteer-prod-forward-iam$/,
    /^pulumi refresh/,
  ],
  [
    'a forwarding rule is disabled',
    { examination: { eventRule: disabledIn('eu-west-1') } },
    'event-forwarding',
    'problem',
    /^eu-west-1: .* is disabled$/,
    /^aws events enable-rule --name bedrock-budgeteer-prod-forward-alarms --region eu-west-1$/,
  ],
  [
    'a forwarding rule goes elsewhere',
    { examination: { eventRule: () => Promise.resolve({ isEnabled: true, targetArns: ['arn:x'] }) } },
    'event-forwarding',
    'problem',
    /does not send to arn:aws:events/,
    /^pulumi refresh/,
  ],
  [
    'an active user carries the Deny',
    { budgets: [BUDGETS[0], budget(userId('bob')), BUDGETS[2]].filter((one) => one !== undefined) },
    'denies',
    'problem',
    /^user\/bob carries the Deny, and no suspension explains it$/,
    /^aws iam detach-user-policy --user-name bob --policy-arn arn:aws:iam::444455556666:policy\/bedrock-budgeteer-prod-deny$/,
  ],
  [
    'a role without a budget has the boundary',
    {
      examination: {
        holdersOf: async (arn, as) =>
          as === 'boundary' ? [{ type: 'role', name: 'web' }] : HEALTHY.holdersOf(arn, as),
      },
    },
    'denies',
    'problem',
    /^role\/web has the Deny as its boundary/,
    /^aws iam delete-role-permissions-boundary --role-name web$/,
  ],
  [
    'a suspended role lacks the Deny',
    { budgets: [...BUDGETS, suspended('arn:aws:iam::444455556666:role/web', { accountType: 'iam_role' })] },
    'denies',
    'problem',
    /^role\/web is suspended and does not carry the Deny$/,
    new RegExp(`^aws iam attach-role-policy --role-name web --policy-arn ${DENY}$`),
  ],
  [
    'an active person is denied',
    { budgets: [...BUDGETS.slice(0, 2), budget('person/ana', ANA)] },
    'denies',
    'problem',
    /^person\/ana is denied, and no suspension explains it$/,
    /^budgeteer suspend person\/ana --reason "found by doctor" --stack prod$/,
  ],
  [
    'a suspended person is not denied',
    { examination: { policyDocument: () => Promise.resolve(JSON.stringify(personPolicyDocument([]))) } },
    'denies',
    'problem',
    /^person\/ana is suspended, and no policy denies it$/,
    /^budgeteer restore person\/ana --reason "found by doctor" --stack prod$/,
  ],
  [
    'a person policy was written by somebody',
    { examination: { policyDocument: () => Promise.resolve('{}') } },
    'denies',
    'problem',
    /persons-1: its document is not one of the stack’s$/,
    /^pulumi refresh/,
  ],
  [
    'a permission set lacks the policy',
    {
      examination: {
        holdersOf: async (arn, as) => (arn === PERSONS ? [] : HEALTHY.holdersOf(arn, as)),
      },
    },
    'person-policies',
    'problem',
    /^permission set Dev does not reference bedrock-budgeteer-prod-persons-1$/,
    /^aws sso-admin attach-customer-managed-policy-reference-to-permission-set/,
  ],
];

export const OPERATION: readonly Case[] = [
  [
    'a queue has messages',
    { examination: { queue: holding(2, 'quarantine') } },
    'queues',
    'problem',
    /^us-east-1: quarantine holds 2 messages$/,
    /^aws sqs receive-message --region us-east-1 .* --queue-url https:\/\/sqs\.us-east-1.*quarantine$/,
  ],
  [
    'a queue is gone',
    { examination: { queue: () => Promise.resolve(undefined) } },
    'queues',
    'problem',
    /^us-east-1: there is no queue bedrock-budgeteer-prod-failures$/,
    /^pulumi refresh/,
  ],
  [
    'an alarm rings',
    { examination: { alarms: () => Promise.resolve([{ ...ALARM, state: 'ALARM', reason: '1 message' }]) } },
    'alarms',
    'problem',
    /^us-east-1: dead-letters-failures rings since 2026-11-28 11:00 UTC: 1 message$/,
    /^docs\/runbooks\/dead-letters\.md$/,
  ],
  [
    'alarms tell nobody',
    { examination: { alarms: () => Promise.resolve([{ ...ALARM, hasActions: false }]) } },
    'alarms',
    'warning',
    /^us-east-1: 1 alarm without actions: bedrock-budgeteer-prod-dead-letters-failures$/,
    /^aws cloudwatch enable-alarm-actions --region us-east-1 --alarm-names bedrock-budgeteer-prod-dead-letters-failures$/,
  ],
  [
    'there are no alarms',
    { examination: { alarms: () => Promise.resolve([]) } },
    'alarms',
    'problem',
    /the stack has no alarms$/,
    /^pulumi refresh/,
  ],
  [
    'this shell lacks a permission',
    { examination: { lacking: (_, actions) => Promise.resolve(actions.filter((one) => one === 'dynamodb:Scan')) } },
    'permissions',
    'warning',
    /^arn:aws:iam::444455556666:user\/op may not dynamodb:Scan$/,
    /^docs\/permissions\.md$/,
  ],
];

function disabledIn(place: string): Examination['eventRule'] {
  return async (region, name) => {
    const before = await HEALTHY.eventRule(region, name);
    return before && { ...before, isEnabled: region !== place };
  };
}

function holding(messages: number, queue: string): Examination['queue'] {
  return async (region, name) => {
    const before = await HEALTHY.queue(region, name);
    return before && { ...before, messages: name.endsWith(queue) ? messages : 0 };
  };
}
