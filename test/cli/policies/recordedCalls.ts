import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import sinon from 'sinon';

type Input = Readonly<Record<string, unknown>>;

/** A call of the AWS SDK. */
export interface Call {
  /** As IAM calls it. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: Input;
}

/** By operation. */
export type Answers = Readonly<Record<string, (input: Input) => unknown>>;

/** As IAM begins the actions of what the SDK calls so. */
const PREFIXES: Readonly<Record<string, string>> = {
  'CloudWatch Logs': 'logs',
  EventBridge: 'events',
  SFN: 'states',
};

interface Sending {
  readonly config: { readonly serviceId: string; region(): Promise<string> };
}

/** What the prototype of all clients of the SDK has. */
const CLIENT = Object.getPrototypeOf(DynamoDBClient.prototype) as { send: unknown };

/** The calls that some code makes, whatever the client; each has the answer of its operation, or throws. */
export async function recorded(answers: Answers, run: () => Promise<unknown>): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const sandbox = sinon.createSandbox();
  sandbox.replace(CLIENT, 'send', async function send(this: Sending, command: { readonly input: Input }) {
    const { serviceId } = this.config;
    const operation = command.constructor.name.replace(/Command$/, '');
    const service = PREFIXES[serviceId] ?? serviceId.toLowerCase();
    calls.push({ service, operation, region: await this.config.region(), input: { ...command.input } });
    const answer = answers[operation];
    if (answer === undefined) throw new TypeError(`no answer for ${serviceId} ${operation}`);
    return answer(command.input);
  });
  try {
    await run();
  } finally {
    sandbox.restore();
  }
  return calls;
}
