import { BedrockClient } from '@aws-sdk/client-bedrock';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

export type Json = Readonly<Record<string, unknown>>;

/** The services of the emulated account. Those without a client among the dependencies are called by their protocol. */
export interface Aws {
  readonly bedrock: BedrockClient;
  readonly dynamoDb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  /** An operation of a service that speaks AWS JSON. */
  readonly json: (service: keyof typeof TARGETS, operation: string, input: Json) => Promise<Json>;
  /** An operation of Lambda, which speaks REST. */
  readonly lambda: (method: 'GET' | 'POST' | 'PUT', path: string, input?: Json) => Promise<Json>;
}

const REGION = 'us-east-1';
/** The emulator asks for no others. */
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Prefix of the operation's name in `X-Amz-Target`. */
const TARGETS = {
  kms: 'TrentService',
  firehose: 'Firehose_20150804',
  logs: 'Logs_20140328',
  cloudtrail: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
  monitoring: 'GraniteServiceVersion20100801',
} as const;

export function connect(endpoint: string): Aws {
  const config = { endpoint, region: REGION, credentials: CREDENTIALS };
  return {
    bedrock: new BedrockClient(config),
    dynamoDb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    stepFunctions: new SFNClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    json: (service, operation, input) =>
      send(endpoint, service, 'POST', '/', input, {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `${TARGETS[service]}.${operation}`,
      }),
    lambda: (method, path, input) =>
      send(endpoint, 'lambda', method, path, input, { 'Content-Type': 'application/json' }),
  };
}

/** The text at a path of an answer; throws if there is none. */
export function textAt(answer: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((value, key) => (isJson(value) ? value[key] : undefined), answer);
  if (typeof found === 'string') return found;
  throw new Error(`no ${path.join('.')} in ${JSON.stringify(answer)}`);
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function send(
  endpoint: string,
  service: string,
  method: string,
  path: string,
  input: Json | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Json> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const scope = `${CREDENTIALS.accessKeyId}/${day}/${REGION}/${service}/aws4_request`;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: { ...headers, Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    ...(input === undefined ? {} : { body: JSON.stringify(input) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${method} ${path}: ${response.status} ${text}`);
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  return isJson(answer) ? answer : {};
}
