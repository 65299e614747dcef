import { DAY_MS, formatInstant, MINUTE_MS } from '../../../domain/instant.js';
import { METRIC_NAMESPACE, type MetricName } from '../../../handlers/contracts/metrics.js';
import { physicalName } from '../../../infra/identity.js';
import { inEach, type Check, type Patient } from '../check.js';
import { ok, problem, warning, type Finding } from '../finding.js';
import { many, up } from './words.js';

const WEEK_MS = 7 * DAY_MS;

/** Calls of the last minutes need not be charged yet. */
const LATE_MS = 15 * MINUTE_MS;

/** As the alarm metering-blindness has it, whose spans are hours. */
const FEW_CALLS = 50;
const MUCH_PERCENT = 10;

export const UNMETERED: Check = {
  name: 'unmetered-calls',
  asks: 'Does usage-calculator see as many calls as Bedrock counts?',
  means: 'A gap is spend that no budget knows of.',
  fix: 'The runbook [metering-blindness](runbooks/metering-blindness.md).',
  actions: ['cloudwatch:GetMetricStatistics'],
  run: (patient) => inEach(patient.stack.regions, (region) => gapIn(patient, region)),
};

async function gapIn({ identity, examination, now }: Patient, region: string): Promise<readonly Finding[]> {
  const [since, until] = [now - DAY_MS - LATE_MS, now - LATE_MS];
  const own = async (name: MetricName): Promise<number> => {
    const dimensions = { function: physicalName(identity, 'usage-calculator') };
    const metric = { namespace: METRIC_NAMESPACE, name, dimensions, statistic: 'Sum' } as const;
    return (await examination.metric(region, metric, since, now)) ?? 0;
  };
  const calls = { namespace: 'AWS/Bedrock', name: 'Invocations', dimensions: {}, statistic: 'Sum' } as const;
  const counted = (await examination.metric(region, calls, since, until)) ?? 0;
  const names = ['InvocationsCharged', 'InvocationsDuplicate', 'RecordsIgnored'] as const;
  const seen = (await Promise.all(names.map(own))).reduce((sum, count) => sum + count, 0);
  const text = `${region}: Bedrock counts ${many(counted, 'call')} in a day, usage-calculator has seen ${seen}`;
  const isGap = counted >= FEW_CALLS && 100 * (counted - seen) > MUCH_PERCENT * counted;
  return [isGap ? problem(text, 'docs/runbooks/metering-blindness.md') : ok(text)];
}

export const UNLOGGED_ENDPOINTS: Check = {
  name: 'unlogged-endpoints',
  asks: 'Has anybody called the bedrock-mantle endpoint in the last week?',
  means: 'Invocation logging does not see that endpoint, so its spend is in no budget.',
  fix: 'Deny `bedrock-mantle:*` to those who have a budget; the runbook [mantle-use](runbooks/mantle-use.md).',
  actions: ['cloudwatch:GetMetricStatistics'],
  run: ({ stack, examination, now }) =>
    inEach(stack.regions, async (region) => {
      const metric = { namespace: 'AWS/BedrockMantle', name: 'Inferences', dimensions: {}, statistic: 'Sum' } as const;
      const calls = (await examination.metric(region, metric, now - WEEK_MS, now)) ?? 0;
      if (calls === 0) return [ok(`${region}: nobody calls bedrock-mantle`)];
      return [
        problem(
          `${region}: ${many(calls, 'call')} of bedrock-mantle in a week, in no log`,
          'docs/runbooks/mantle-use.md',
        ),
      ];
    }),
};

export const BATCH_JOBS: Check = {
  name: 'batch-jobs',
  asks: 'Has anybody had a batch job in the last week?',
  means:
    'Invocation logging does not see batch jobs, so their spend is in no budget. It sees no asynchronous jobs either (video), and those are not looked for.',
  fix: 'Deny `bedrock:CreateModelInvocationJob` to those who have a budget, or accept it.',
  actions: ['bedrock:ListModelInvocationJobs'],
  run: ({ stack, examination, now }) =>
    inEach(stack.regions, async (region) => {
      const since = now - WEEK_MS;
      const jobs = await examination.batchJobs(region, since);
      if (jobs.length === 0) return [ok(`${region}: no batch jobs`)];
      const roles = [...new Set(jobs.map(({ roleArn }) => roleArn.slice(roleArn.lastIndexOf('/') + 1)))].join(', ');
      const text = `${region}: ${many(jobs.length, 'batch job')} in a week, in no log, by ${roles}`;
      const list = `aws bedrock list-model-invocation-jobs --region ${region} --submit-time-after ${formatInstant(since)}`;
      return [warning(text, list)];
    }),
};

export const OTHER_REGIONS: Check = {
  name: 'other-regions',
  asks: 'Has anybody called Bedrock in a Region that the stack does not meter, in the last week?',
  means: 'Spend in those Regions is in no budget. One metric is asked for in each Region that sells Bedrock.',
  fix: 'Add the Region to `regions`, or deny Bedrock there.',
  actions: ['cloudwatch:GetMetricStatistics'],
  run: async ({ stack, examination, now, bedrockRegions }) => {
    const others = bedrockRegions.filter((region) => !stack.regions.includes(region));
    const metric = { namespace: 'AWS/Bedrock', name: 'Invocations', dimensions: {}, statistic: 'Sum' } as const;
    const found = await inEach(others, async (region) => {
      const calls = (await examination.metric(region, metric, now - WEEK_MS, now)) ?? 0;
      if (calls === 0) return [];
      const add = `pulumi config set --stack ${stack.name} --path 'regions[${stack.regions.length}]' ${region}`;
      return [
        warning(
          `${region}: ${many(calls, 'call')} in a week, and the stack does not meter this Region`,
          add,
          up(stack.name),
        ),
      ];
    });
    return found.length > 0 ? summed(found) : [ok(`nobody calls Bedrock in ${many(others.length, 'other Region')}`)];
  },
};

/** Where no Region can be asked, one line says so for all. */
function summed(found: readonly Finding[]): readonly Finding[] {
  const reasons = new Map<string, Finding>();
  for (const finding of found) {
    const text = finding.level === 'not checked' ? finding.text.replace(/^[a-z0-9-]+: /, '') : finding.text;
    reasons.set(text, { ...finding, text });
  }
  return [...reasons.values()];
}
