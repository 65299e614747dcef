import type { Context } from 'aws-lambda';

/** What the handlers need of Lambda's context object. */
export type LambdaContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;
