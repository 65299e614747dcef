import type { MetricName } from '../../../handlers/contracts/metrics.js';
import { invocationLogGroup, streamName } from '../../../infra/names.js';
import type { Item } from '../item.js';
import { judged, open } from '../seen.js';
import { CALL } from './calls.js';
import { metricOf, ofAws, own, READS_METRICS } from './metrics.js';

const CALLS = ofAws('AWS/Bedrock', 'Invocations', {});

export const CHARGE_DELAY: Item = {
  id: 'charge-delay',
  claim: 'A call is charged within three minutes: log, subscription, Firehose’s buffer, the function.',
  why: 'Till then it is spent and unseen. CloudWatch Logs promises no time; the README’s bound on overshoot assumes this.',
  steps: [CALL],
  expect: 'The slowest charge within 180 s, of calls that do not stream for minutes.',
  otherwise: 'Tell us the seconds, and the Region by its code. A lower `TPM` quota bounds what can be spent meanwhile.',
  look: {
    actions: READS_METRICS,
    facts: ['leastSeconds', 'mostSeconds'],
    run: async (firstRun) => {
      const leastSeconds = await own(firstRun, 'DetectionSeconds', 'usage-calculator', 'Minimum');
      const mostSeconds = await own(firstRun, 'DetectionSeconds', 'usage-calculator', 'Maximum');
      if (leastSeconds === undefined || mostSeconds === undefined)
        return open('no call was charged in three days, or `monitoring` is not full');
      const text = `from a call to its charge ${Math.round(leastSeconds)} to ${Math.round(mostSeconds)} s`;
      return judged(mostSeconds <= 180, text, { leastSeconds, mostSeconds });
    },
  },
};

export const OWN_METRICS: Item = {
  id: 'own-metrics',
  claim: 'CloudWatch takes our metrics from the logs of the functions, under the names that the alarms read.',
  why: 'An alarm on a metric that never comes is never red.',
  steps: [CALL],
  expect: 'Values of usage-calculator as soon as Bedrock counts calls.',
  otherwise:
    'Look at a line of the function’s log that begins with `{"_aws"`, and tell us the dimensions and the namespace in it.',
  look: {
    actions: READS_METRICS,
    facts: ['calls', 'seen'],
    run: async (firstRun) => {
      const calls = (await metricOf(firstRun, CALLS)) ?? 0;
      const names = ['InvocationsCharged', 'RecordsIgnored'] as const;
      const values = await Promise.all(names.map((name) => own(firstRun, name, 'usage-calculator')));
      const seen = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
      if (calls === 0) return open('Bedrock counts no call in three days', { calls, seen });
      return judged(seen > 0, `Bedrock counts ${calls} calls, our metrics ${seen}`, { calls, seen });
    },
  },
};

export const AWS_METRICS: Item = {
  id: 'aws-metrics',
  claim: 'AWS’s metrics that alarms read have the names and dimensions that its guides give.',
  why: 'A query for a metric that does not exist is no error, and no alarm.',
  steps: [
    CALL,
    {
      run: 'aws cloudwatch list-metrics --region REGION --namespace AWS/Logs --dimensions Name=FilterName,Value=bedrock-budgeteer-STACK-usage',
    },
    { say: 'The command shows how CloudWatch spells DestinationType, which its guide does not say.' },
  ],
  expect: 'Values of log delivery, of the log group and of Firehose.',
  otherwise: 'Tell us which of the three has none, and what the command says of `DestinationType`.',
  look: {
    actions: READS_METRICS,
    facts: ['logDelivery', 'logGroup', 'firehose'],
    run: async (firstRun) => {
      if (((await metricOf(firstRun, CALLS)) ?? 0) === 0) return open('Bedrock counts no call in three days');
      const { identity, examination, stack } = firstRun;
      const logging = await examination.invocationLogging(stack.regions[0] ?? stack.homeRegion);
      const LogGroupName = logging?.logGroup ?? invocationLogGroup(identity);
      const asked = {
        logDelivery: ofAws('AWS/Bedrock', 'ModelInvocationLogsCloudWatchDeliverySuccess', {}),
        logGroup: ofAws('AWS/Logs', 'IncomingLogEvents', { LogGroupName }),
        firehose: ofAws('AWS/Firehose', 'IncomingRecords', { DeliveryStreamName: streamName(identity) }),
      };
      const facts: Record<string, boolean> = {};
      for (const [name, summed] of Object.entries(asked))
        facts[name] = (await metricOf(firstRun, summed)) !== undefined;
      const silent = Object.keys(facts).filter((name) => facts[name] === false);
      const text = silent.length === 0 ? 'all three have values' : `no value of ${silent.join(', ')}`;
      return judged(silent.length === 0, text, facts);
    },
  },
};

