import { displayTime } from '../../../domain/display.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { arnOf, physicalName, type StackIdentity } from '../../../infra/identity.js';
import { directSubscriptionName, invocationLogGroup, streamArn, subscriptionName } from '../../../infra/names.js';
import { inEach, type Check, type Patient } from '../check.js';
import type { LogSubscription } from '../examination.js';
import { notChecked, ok, problem, warning, type Finding } from '../finding.js';
import { dependsOn, many, up } from './words.js';

const OWN_READS = ['bedrock:GetModelInvocationLoggingConfiguration'];

export const INVOCATION_LOGGING: Check = {
  name: 'invocation-logging',
  asks: 'Does Bedrock log its calls in each Region of the stack, to CloudWatch Logs?',
  means: 'A call that is not logged is not charged, and nobody is suspended for it.',
  fix: 'Set `invocationLogging` to `manage`, or `adopt` with the log group that is in use ([deployment.md](deployment.md#bedrocks-log)).',
  actions: OWN_READS,
  run: ({ stack, examination }) =>
    inEach(stack.regions, async (region) => {
      const logging = await examination.invocationLogging(region);
      if (logging === undefined) return [problem(`${region}: Bedrock logs nothing`, ...manages(stack.name))];
      const { logGroup, bucket } = logging;
      if (logGroup !== undefined) return [ok(`${region}: Bedrock logs to ${logGroup}`)];
      const where = `${region}: Bedrock logs to the bucket ${bucket ?? '?'} alone, which the stack does not read`;
      return [problem(where, `pulumi config set --stack ${stack.name} invocationLogging replace`, up(stack.name))];
    }),
};

export const LOG_SUBSCRIPTION: Check = {
  name: 'log-subscription',
  asks: 'Does the log that Bedrock writes to go to the stack’s Firehose stream, all of it, and with `ingestionPath: direct` to usage-calculator too?',
  means: 'Without the subscription log events stay where they are and nothing is charged.',
  fix: '`pulumi up` puts it back. Where Bedrock logs to another group than the stack reads, name that group in `invocationLogGroup`. A log group takes two subscriptions: where somebody else has one, `ingestionPath` stays `firehose`.',
  actions: [...OWN_READS, 'logs:DescribeSubscriptionFilters'],
  run: (patient) => inEach(patient.stack.regions, (region) => subscriptionIn(patient, region)),
};

async function subscriptionIn({ stack, identity, examination }: Patient, region: string): Promise<readonly Finding[]> {
  const logGroup = (await examination.invocationLogging(region))?.logGroup;
  if (logGroup === undefined) return [dependsOn(region, INVOCATION_LOGGING.name)];
  const subscriptions = await examination.subscriptions(region, logGroup);
  if (subscriptions === undefined) {
    return [problem(`${region}: Bedrock logs to ${logGroup}, which does not exist`, up(stack.name))];
  }
  const found = wantedIn(stack, identity, region).map((wanted, index) => {
    const own = subscriptions.find(({ name }) => name === wanted.name);
    if (own !== undefined) return faultOf(own, wanted, region, stack.name);
    const others = subscriptions.map(({ name }) => name);
    return index === 0
      ? unread(stack.name, identity, region, logGroup, others)
      : undirected(stack.name, region, logGroup, others);
  });
  const faults = found.filter((fault) => fault !== undefined);
  if (faults.length > 0) return faults;
  const too = stack.ingestionPath === 'direct' ? ', and to usage-calculator at once' : '';
  return [ok(`${region}: ${logGroup} goes to the Firehose stream${too}`)];
}

type Wanted = Pick<LogSubscription, 'name' | 'destinationArn'>;

/** The stream's first. */
function wantedIn({ ingestionPath }: Patient['stack'], identity: StackIdentity, region: string): readonly Wanted[] {
  const toStream = { name: subscriptionName(identity), destinationArn: streamArn(identity, region) };
  if (ingestionPath === 'firehose') return [toStream];
  const meter = arnOf(identity, 'lambda', `function:${physicalName(identity, 'usage-calculator')}`, region);
  return [toStream, { name: directSubscriptionName(identity), destinationArn: meter }];
}

function faultOf(own: LogSubscription, wanted: Wanted, region: string, stack: string): Finding | undefined {
  const { name, destinationArn, pattern } = own;
  if (destinationArn !== wanted.destinationArn) {
    return problem(`${region}: ${name} sends the log to ${destinationArn}, not to ${wanted.destinationArn}`, up(stack));
  }
  return pattern === '' ? undefined : problem(`${region}: ${name} lets through only ${pattern}`, up(stack));
}

function unread(
  stack: string,
  identity: StackIdentity,
  region: string,
  logGroup: string,
  others: readonly string[],
): Finding {
  const adopt = `pulumi config set --stack ${stack} invocationLogGroup ${logGroup}`;
  const fixes = logGroup === invocationLogGroup(identity) ? [up(stack)] : [adopt, up(stack)];
  const there = others.length === 0 ? '' : `; its subscriptions: ${others.join(', ')}`;
  return problem(`${region}: the stack does not read ${logGroup}${there}`, ...fixes);
}

/** Firehose’s path still charges everything, only later. */
function undirected(stack: string, region: string, logGroup: string, others: readonly string[]): Finding {
  const text = `${region}: ${logGroup} does not go to usage-calculator at once, so calls are charged as late as with ingestionPath firehose`;
  if (others.length < MAX_SUBSCRIPTIONS) return warning(text, up(stack));
  const back = `pulumi config set --stack ${stack} ingestionPath firehose`;
  return warning(`${text}; there is no room beside ${others.join(', ')}`, back, up(stack));
}

