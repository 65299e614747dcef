import { isObject } from '../../domain/json.js';
import type { Declared } from '../../local/world/declared.js';
import type { World } from '../../local/world/world.js';
import type { DeliveryStreamState, EventRuleState, Examination, LoggingSwitch, QueueState } from './examination.js';
import { NotKnown } from './unanswered.js';

/** What a local world knows of itself: what the program declares, IAM, and what has happened since it was opened. */
export function localExamination(world: World): Examination {
  const { declared, iam } = world;
  return {
    invocationLogging: (region) => answer(() => loggingIn(world, region)),
    lastLogEvent: () => unknown('a local world keeps no log events'),
    subscriptions: (region, logGroup) =>
      answer(() =>
        subscriptionsIn(world, region)
          .filter((one) => one.text('logGroup') === logGroup)
          .map((one) => {
            const [name, destinationArn] = [one.text('name'), one.text('destinationArn')];
            return { name, destinationArn, pattern: one.text('filterPattern') };
          }),
      ),
    deliveryStream: (region, name) => answer(() => streamIn(world, region, name)),
    trails: (region) => answer(() => trailsIn(world, region)),
    eventRule: (region, name) => answer(() => ruleIn(world, region, name)),
    queue: (region, name) => answer(() => queueIn(world, region, name)),
    alarms: () => unknown('alarms are not simulated'),
    metric: () => unknown('a local world keeps no metrics'),
    batchJobs: () => unknown('a local world makes no batch jobs'),
    holdersOf: (policyArn, as) =>
      answer(() => (iam.policy(policyArn) === undefined ? undefined : iam.holdersOf(policyArn, as))),
    policyDocument: (policyArn) => iam.policyDocument(policyArn),
    lacking: () => unknown('whoever uses a local world may do everything'),
  };

  function unknown(reason: string): Promise<never> {
    return Promise.reject(new NotKnown(reason));
  }

  /** Async, so that callers see what is thrown as a rejection. */
  async function answer<T>(question: () => T): Promise<T> {
    await Promise.resolve();
    return question();
  }

  function trailsIn(_: World, region: string): Awaited<ReturnType<Examination['trails']>> {
    const own = declared.all('cloudtrail/trail:Trail');
    if (own.length === 0) throw new NotKnown('the stack has no trail of its own, and a local world knows no other');
    return own.map((trail) => ({
      name: trail.text('name'),
      arn: trail.text('name'),
      homeRegion: trail.textOr(region, 'region'),
      isLogging: true,
      isMultiRegion: trail.boolean('isMultiRegionTrail'),
      hasGlobalEvents: trail.boolean('includeGlobalServiceEvents'),
      management: 'all',
    }));
  }
}

function subscriptionsIn({ declared }: World, region: string): readonly Declared[] {
  return declared
    .all('cloudwatch/logSubscriptionFilter:LogSubscriptionFilter')
    .filter((one) => one.text('region') === region);
}

const LOGGING = 'bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration';

/** Where the stack adopts a log, the world's Bedrock writes to what the stack reads. */
function loggingIn(world: World, region: string): LoggingSwitch | undefined {
  const own = world.declared.all(LOGGING).find((one) => one.text('region') === region);
  if (own === undefined) {
    const adopted = subscriptionsIn(world, region)[0]?.text('logGroup');
    return adopted === undefined
      ? undefined
      : { logGroup: adopted, bucket: undefined, logsBodies: true, keepsLargeBodies: true };
  }
  const place = ['loggingConfig', 'cloudwatchConfig'] as const;
  return {
    logGroup: own.text(...place, 'logGroupName'),
    bucket: undefined,
    logsBodies: own.value('loggingConfig', 'textDataDeliveryEnabled') !== false,
    keepsLargeBodies: own.has(...place, 'largeDataDeliveryS3Config'),
  };
}

function streamIn({ declared }: World, region: string, name: string): DeliveryStreamState | undefined {
  const stream = declared
    .all('kinesis/firehoseDeliveryStream:FirehoseDeliveryStream')
    .find((one) => one.text('region') === region && one.text('name') === name);
  if (stream === undefined) return undefined;
  const processors = stream.list('extendedS3Configuration', 'processingConfiguration', 'processors');
  const parameters = processors.flatMap((processor) => processor.list('parameters'));
  const functionArn = parameters.find((one) => one.text('parameterName') === 'LambdaArn')?.text('parameterValue');
  return { arn: stream.text('arn'), status: 'ACTIVE', reason: undefined, functionArn };
}

function ruleIn({ declared }: World, region: string, name: string): EventRuleState | undefined {
  const isHere = (one: Declared): boolean =>
    one.textOr('', 'region') === region && one.text('eventBusName') === 'default';
  const rule = declared.all('cloudwatch/eventRule:EventRule').find((one) => isHere(one) && one.text('name') === name);
  if (rule === undefined) return undefined;
  const targets = declared
    .all('cloudwatch/eventTarget:EventTarget')
    .filter((one) => isHere(one) && one.text('rule') === name);
  return {
    isEnabled: rule.textOr('ENABLED', 'state') !== 'DISABLED',
    targetArns: targets.map((one) => one.text('arn')),
  };
}

/** A world that was kept and opened again remembers no messages. */
function queueIn({ declared, journal }: World, region: string, name: string): QueueState | undefined {
  const queue = declared
    .all('sqs/queue:Queue')
    .find((one) => one.text('region') === region && one.text('name') === name);
  if (queue === undefined) return undefined;
  if (journal.entries.length === 0) throw new NotKnown('messages of a kept world stand in its messages.jsonl');
  const messages = journal.of('message-kept').filter((entry) => isObject(entry) && entry.queue === name).length;
  return { url: queue.text('url'), messages };
}
