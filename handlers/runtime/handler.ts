import type { Context } from 'aws-lambda';
import { asTransient } from './transientFaults.js';

/** What the handlers need of Lambda's context object. */
export type LambdaContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** A function as Lambda calls it. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** A function of a workflow: its state machine retries transient faults, which it knows by their name. */
export function task(handle: (event: unknown) => Promise<unknown>): Handler {
  return async (event) => {
    try {
      return await handle(event);
    } catch (error) {
      throw asTransient(error);
    }
  };
}
