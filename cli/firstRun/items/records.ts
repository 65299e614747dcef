import { shown, stringAt } from '../../../domain/json.js';
import { roleSessionOf } from '../../../domain/iam/principal.js';
import { many } from '../../doctor/checks/words.js';
import type { Item } from '../item.js';
import { callerArn, calledAt, countOf, hasFailed, type LoggedRecord } from '../records.js';
import { judged, open } from '../seen.js';
import { ONE_CALL } from './calls.js';
import { ANY, lookAt, READS_LOG, share } from './lookAt.js';

/** Bedrock User Guide, "Model invocation logging", and two that public records have. */
const FIELDS = new Set(
  'schemaType schemaVersion timestamp accountId identity region requestId operation modelId input output inferenceRegion requestMetadata errorCode errorMessage status performanceConfig'.split(
    ' ',
  ),
);

const OPERATIONS = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'];

export const RECORD_FIELDS: Item = {
  id: 'record-fields',
  claim: 'Every record of the log can be read, and has no field that we do not know.',
  why: 'A record that cannot be read is not charged. An unknown field may tell what we take for untold, such as the service tier.',
  steps: [{ run: ONE_CALL }],
  expect: 'No record that cannot be read, no unknown field.',
  otherwise:
    'Look at the newest record and tell us the names of the new fields, without their values. Unreadable ones are in the queue quarantine.',
  look: lookAt('a call', ANY, ['records', 'unread', 'withUnknownFields'], (records) => {
    const unread = share(records, ({ read }) => read.kind === 'invalid');
    const unknown = [...new Set(records.flatMap(({ raw }) => Object.keys(raw).filter((name) => !FIELDS.has(name))))];
    const withUnknownFields = share(records, ({ raw }) => Object.keys(raw).some((name) => !FIELDS.has(name)));
    const fields = unknown.length === 0 ? 'no unknown field' : `unknown fields ${unknown.map(shown).join(', ')}`;
    const text = `${many(records.length, 'record')}, ${unread} unreadable, ${fields}`;
    return judged(unread + withUnknownFields === 0, text, { records: records.length, unread, withUnknownFields });
  }),
};

export const OPERATION_NAMES: Item = {
  id: 'operation-names',
  claim: 'The log has four operations: Converse, InvokeModel, and the stream of each.',
  why: 'Responses and Chat Completions on bedrock-runtime may be logged under a new name, with bodies that we have not seen.',
  steps: [
    { say: 'Call an OpenAI model by its Responses or Chat Completions interface on the bedrock-runtime endpoint.' },
  ],
  expect: 'No other operation. If there is one, its tokens are counted all the same.',
  otherwise: 'Tell us the name of the operation and which interface was called.',
  look: lookAt('a call', ANY, ['records', 'otherOperations'], (records) => {
    const others = records
      .map(({ raw }) => stringAt(raw, 'operation'))
      .filter((name) => name !== undefined && !OPERATIONS.includes(name));
    const named = others.length === 0 ? 'no other operation' : `also ${[...new Set(others)].map(shown).join(', ')}`;
    return judged(others.length === 0, `${many(records.length, 'record')}, ${named}`, {
      records: records.length,
      otherOperations: others.length,
    });
  }),
};

export const CALLERS: Item = {
  id: 'callers',
  claim: 'Each record of a call that is charged names its caller, in a form that we know.',
  why: 'Spend of an unknown caller has no budget of its own, and nobody can be suspended for it.',
  steps: [{ say: 'Call once as a user, by a role, by a Bedrock API key, and as a person of IAM Identity Center.' }],
  expect: 'Users, roles and persons, and no unknown caller.',
  otherwise:
    'Tell us the form of the ARN with each name replaced by a word, such as `arn:aws:sts::ACCOUNT:federated-user/NAME`.',
  look: lookAt(
    'a call that is charged',
    ({ read }) => read.kind === 'call',
    ['charged', 'users', 'roles', 'persons', 'apiKeys', 'unknown'],
    (records) => {
      const types = records.map(({ read }) => (read.kind === 'call' ? read.call.principal.accountType : 'unknown'));
      const of = (...wanted: readonly string[]): number => types.filter((type) => wanted.includes(type)).length;
      const facts = {
        charged: records.length,
        users: of('iam_user'),
        roles: of('iam_role', 'sso_role', 'service_linked_role'),
        persons: of('person'),
        apiKeys: of('bedrock_api_key'),
        unknown: of('unknown'),
      };
      const told = Object.entries(facts).map(([name, count]) => `${name} ${count}`);
      return judged(facts.unknown === 0, told.join(', '), facts);
    },
  ),
};

/** So many users are looked up. */
const MAX_USERS = 5;

