import { displayTime } from '../../../domain/display.js';
import { DAY_MS, SECOND_MS } from '../../../domain/instant.js';
import { METRIC_NAMESPACE, type MetricName } from '../../../handlers/contracts/metrics.js';
import { physicalName } from '../../../infra/identity.js';
import { inEach, type Check, type Patient } from '../check.js';
import { ok, problem, warning, type Finding } from '../finding.js';

/** As the alarm price-age has it: a refresh runs daily. */
const OLD_MS = 129_600 * SECOND_MS;

export const PRICE_AGE: Check = {
  name: 'price-age',
  asks: 'When were prices last refreshed from AWS’s Price List?',
  means:
    'A refresh runs daily. Rates of the table are used for 35 days after their last one, then those of the price book.',
  fix: 'Run pricing-manager by hand, then the runbook [price-age](runbooks/price-age.md).',
  actions: ['dynamodb:BatchGetItem'],
  run: async ({ stack, identity, now }) => {
    const refreshedAt = await stack.prices.refreshedAt();
    const refresh = `aws lambda invoke --region ${stack.homeRegion} --function-name ${physicalName(identity, 'pricing-manager')} /dev/stdout`;
    if (refreshedAt === undefined) return [problem('prices were never refreshed; the price book is in use', refresh)];
    const text = `prices were refreshed ${displayTime(refreshedAt)}`;
    return [now - refreshedAt > OLD_MS ? problem(text, refresh, 'docs/runbooks/price-age.md') : ok(text)];
  },
};

/** As the alarm provisional-share has it. */
const MUCH_PERCENT = 10;

export const PROVISIONAL_SHARE: Check = {
  name: 'provisional-share',
  asks: 'How much of the last day’s spend was charged at stand-in prices?',
  means: 'Where a rate is not known the dearest comparable one stands in, so people may be suspended too early.',
  fix: '`budgeteer prices MODEL` shows what stands in; the runbook [provisional-share](runbooks/provisional-share.md).',
  actions: ['cloudwatch:GetMetricStatistics'],
  run: (patient) => inEach(patient.stack.regions, (region) => shareIn(patient, region)),
};

async function shareIn({ identity, examination, now }: Patient, region: string): Promise<readonly Finding[]> {
  const sumOf = async (name: MetricName): Promise<number> => {
    const dimensions = { function: physicalName(identity, 'usage-calculator') };
    const metric = { namespace: METRIC_NAMESPACE, name, dimensions, statistic: 'Sum' } as const;
    return (await examination.metric(region, metric, now - DAY_MS, now)) ?? 0;
  };
  const [all, provisional] = [await sumOf('SpendUsd'), await sumOf('ProvisionalSpendUsd')];
  if (all === 0) return [ok(`${region}: nothing was spent in the last day`)];
  const percent = Math.ceil((100 * provisional) / all);
  const text = `${region}: ${percent} % of the last day’s spend is at stand-in prices`;
  return [percent > MUCH_PERCENT ? warning(text, 'docs/runbooks/provisional-share.md') : ok(text)];
}
