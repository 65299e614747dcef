import { arnOf, settingsPath, type StackIdentity } from '../../../infra/identity.js';
import { tableName, type TableName } from '../../../infra/names.js';
import { TABLES } from '../../../handlers/contracts/tables.js';
import { physicalName } from '../../../infra/identity.js';
import type { Check } from '../check.js';
import { ok, warning } from '../finding.js';

/** What the commands do, by what they do it to. */
interface Need {
  readonly resource: string;
  readonly actions: readonly string[];
  /** What is not possible without it. */
  readonly serves: 'looking' | 'changing';
}

const LOOKING = [
  'bedrock:GetModelInvocationLoggingConfiguration',
  'cloudtrail:DescribeTrails',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricStatistics',
  'events:DescribeRule',
  'firehose:DescribeDeliveryStream',
  'iam:ListEntitiesForPolicy',
  'logs:DescribeLogStreams',
  'logs:DescribeSubscriptionFilters',
  'pricing:GetProducts',
  'sqs:GetQueueAttributes',
];

export const PERMISSIONS: Check = {
  name: 'permissions',
  asks: 'May this shell do what the commands of budgeteer do?',
  means: 'IAM is asked by a simulation, which knows neither policies of the organization nor those of resources.',
  fix: 'Use the policies for readers and operators of [security.md](security.md).',
  actions: ['iam:SimulatePrincipalPolicy', 'iam:GetRole'],
  run: async ({ stack, identity, examination }) => {
    const caller = await stack.caller();
    const answers = await Promise.all(
      needsOf(identity).map(async ({ actions, resource, serves }) => {
        return { serves, lacking: await examination.lacking(caller, actions, resource) };
      }),
    );
    const lackingFor = (what: Need['serves']): readonly string[] => [
      ...new Set(answers.flatMap(({ serves, lacking }) => (serves === what ? lacking : []))),
    ];
    const [looking, changing] = [lackingFor('looking'), lackingFor('changing')];
    const found = [
      ...(looking.length === 0 ? [] : [warning(`${caller} may not ${looking.join(', ')}`, 'docs/security.md')]),
      ...(changing.length === 0 ? [] : [ok(`${caller} may look and not change: it lacks ${changing.join(', ')}`)]),
    ];
    return found.length > 0 ? found : [ok(`${caller} may use all commands`)];
  },
};

function needsOf(identity: StackIdentity): readonly Need[] {
  const tables = Object.keys(TABLES) as readonly TableName[];
  const readers = tables.filter((table) => table !== 'Notifications');
  return [
    { resource: '*', actions: LOOKING, serves: 'looking' },
    ...readers.map((table): Need => {
      const resource = arnOf(identity, 'dynamodb', `table/${tableName(identity, table)}`);
      const actions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'];
      return { resource, actions, serves: 'looking' };
    }),
    { ...parameters(identity, ''), actions: ['ssm:GetParametersByPath'], serves: 'looking' },
    {
      ...parameters(identity, 'overrides/x'),
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter'],
      serves: 'changing',
    },
    {
      resource: arnOf(identity, 'lambda', `function:${physicalName(identity, 'budget-status')}`),
      actions: ['lambda:InvokeFunction'],
      serves: 'changing',
    },
  ];
}

function parameters(identity: StackIdentity, name: string): Pick<Need, 'resource'> {
  return { resource: arnOf(identity, 'ssm', `parameter${settingsPath(identity)}${name}`.replace(/\/$/, '')) };
}
