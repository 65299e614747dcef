import type { Access } from '../../../local/world/iam/policyStatements.js';
import type { Call } from './recordedCalls.js';

const ACCOUNT = '444455556666';

/** Where the users of keys are. */
export const KEYS_PATH = '/bedrock-budgeteer/prod/';

/** What IAM is asked for a call (Service Authorization Reference). */
export function accessesOf(call: Call): readonly Access[] {
  const { service, operation, region, input } = call;
  const action = `${service}:${operation === 'Invoke' ? 'InvokeFunction' : operation}`;
  if (service === 'sts') return [];
  const own = { action, resource: resourceOf(call) };
  const alike = ALIKE[service]?.(own.resource);
  if (alike !== undefined) return [own, { action, resource: alike }];
  if (service === 'dynamodb') return [own, decryption(region)];
  if (/^(Create|Update|Delete)ServiceSpecificCredential$/.test(operation)) return [{ ...own, context: OF_BEDROCK }];
  return operation === 'CreateUser' && input['Tags'] !== undefined ? [own, { ...own, action: 'iam:TagUser' }] : [own];
}

/** A credential of Bedrock: Update and Delete name it by its id. */
const OF_BEDROCK = { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' };

/** The same resource, as the service may name it as well: IAM must allow both. */
const ALIKE: Readonly<Record<string, (resource: string) => string>> = {
  logs: (resource) => `${resource}:log-stream:`,
  ssm: (resource) => `${resource}/`,
};

/** DynamoDB asks for the table's key as whoever calls it (DynamoDB Developer Guide, "encryption at rest"). */
function decryption(region: string): Access {
  return {
    action: 'kms:Decrypt',
    resource: `arn:aws:kms:${region}:${ACCOUNT}:key/0123`,
    context: {
      'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
      'kms:ResourceAliases': 'alias/bedrock-budgeteer-prod-key',
    },
  };
}

type Text = (...names: readonly string[]) => string | undefined;

/** By the service: the ARN that a call is about, `*` where IAM knows none. */
const RESOURCES: Readonly<Record<string, (text: Text, call: Call, arn: (rest: string) => string) => string>> = {
  dynamodb: (text, { input }, arn) => {
    const table = text('TableName') ?? Object.keys(input['RequestItems'] as object).join();
    return arn(`table/${table}${text('IndexName') === undefined ? '' : `/index/${text('IndexName')}`}`);
  },
  ssm: (text, _, arn) => arn(`parameter${(text('Path', 'Name') ?? '').replace(/\/$/, '')}`),
  lambda: (text, _, arn) => arn(`function:${text('FunctionName')}`),
  logs: (text, _, arn) => arn(`log-group:${text('logGroupName')}`),
  firehose: (text, _, arn) => arn(`deliverystream/${text('DeliveryStreamName')}`),
  events: (text, _, arn) => arn(`rule/${text('Name', 'Rule')}`),
  sqs: (text, _, arn) => arn((text('QueueName', 'QueueUrl') ?? '').replace(/^.*\//, '')),
  cloudwatch: (_, { operation }, arn) => (operation === 'DescribeAlarms' ? arn('alarm:*') : '*'),
  cloudtrail: (text) => text('Name', 'TrailName') ?? '*',
  states: (text) => text('stateMachineArn', 'executionArn') ?? '*',
  iam: iamResource,
  bedrock: () => '*',
  pricing: () => '*',
};

function resourceOf(call: Call): string {
  const of = RESOURCES[call.service];
  if (of === undefined) throw new TypeError(`resources of ${call.service} are not known here`);
  const text: Text = (...names) => names.map((name) => call.input[name]).find((value) => typeof value === 'string');
  return of(text, call, (rest) => `arn:aws:${call.service}:${call.region}:${ACCOUNT}:${rest}`);
}

function iamResource(text: Text): string {
  const [user, role] = [text('UserName'), text('RoleName')];
  const arn = `arn:aws:iam::${ACCOUNT}`;
  if (user !== undefined) return `${arn}:user${user.startsWith('BedrockAPIKey-') ? KEYS_PATH : '/'}${user}`;
  if (role !== undefined) return `${arn}:role/${role}`;
  return text('PolicyArn', 'Arn', 'PolicySourceArn') ?? '*';
}
