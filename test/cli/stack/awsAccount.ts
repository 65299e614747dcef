import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service answers instead: an error of its own. */
export interface AwsError {
  readonly status: number;
  readonly name: string;
  readonly message: string;
}

/** STS, SSM and Lambda of one account, as far as the operator's commands call them; the SDK's clients talk to it. */
export interface AwsAccount {
  readonly url: string;
  /** Of SSM, by full name. */
  readonly parameters: Map<string, string>;
  /** What each invocation was given. */
  readonly invocations: { readonly functionArn: string; readonly input: unknown }[];
  /** ARNs of roles that were assumed, each with the session's name. */
  readonly assumed: string[];
  /** By operation, such as `GetCallerIdentity`. */
  readonly errors: Map<string, AwsError>;
  /** `isLost`: the function has run, and the connection ends without an answer. */
  answer: { readonly payload: string; readonly functionError?: string; readonly isLost?: true };
  close(): Promise<void>;
}

const CALLER = 'arn:aws:sts::444455556666:assumed-role/Operator/olga';

export async function startAccount(accountId: string): Promise<AwsAccount> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      respond(account, accountId, request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const account: AwsAccount = {
    url: `http://127.0.0.1:${port}`,
    parameters: new Map(),
    invocations: [],
    assumed: [],
    errors: new Map(),
    answer: { payload: '{"verdict":"done"}' },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
  return account;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function respond(
  account: AwsAccount,
  accountId: string,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
) {
  const path = request.url ?? '';
  const target =
    String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  const operation =
    target || (path.includes('/functions/') ? 'Invoke' : (new URLSearchParams(body).get('Action') ?? ''));
  const error = account.errors.get(operation);
  if (operation === 'GetCallerIdentity' || operation === 'AssumeRole') {
    response.writeHead(error?.status ?? 200, { 'content-type': 'text/xml' });
    const answer = (): string =>
      operation === 'AssumeRole' ? assumedAnswer(account, body) : identity(accountOf(request, accountId));
    response.end(error === undefined ? answer() : xmlError(error));
    return;
  }
  if (error !== undefined) {
    response.writeHead(error.status, { 'content-type': 'application/json', 'x-amzn-errortype': error.name });
    response.end(JSON.stringify({ __type: error.name, message: error.message, Message: error.message }));
    return;
  }
  if (operation === 'Invoke') {
    const functionArn = decodeURIComponent(path.split('/')[3] ?? '');
    account.invocations.push({ functionArn, input: JSON.parse(body) });
    const { payload, functionError, isLost } = account.answer;
    if (isLost) {
      request.socket.destroy();
      return;
    }
    response.writeHead(200, functionError === undefined ? {} : { 'x-amz-function-error': functionError });
    response.end(payload);
    return;
  }
  const answer = parameterAnswer(account, operation, JSON.parse(body) as Request);
  response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(answer ?? { __type: 'ParameterNotFound', message: 'not there' }));
}

interface Request {
  readonly Name?: string;
  readonly Value?: string;
  readonly Path?: string;
  readonly NextToken?: string;
}

const PAGE = 10;

function parameterAnswer({ parameters }: AwsAccount, operation: string, request: Request): object | undefined {
  const { Name = '', Value = '', Path = '', NextToken = '0' } = request;
  if (operation === 'PutParameter') {
    parameters.set(Name, Value);
    return { Version: 1 };
  }
  if (operation === 'DeleteParameter') return parameters.delete(Name) ? {} : undefined;
  const all = [...parameters]
    .filter(([name]) => name.startsWith(Path))
    .map(([name, value]) => ({ Name: name, Value: value }));
  const next = Number(NextToken) + PAGE;
  return { Parameters: all.slice(Number(NextToken), next), ...(next < all.length ? { NextToken: String(next) } : {}) };
}

function identity(accountId: string): string {
  const result = `<Arn>${CALLER}</Arn><UserId>AROAX:olga</UserId><Account>${accountId}</Account>`;
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

/** The access key that AssumeRole gives names the account of the role. */
function accountOf(request: IncomingMessage, accountId: string): string {
  return /Credential=ASIA(\d{12})/.exec(request.headers.authorization ?? '')?.[1] ?? accountId;
}

function assumedAnswer(account: AwsAccount, body: string): string {
  const asked = new URLSearchParams(body);
  const arn = asked.get('RoleArn') ?? '';
  account.assumed.push(`${arn} as ${asked.get('RoleSessionName') ?? ''}`);
  const key = `<AccessKeyId>ASIA${arn.split(':')[4] ?? ''}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`;
  const credentials = `<Credentials>${key}<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`;
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>${credentials}</AssumeRoleResult></AssumeRoleResponse>`;
}

function xmlError({ name, message }: AwsError): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

/** Sets variables of the environment for the tests of the surrounding `describe`. */
export function withEnvironment(variables: () => Readonly<Record<string, string | undefined>>): void {
  let before: Readonly<Record<string, string | undefined>> = {};
  const set = (values: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
  beforeEach(() => {
    const values = variables();
    before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
    set(values);
  });
  afterEach(() => {
    set(before);
  });
}