export const USER_PATH: Item = {
  id: 'user-path',
  claim: 'The log names a user with its path, as IAM does.',
  why: 'IAM’s events open a budget under the ARN with the path. If the log left the path out, the user’s spend would go to a second budget. `keys create` makes users with a path.',
  steps: [
    { run: 'budgeteer keys create probe --limit 1 --expires 1d --reason "first run" --stack STACK' },
    { say: 'In a shell of its own, `export AWS_BEARER_TOKEN_BEDROCK=…` as the command prints it, and make a call.' },
    { run: 'budgeteer keys revoke probe --stack STACK' },
  ],
  expect: 'A user with a path has it in the log.',
  otherwise: 'Until we have mended it, make users who call Bedrock without a path, and tell us.',
  look: {
    ...lookAt('a user', isOfUser, ['usersWithPath', 'withPathInLog'], async (records, { looks }) => {
      const arns = [...new Set(records.map((record) => callerArn(record) ?? ''))].slice(0, MAX_USERS);
      const withPath: boolean[] = [];
      for (const arn of arns) {
        const path = await looks.userPath(arn.slice(arn.lastIndexOf('/') + 1));
        if (path !== undefined && path !== '/') withPath.push(arn.includes(`:user${path}`));
      }
      const withPathInLog = withPath.filter(Boolean).length;
      const text = `${many(withPath.length, 'user')} with a path, ${withPathInLog} of them with it in the log`;
      const facts = { usersWithPath: withPath.length, withPathInLog };
      return withPath.length === 0
        ? open('no user with a path has called', facts)
        : judged(withPathInLog === withPath.length, text, facts);
    }),
    actions: [...READS_LOG, 'iam:GetUser'],
  },
};

function isOfUser(record: LoggedRecord): boolean {
  return callerArn(record)?.includes(':user/') === true;
}

export const PERSON_SESSIONS: Item = {
  id: 'person-sessions',
  claim: 'A session of IAM Identity Center has the person’s user name as its session name, in the log too.',
  why: 'Budgets of persons stand on it: another name would make two persons of one, or one of two.',
  steps: [{ say: 'Have two persons of one permission set call once each.' }],
  expect: 'Each session of an AWSReservedSSO role is read as a person.',
  otherwise:
    'Tell us the form of the session name, such as “e-mail” or “digits”. Set `personRoles` to `none` meanwhile.',
  look: lookAt('a permission set', isOfPermissionSet, ['sessions', 'persons'], (records) => {
    const persons = share(records, ({ read }) => read.kind !== 'call' || read.call.principal.accountType === 'person');
    const text = `${many(records.length, 'record')} of permission sets, ${persons} read as of persons`;
    return judged(persons === records.length, text, { sessions: records.length, persons });
  }),
};

function isOfPermissionSet(record: LoggedRecord): boolean {
  return roleSessionOf(callerArn(record))?.role.startsWith('AWSReservedSSO_') === true;
}

export const ERROR_RECORDS: Item = {
  id: 'error-records',
  claim: 'A failed call that made no output is logged with an error code, and costs nothing.',
  why: 'The one public sample may have been trimmed. A failed call that looks like a success would be charged or quarantined.',
  steps: [
    { run: `aws bedrock-runtime converse --region REGION --model-id amazon.nova-micro-v1:0 --messages '[]'` },
    {
      say: 'A call that is refused before it reaches the model may not be logged: a throttled one is the better probe.',
    },
  ],
  expect: 'Failed calls without output tokens are ignored.',
  otherwise: 'Tell us the error code and which of `input`, `output` and `identity` the record has.',
  look: lookAt('a failed call', hasFailed, ['failed', 'charged', 'unread', 'withCaller'], (records) => {
    const withOutput = share(records, (record) => (countOf(record, 'output', 'outputTokenCount') ?? 0) > 0);
    const charged = share(records, ({ read }) => read.kind === 'call');
    const unread = share(records, ({ read }) => read.kind === 'invalid');
    const facts = {
      failed: records.length,
      charged,
      unread,
      withCaller: share(records, (one) => callerArn(one) !== undefined),
    };
    const text = `${many(records.length, 'failed call')}: ${charged} charged, ${withOutput} with output, ${unread} unreadable`;
    return judged(charged <= withOutput && unread === 0, text, facts);
  }),
};

export const TWO_RECORDS: Item = {
  id: 'two-records',
  claim: 'Two records of one request have the same time of the call.',
  why: 'A call is known by its time and its request id. With two times it would be charged twice (decision 5).',
  steps: [{ say: 'Make a few calls by ConverseStream, which is said to log twice at times.' }],
  expect: 'No request with two times that both count tokens.',
  otherwise: 'Tell us at once, with the operation and the seconds between the two: somebody pays twice.',
  look: lookAt('a call', ANY, ['requests', 'loggedTwice', 'withTwoTimes'], (records) => {
    const byRequest = new Map<string, LoggedRecord[]>();
    for (const record of records) {
      if (record.read.kind !== 'call') continue;
      const { requestId } = record.read.call;
      byRequest.set(requestId, [...(byRequest.get(requestId) ?? []), record]);
    }
    const twice = [...byRequest.values()].filter((all) => all.length > 1);
    const withTwoTimes = twice.filter((all) => new Set(all.map(calledAt)).size > 1).length;
    const facts = { requests: byRequest.size, loggedTwice: twice.length, withTwoTimes };
    const text = `${many(facts.requests, 'request')}, ${facts.loggedTwice} logged twice, ${withTwoTimes} with two times`;
    return judged(withTwoTimes === 0, text, facts);
  }),
};
