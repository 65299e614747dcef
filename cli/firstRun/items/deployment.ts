import { TABLES } from '../../../handlers/contracts/tables.js';
import { tableName, type TableName } from '../../../infra/names.js';
import type { Item } from '../item.js';
import { judged } from '../seen.js';

const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** Whether the rows are nowhere else. */
function isOnlyCopy(table: TableName): boolean {
  return !('copyIn' in TABLES[table]);
}

export const FIRST_UP: Item = {
  id: 'first-up',
  claim: 'A first `pulumi up` creates everything, or a second one does.',
  why: 'A new role takes seconds to reach all services. Which retries of the provider are enough was never seen.',
  steps: [{ say: 'Note whether the first `pulumi up` ended without an error, and after how many minutes.' }],
  expect: 'No error. At most one of those that docs/deployment.md lists, and none the second time.',
  otherwise: 'Tell us the type of the resource and the error code, with ARNs and ids cut out.',
};

export const NO_DIFFERENCE: Item = {
  id: 'no-difference',
  claim: 'A second `pulumi up` finds nothing to change.',
  why: 'A difference that comes back each time hides the one that matters, and may replace what must not be.',
  steps: [
    { run: 'pulumi preview --stack STACK --expect-no-changes --diff' },
    { run: 'pulumi refresh --stack STACK --preview-only' },
  ],
  expect: 'No change. Firehose’s processing parameters are the likeliest to differ.',
  otherwise: 'Do not apply it if it replaces something. Tell us the type and the names of the properties.',
};

export const SUBSCRIPTION: Item = {
  id: 'subscription',
  claim: 'The log’s subscription may assume its role as soon as it is there.',
  why: 'CloudWatch Logs skips what it may not deliver for up to ten minutes, and never sends it again.',
  steps: [
    { say: 'After the first `pulumi up` wait two minutes, call once, and run `budgeteer doctor`.' },
    { run: 'budgeteer doctor --stack STACK' },
  ],
  expect: 'log-subscription and log-arriving are ok.',
  otherwise: 'Calls of the first minutes may be missing from budgets. Tell us the minutes until one was charged.',
};

export const TABLES_PROTECTED: Item = {
  id: 'tables-protected',
  claim:
    'Every table but that of usage, whose rows are in the bucket too, can be restored to any moment; all are protected from deletion unless a setting says otherwise.',
  why: 'They hold who has spent what, and what to give back to whom.',
  steps: [],
  expect:
    'Point-in-time recovery on all but usage-tracking, deletion protection on all or, with `deletionProtection: false`, on none.',
  otherwise: 'Tell us how many of the tables differ; `pulumi up` puts it right.',
  look: {
    actions: ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups'],
    facts: ['tables', 'restorable', 'protected'],
    run: async ({ identity, looks }) => {
      const states = await Promise.all(TABLE_NAMES.map((table) => looks.table(tableName(identity, table))));
      const lacking = TABLE_NAMES.filter((table, at) => isOnlyCopy(table) && states[at]?.canBeRestored !== true);
      const restorable = states.filter((state) => state?.canBeRestored === true).length;
      const isProtected = states.filter((state) => state?.isProtected === true).length;
      const facts = { tables: states.length, restorable, protected: isProtected };
      const isWhole = lacking.length === 0 && (isProtected === 0 || isProtected === states.length);
      const text = `${states.length} tables, ${restorable} restorable, ${isProtected} protected from deletion`;
      return judged(isWhole, text, facts);
    },
  },
};

export const KEY_OF_SERVICES: Item = {
  id: 'key-of-services',
  claim: 'The key’s policy lets every service use it that has to: alarms, topics, queues, logs, the trail.',
  why: 'An alarm that may not use the key of its topic tells nobody, and says so only in its history.',
  steps: [
    {
      run: 'aws cloudwatch set-alarm-state --region REGION --alarm-name bedrock-budgeteer-STACK-spend-after-suspension --state-value ALARM --state-reason probe',
    },
    {
      run: 'aws cloudwatch describe-alarm-history --region REGION --alarm-name bedrock-budgeteer-STACK-spend-after-suspension --history-item-type Action',
    },
  ],
  expect:
    '“Successfully executed action” in the history, and the message where `channels` go. The alarm is OK again within minutes.',
  otherwise: 'Tell us the service and the error in the history, without the key’s ARN.',
};

export const LOG_SWITCH: Item = {
  id: 'log-switch',
  claim: 'With `manage` the switch of Bedrock’s log is set at the first try, and the large bodies’ bucket is taken.',
  why: 'Bedrock checks by writing, so a role that is seconds old is refused. Without the switch nothing is metered.',
  steps: [{ run: 'aws bedrock get-model-invocation-logging-configuration --region REGION' }],
  expect: 'The log group of the stack, `textDataDeliveryEnabled` as `logBodies` says, and the bucket.',
  otherwise: 'Tell us which field differs. `pulumi up` once more.',
};
