import { SECOND_MS, type Instant } from '../../../domain/instant.js';
import type { Declared } from '../declared.js';
import { WorldError } from '../worldError.js';

/** A declared Firehose stream: logs to a function, its lines to S3. */
export interface DeliverySettings {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  readonly functionArn: string;
  readonly functionBufferMs: number;
  readonly functionBufferBytes: number;
  readonly retries: number;
  readonly bucketArn: string;
  readonly bufferMs: number;
  readonly bufferBytes: number;
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly isZipped: boolean;
  /** Where Firehose logs its errors. */
  readonly logArn: string | undefined;
}

const MEGABYTE = 1024 * 1024;
const S3 = 'extendedS3Configuration';

/** Uses Firehose's own defaults. Throws WorldError for an unknown processor or parameter. */
export function deliverySettings(stream: Declared): DeliverySettings {
  const processors = stream.list(S3, 'processingConfiguration', 'processors');
  const [lambda] = processors;
  if (processors.length !== 1 || lambda?.text('type') !== 'Lambda') {
    throw new WorldError(`${stream.urn}: the world knows streams with one Lambda processor only`);
  }
  const parameters = new Map(
    lambda.list('parameters').map((one) => [one.text('parameterName'), one.text('parameterValue')]),
  );
  const numbered = (name: string, fallback: number): number => Number(parameters.get(name) ?? fallback);
  const known = ['LambdaArn', 'BufferIntervalInSeconds', 'BufferSizeInMBs', 'NumberOfRetries'];
  const unknown = [...parameters.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new WorldError(`${lambda.urn}: the world does not know the parameter ${unknown}`);
  return {
    name: stream.text('name'),
    arn: stream.text('arn'),
    region: stream.text('region'),
    roleArn: stream.text(S3, 'roleArn'),
    functionArn: parameters.get('LambdaArn') ?? '',
    functionBufferMs: numbered('BufferIntervalInSeconds', 60) * SECOND_MS,
    functionBufferBytes: numbered('BufferSizeInMBs', 1) * MEGABYTE,
    retries: numbered('NumberOfRetries', 3),
    bucketArn: stream.text(S3, 'bucketArn'),
    bufferMs: stream.numberOr(300, S3, 'bufferingInterval') * SECOND_MS,
    bufferBytes: stream.numberOr(5, S3, 'bufferingSize') * MEGABYTE,
    prefix: stream.textOr('', S3, 'prefix'),
    errorPrefix: stream.textOr('', S3, 'errorOutputPrefix'),
    logArn: logArnOf(stream),
    isZipped: stream.textOr('UNCOMPRESSED', S3, 'compressionFormat') === 'GZIP',
  };
}

function logArnOf(stream: Declared): string | undefined {
  const group = stream.textOr(undefined, S3, 'cloudwatchLoggingOptions', 'logGroupName');
  if (group === undefined) return undefined;
  const place = stream.text('arn').split(':').slice(3, 5).join(':');
  const partition = stream.text('arn').split(':')[1] ?? '';
  const logStream = stream.text(S3, 'cloudwatchLoggingOptions', 'logStreamName');
  return `arn:${partition}:logs:${place}:log-group:${group}:log-stream:${logStream}`;
}

/** Replaces the expressions in a prefix (Firehose Developer Guide, "Custom prefixes"). */
export function expandedPrefix(prefix: string, at: Instant, errorType: string): string {
  return prefix.replaceAll(/!\{([^}]*)\}/g, (_, expression: string) => {
    if (expression === 'firehose:error-output-type') return errorType;
    if (expression === 'timestamp:yyyy/MM/dd/HH')
      return new Date(at).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
    throw new WorldError(`the world does not know the prefix expression ${expression}`);
  });
}