/** Of a hundred. */
const CLOSE = 10;

export const TOKENS_AGREE: Item = {
  id: 'tokens-agree',
  claim: 'Bedrock and the meter count the same output tokens.',
  why: 'What Bedrock counts and the log does not have is spend that no budget knows of.',
  steps: [{ say: 'Use Bedrock as usual for some hours.' }],
  expect: 'A difference of at most 10 % over three days.',
  otherwise: 'The runbook docs/runbooks/metering-blindness.md. Tell us what kind of call was missing.',
  look: {
    actions: READS_METRICS,
    facts: ['bedrock', 'metered'],
    run: async (firstRun) => {
      const bedrock = (await metricOf(firstRun, ofAws('AWS/Bedrock', 'OutputTokenCount', {}))) ?? 0;
      const metered = (await own(firstRun, 'OutputTokens', 'usage-calculator')) ?? 0;
      const text = `Bedrock counts ${bedrock} output tokens, the meter ${metered}`;
      if (bedrock === 0) return open('Bedrock counts no output token in three days', { bedrock, metered });
      return judged(100 * Math.abs(bedrock - metered) <= CLOSE * bedrock, text, { bedrock, metered });
    },
  },
};

export const REPEATED_RECORDS: Item = {
  id: 'repeated-records',
  claim: 'DynamoDB returns the row of a refused put to a role that may only put.',
  why: 'A repeated record is told from a larger one by that row. Without it each repeat would fail its batch (decision 15).',
  steps: [
    {
      say: 'Repeats come by themselves, some in a thousand. They show as “delivered twice” on the ingestion dashboard.',
    },
  ],
  expect: 'Duplicates are counted, and no record is in the queue quarantine.',
  otherwise: 'Tell us the error that usage-calculator logs, without its ids.',
  look: {
    actions: READS_METRICS,
    facts: ['charged', 'repeated', 'quarantined'],
    run: async (firstRun) => {
      const of = async (name: MetricName): Promise<number> => (await own(firstRun, name, 'usage-calculator')) ?? 0;
      const charged = await of('InvocationsCharged');
      const [repeated, quarantined] = [await of('InvocationsDuplicate'), await of('RecordsQuarantined')];
      const facts = { charged, repeated, quarantined };
      const text = `${charged} calls charged, ${repeated} came again, ${quarantined} records quarantined`;
      return repeated + quarantined === 0
        ? open('no record has come again', facts)
        : judged(quarantined === 0, text, facts);
    },
  },
};

export const PRICE_ROWS: Item = {
  id: 'price-rows',
  claim: 'The Price List has the shapes that we read: services, usage types, units, by the thousand or the million.',
  why: 'A row that is not understood leaves the book’s rate in force, which grows old.',
  steps: [
    {
      run: 'aws lambda invoke --region REGION --function-name bedrock-budgeteer-STACK-pricing-manager --invocation-type Event out.json',
    },
    { run: 'budgeteer prices nova-micro --stack STACK' },
  ],
  expect: 'Prices written, none refused, no Region without rates.',
  otherwise:
    'Tell us the usage types of the refused rows; the event PriceChangeQuarantined names them. Prices are public.',
  look: {
    actions: READS_METRICS,
    facts: ['written', 'refused', 'gaps'],
    run: async (firstRun) => {
      const of = (name: MetricName): Promise<number | undefined> => own(firstRun, name, 'pricing-manager');
      const written = await of('PricesWritten');
      if (written === undefined) return open('no refresh of prices in three days, or `monitoring` is not full');
      const facts = { written, refused: (await of('PricesHeld')) ?? 0, gaps: (await of('PriceGapsFound')) ?? 0 };
      const text = `${facts.written} prices written, ${facts.refused} refused, ${facts.gaps} Regions or services without rates`;
      return judged(facts.refused + facts.gaps === 0, text, facts);
    },
  },
};