/** Of a log group (CloudWatch Logs User Guide, quotas). */
const MAX_SUBSCRIPTIONS = 2;

export const LOG_BODIES: Check = {
  name: 'log-bodies',
  asks: 'Are prompts and answers in the log, and where do those of more than 100 KB go?',
  means:
    'Either is possible. With bodies, cache writes are priced by their TTL, and people’s texts lie in the log. Without, they are priced at the dearer rate of one hour.',
  fix: 'The setting `logBodies`. A log that the stack does not manage needs a bucket for large bodies: the switch of Bedrock’s console.',
  actions: OWN_READS,
  run: ({ stack, examination }) =>
    inEach(stack.regions, async (region) => {
      const logging = await examination.invocationLogging(region);
      if (logging === undefined) return [dependsOn(region, INVOCATION_LOGGING.name)];
      if (!logging.logsBodies) return [ok(`${region}: no bodies in the log; cache writes cost the one-hour rate`)];
      if (logging.keepsLargeBodies) return [ok(`${region}: bodies are in the log, large ones in a bucket`)];
      const text = `${region}: bodies of more than 100 KB are dropped, so their cache writes cost the one-hour rate`;
      return [warning(text, `aws bedrock get-model-invocation-logging-configuration --region ${region}`)];
    }),
};

/** From a call to its charge it rarely takes longer (CloudWatch Logs and Firehose: minutes). */
const LATE_MS = 15 * MINUTE_MS;

export const LOG_ARRIVING: Check = {
  name: 'log-arriving',
  asks: 'Does the log have events where Bedrock counts calls, and were the last ones charged?',
  means:
    'An event that is much younger than the last charge waits somewhere, or is of a call that costs nothing. CloudWatch Logs may tell of the last event an hour late.',
  fix: 'The runbook [metering-blindness](runbooks/metering-blindness.md) follows the path of an event.',
  actions: [
    ...OWN_READS,
    'logs:DescribeLogStreams',
    'cloudwatch:GetMetricStatistics',
    'dynamodb:Query',
    'dynamodb:Scan',
  ],
  run: (patient) => inEach(patient.stack.regions, (region) => arrivalIn(patient, region)),
};

async function arrivalIn(patient: Patient, region: string): Promise<readonly Finding[]> {
  const { examination, now } = patient;
  const logGroup = (await examination.invocationLogging(region))?.logGroup;
  if (logGroup === undefined) return [dependsOn(region, INVOCATION_LOGGING.name)];
  const last = await examination.lastLogEvent(region, logGroup);
  if (last === undefined) return [await emptyLog(patient, region)];
  const event = `${region}: last log event ${displayTime(last)}`;
  if (last > now - LATE_MS) return [ok(`${event}; it need not be charged yet`)];
  const { charged, areAllAsked } = await lastCharged(patient, region, last - LATE_MS);
  if (charged !== undefined) return [ok(`${event}, last charged call ${displayTime(charged)}`)];
  if (!areAllAsked) return [notChecked(`${event}; the ${ASKED} principals that were charged last did not call here`)];
  const tail = `aws logs tail ${logGroup} --region ${region} --since ${Math.ceil((now - last) / (60 * MINUTE_MS)) + 1}h`;
  return [
    warning(`${event}, and no call from around then on was charged`, tail, 'docs/runbooks/metering-blindness.md'),
  ];
}

async function emptyLog({ examination, now }: Patient, region: string): Promise<Finding> {
  const metric = { namespace: 'AWS/Bedrock', name: 'Invocations', dimensions: {}, statistic: 'Sum' } as const;
  const calls = (await examination.metric(region, metric, now - DAY_MS, now - LATE_MS)) ?? 0;
  if (calls === 0) return ok(`${region}: no log event yet, and no call in the last day`);
  const text = `${region}: Bedrock counts ${many(calls, 'call')} in the last day, and its log is empty`;
  return problem(text, 'docs/runbooks/bedrock-log-delivery.md');
}

/** So many principals, the last charged ones, are asked for their calls. */
const ASKED = 20;

interface LastCharged {
  readonly charged: Instant | undefined;
  /** Whether everybody was asked whose budget has changed since. */
  readonly areAllAsked: boolean;
}

/** The last call of a Region, since an instant, of the first principal that has one. */
async function lastCharged({ budgets, stack, now }: Patient, region: string, since: Instant): Promise<LastCharged> {
  const { rows } = await budgets();
  const changed = rows
    .filter(({ budget, updatedAt }) => budget.accountType !== 'team' && updatedAt >= since)
    .sort((left, right) => right.updatedAt - left.updatedAt);
  for (const { budget } of changed.slice(0, ASKED)) {
    let charged: Instant | undefined;
    for await (const page of stack.usage.of(budget.principalId, since, now + 1)) {
      charged = page.findLast(({ record }) => record.region === region)?.record.timestamp ?? charged;
    }
    if (charged !== undefined) return { charged, areAllAsked: false };
  }
  return { charged: undefined, areAllAsked: changed.length <= ASKED };
}

function manages(stack: string): readonly string[] {
  return [`pulumi config set --stack ${stack} invocationLogging manage`, up(stack)];
}
