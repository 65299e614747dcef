import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Settings } from '../../domain/settings/settings.js';
import { EmfTelemetry } from '../adapters/emfTelemetry.js';
import { SsmSettingsSource } from '../adapters/ssmSettingsSource.js';
import { SystemClock } from '../adapters/systemClock.js';
import { asTransient } from '../adapters/transientFaults.js';
import type { LambdaContext } from '../runtime/lambdaContext.js';
import { createSettingsCache } from '../settings/settingsCache.js';
import { homeRegion, required } from './environment.js';

/** What every function is composed of. */
export interface Base {
  readonly clock: SystemClock;
  readonly telemetry: EmfTelemetry;
}

export interface Composition extends Base {
  readonly settings: () => Promise<Settings>;
}

/** Without settings, for those that read none. */
export function composeBase(functionName: string): Base {
  const clock = new SystemClock();
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  return { clock, telemetry: new EmfTelemetry(write, clock, process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? functionName) };
}

export function compose(functionName: string): Composition {
  const { clock, telemetry } = composeBase(functionName);
  const source = new SsmSettingsSource(new SSMClient({ ...homeRegion(), ...LIMITS }), required('SETTINGS_PATH'));
  return { clock, telemetry, settings: createSettingsCache({ source, clock, telemetry }) };
}

/** A call that hangs would take the rest of the batch's time: it is cut off and tried again. */
export const LIMITS = {
  requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** One client for all tables of a function. */
export function tablesClient(): DynamoDBClient {
  return new DynamoDBClient({ ...homeRegion(), ...LIMITS });
}

/** Names each invocation in the logs before the handler takes it. */
export function handlerWith<Answer>(
  { telemetry }: Base,
  handle: (event: unknown, context: LambdaContext) => Promise<Answer>,
): (event: unknown, context: LambdaContext) => Promise<Answer> {
  return (event, context) => {
    telemetry.startRequest(context.awsRequestId);
    return handle(event, context);
  };
}

/** The same for a function of a workflow, whose state machine tries transient faults again by their name. */
export function taskWith<Answer>(
  composition: Base,
  handle: (event: unknown) => Promise<Answer>,
): (event: unknown, context: LambdaContext) => Promise<Answer> {
  return handlerWith(composition, async (event) => {
    try {
      return await handle(event);
    } catch (error) {
      throw asTransient(error);
    }
  });
}
