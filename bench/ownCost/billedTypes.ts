import { Decimal } from 'decimal.js';
import { isObject } from '../../domain/json.js';
import { FUNCTIONS, FUNCTION_NAMES } from '../../handlers/contracts/functions.js';
import { isEmitted, type MonitoringLevel } from '../../handlers/contracts/metrics.js';
import type { Plan, PlannedResource } from '../../local/engine/plan.js';
import { emittedBy } from './emittedMetrics.js';
import { ASSUMED } from './assumed.js';
import { costOf, gigabytes } from './unitPrices.js';

export type FixedName = 'alarms' | 'metrics' | 'dashboards' | 'keys' | 'schedules' | 'trail' | 'network' | 'parameters';

/** What one resource costs a month. */
export interface Fixed {
  readonly name: FixedName;
  readonly usd: Decimal;
}

type Bill = (resource: PlannedResource, plan: Plan) => Fixed | undefined | Promise<Fixed | undefined>;

/** Types of resources that are billed by being there. */
export const BILLED_TYPES: Readonly<Record<string, Bill>> = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': (alarm) => ({ name: 'alarms', usd: alarmCost(alarm) }),
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': () => ({ name: 'alarms', usd: costOf('compositeAlarmMonth', 1) }),
  'aws:cloudwatch/dashboard:Dashboard': (dashboard, plan) => ({
    name: 'dashboards',
    usd: dashboardCost(dashboard, plan),
  }),
  'aws:lambda/function:Function': async (fn) => ({ name: 'metrics', usd: costOf('metricMonth', await metricsOf(fn)) }),
  'aws:cloudwatch/eventRule:EventRule': (rule, plan) => ({ name: 'schedules', usd: scheduleCost(rule, plan) }),
  'aws:kms/key:Key': () => ({ name: 'keys', usd: costOf('kmsKeyMonth', 1) }),
  // Management events are free in the first trail of an account; its files are not.
  'aws:cloudtrail/trail:Trail': () => ({ name: 'trail', usd: trailCost() }),
  'aws:ec2/vpcEndpoint:VpcEndpoint': (endpoint) => ({ name: 'network', usd: endpointCost(endpoint) }),
  'aws:ec2/natGateway:NatGateway': () => ({ name: 'network', usd: costOf('natGatewayMonth', 1) }),
  'aws:secretsmanager/secret:Secret': () => ({ name: 'parameters', usd: costOf('secretMonth', 1) }),
  'aws:ssm/parameter:Parameter': ({ inputs }) => {
    return inputs['tier'] === 'Advanced' ? { name: 'parameters', usd: parameterCost() } : undefined;
  },
};

const FREE_DASHBOARDS = 3;
const DASHBOARD = 'aws:cloudwatch/dashboard:Dashboard';

/** By metric, and of more than one metric also where an expression looks at them. */
function alarmCost({ name, inputs }: PlannedResource): Decimal {
  const queries = Array.isArray(inputs['metricQueries']) ? inputs['metricQueries'].filter(isObject) : [];
  if (queries.some(({ expression }) => typeof expression === 'string' && /ANOMALY_DETECTION/.test(expression))) {
    throw new Error(`${name}: an anomaly alarm has no price here`);
  }
  const metrics = queries.filter(({ metric }) => metric !== undefined).length;
  const periods = [
    inputs['period'],
    ...queries.flatMap(({ metric, period }) => (isObject(metric) ? metric['period'] : period)),
  ];
  const isQuick = periods.some((period) => typeof period === 'number' && period < 60);
  return costOf(isQuick ? 'highResolutionAlarmMetricMonth' : 'alarmMetricMonth', Math.max(1, metrics));
}

/** The first three are free, whatever their names. */
function dashboardCost({ urn }: PlannedResource, { resources }: Plan): Decimal {
  const index = resources.filter(({ type }) => type === DASHBOARD).findIndex((one) => one.urn === urn);
  return costOf('dashboardMonth', index < FREE_DASHBOARDS ? 0 : 1);
}

/** Metrics that its code can emit, and that its variable lets it emit: the most there can be, each in every hour. */
async function metricsOf({ inputs }: PlannedResource): Promise<number> {
  const name = JSON.stringify(inputs['name']);
  const entry = FUNCTION_NAMES.find((one) => name.endsWith(`-${FUNCTIONS[one].name}"`));
  if (entry === undefined) throw new Error(`${name}: no function of ours`);
  const environment = inputs['environment'];
  const variables = isObject(environment) && isObject(environment['variables']) ? environment['variables'] : {};
  const level = variables['MONITORING'] as MonitoringLevel;
  return [...(await emittedBy(entry))].filter((metric) => isEmitted(metric, level)).length;
}

/** EventBridge's schedules are free; the invocations are not. */
function scheduleCost({ inputs }: PlannedResource, { resources }: Plan): Decimal {
  const schedule = inputs['scheduleExpression'];
  if (typeof schedule !== 'string') return new Decimal(0);
  const target = resources.find(({ type, inputs: one }) => {
    return type === 'aws:cloudwatch/eventTarget:EventTarget' && one['rule'] === inputs['name'];
  });
  const fn = resources.find(({ type, outputs }) => {
    return type === 'aws:lambda/function:Function' && outputs['arn'] === target?.inputs['arn'];
  });
  const runs = runsOf(schedule);
  const seconds = /^cron/.test(schedule) ? ASSUMED.dailyJobSeconds : ASSUMED.sweepSeconds;
  const gbSeconds = new Decimal(Number(fn?.inputs['memorySize'])).div(1024).times(seconds).times(runs);
  return costOf('lambdaRequest', runs)
    .plus(costOf('lambdaGbSecond', gbSeconds))
    .plus(costOf('logIngestionGb', gigabytes(runs.times(ASSUMED.lambdaLogBytes))));
}

/** How often a month: `rate(N UNIT)`, and a cron of ours once a day. */
function runsOf(schedule: string): Decimal {
  const [, count = '1', unit = 'day'] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const perDay = { minute: 1440, hour: 24, day: 1 }[unit] ?? 1;
  return new Decimal(ASSUMED.monthDays).times(perDay).div(count);
}

/** Standard parameters are free. */
function parameterCost(): Decimal {
  const reads = costOf('advancedParameterRead', ASSUMED.settingReadsAMonth);
  return costOf('advancedParameterMonth', 1).plus(reads);
}

function trailCost(): Decimal {
  return costOf('s3Put', ASSUMED.trailFilesAMonth).plus(costOf('kmsRequest', ASSUMED.trailFilesAMonth));
}

/** Gateways are free; interfaces are billed in each zone. */
function endpointCost({ inputs }: PlannedResource): Decimal {
  const zones = inputs['subnetIds'];
  if (inputs['vpcEndpointType'] === 'Gateway') return new Decimal(0);
  return costOf('endpointZoneMonth', Array.isArray(zones) ? zones.length : ASSUMED.zones);
}
