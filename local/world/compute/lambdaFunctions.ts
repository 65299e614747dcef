import { MINUTE_MS, SECOND_MS } from '../../../domain/instant.js';
import type { JsonObject } from '../../../domain/json.js';
import { matchesPattern } from '../../../domain/iam/pattern.js';
import type { Declared, Graph } from '../declared.js';
import { declarationOf, permissionOf, type FunctionDeclaration, type Permission } from './functionDeclaration.js';
import type { Handler } from '../../../handlers/runtime/handler.js';
import { errorLine, type Journal } from '../journal.js';
import type { Queues } from '../events/queues.js';
import type { Roles } from '../iam/roles.js';
import { AccessDenied, WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface LambdaFunction extends FunctionDeclaration {
  readonly timeoutMs: number;
  readonly handler: Handler;
  readonly retries: number;
  readonly onFailureArn: string | undefined;
  /** One invocation after the other. */
  busy: Promise<unknown>;
}

interface Parts {
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly queues: Queues;
}

/** After the first attempt, and after the second (Lambda Developer Guide, "Asynchronous invocation"). */
const RETRY_AFTER_MS = [MINUTE_MS, 2 * MINUTE_MS];

/** The functions of the stack, each with its real handler. */
export class LambdaFunctions {
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #permissions: readonly Permission[];
  readonly #parts: Parts;
  readonly #invocations = new Map<string, number>();

  /** Composes them all: one that lacks something, or names what is not there, stops the world before it begins. */
  constructor(graph: Graph, parts: Parts, compose: (declaration: FunctionDeclaration) => Handler) {
    this.#parts = parts;
    this.#permissions = graph.all('lambda/permission:Permission').map(permissionOf);
    const configs = graph.all('lambda/functionEventInvokeConfig:FunctionEventInvokeConfig');
    for (const resource of graph.all('lambda/function:Function')) {
      const declaration = declarationOf(resource, graph.all('cloudwatch/logGroup:LogGroup'));
      const config = configs.find(
        (one) => one.text('functionName') === declaration.name && one.text('region') === declaration.region,
      );
      this.#functions.set(declaration.arn, {
        ...declaration,
        timeoutMs: resource.number('timeout') * SECOND_MS,
        handler: composed(declaration, compose),
        retries: config?.numberOr(2, 'maximumRetryAttempts') ?? 2,
        onFailureArn: this.#destinationOf(declaration, config),
        busy: Promise.resolve(),
      });
    }
  }

  /** How often each has been called, by name. */
  get invocations(): ReadonlyMap<string, number> {
    return this.#invocations;
  }

  get declarations(): readonly FunctionDeclaration[] {
    return [...this.#functions.values()];
  }

  /** By ARN, with a qualifier or without. Throws WorldError. */
  at(arn: string): FunctionDeclaration {
    return this.#at(arn);
  }

  /** Whether the function's own policy lets a service in on behalf of a resource. Throws AccessDenied. */
  assertLetsIn(arn: string, service: string, sourceArn: string): void {
    const { name, region } = this.#at(arn);
    // All that calls here is of the function's own account.
    const accountId = arn.split(':')[4];
    const isLetIn = this.#permissions.some(
      (permission) =>
        permission.functionName === name &&
        permission.region === region &&
        permission.service === service &&
        (permission.sourceAccount ?? accountId) === accountId &&
        matchesPattern(permission.sourceArn, sourceArn),
    );
    if (!isLetIn) throw new AccessDenied(`${service} for ${sourceArn}`, 'lambda:InvokeFunction', arn);
  }

  /** Waits for the answer. Rejects with what the function throws. */
  invoke(arn: string, event: unknown): Promise<unknown> {
    const called = this.#at(arn);
    const answer = called.busy.then(() => this.#run(called, event));
    called.busy = answer.catch(() => undefined);
    return answer;
  }

  /** Takes the event on, with retries and the destination for what fails for good. */
  invokeLater(arn: string, event: unknown): void {
    const called = this.#at(arn);
    this.#parts.time.after(0, () => this.#attempt(called, event, 0));
  }

  async #attempt(called: LambdaFunction, event: unknown, attempt: number): Promise<void> {
    const { time } = this.#parts;
    try {
      await this.invoke(called.arn, event);
    } catch (error) {
      const waitMs = RETRY_AFTER_MS[attempt] ?? MINUTE_MS;
      if (attempt < called.retries) time.after(waitMs, () => this.#attempt(called, event, attempt + 1));
      else this.#giveUp(called, event, error, attempt + 1);
    }
  }

  #giveUp({ arn, name, onFailureArn }: LambdaFunction, event: unknown, error: unknown, times: number): void {
    const { queues, journal } = this.#parts;
    const reason = errorLine(error);
    if (onFailureArn === undefined) {
      journal.add({ kind: 'undelivered', from: name, to: 'no destination', reason });
      return;
    }
    const record = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: { functionArn: `${arn}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: times },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: describe(error),
    };
    queues.send(onFailureArn, JSON.stringify(record));
  }

  async #run(called: LambdaFunction, event: unknown): Promise<unknown> {
    const { name } = called;
    const times = (this.#invocations.get(name) ?? 0) + 1;
    this.#invocations.set(name, times);
    if (times === 1) this.#openLog(called);
    const deadline = Date.now() + called.timeoutMs;
    const context = {
      awsRequestId: `${name}-${times}`,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    try {
      return await called.handler(asJson(event), context);
    } catch (error) {
      if (error instanceof WorldError) throw error;
      this.#parts.journal.add({ kind: 'function-failed', name, error: errorLine(error) });
      throw error;
    }
  }

  /** A function that may not write its log runs all the same, and nobody sees what it says. */
  #openLog({ name, roleArn, logArn }: LambdaFunction): void {
    try {
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
        this.#parts.roles.assertAllows(roleArn, { action, resource: `${logArn}:log-stream:1` });
      }
    } catch (error) {
      this.#parts.journal.add({ kind: 'undelivered', from: name, to: logArn, reason: errorLine(error) });
    }
  }

  /** Lambda looks whether the role may reach it (Lambda Developer Guide, "Configuring destinations"). */
  #destinationOf({ name, roleArn }: FunctionDeclaration, config: Declared | undefined): string | undefined {
    const queueArn = config?.textOr(undefined, 'destinationConfig', 'onFailure', 'destination');
    if (queueArn === undefined) return undefined;
    this.#parts.queues.at(queueArn);
    this.#parts.roles.assertDeployable(name, roleArn, ['sqs:SendMessage'], queueArn);
    return queueArn;
  }

  #at(arn: string): LambdaFunction {
    const found = this.#functions.get(arn.replace(/:\$LATEST$/, ''));
    if (found === undefined) throw new WorldError(`the stack has no function ${arn}`);
    return found;
  }
}

function composed(declaration: FunctionDeclaration, compose: (declaration: FunctionDeclaration) => Handler): Handler {
  try {
    return compose(declaration);
  } catch (error) {
    throw new WorldError(`${declaration.name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function describe(error: unknown): JsonObject {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: 'Error', errorMessage: String(error) };
}

function asJson(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}
