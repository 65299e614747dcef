import { formOf, limitsOf, type Limits } from './limit.js';

const ALARM = 'CloudWatch API, PutMetricAlarm';
const QUOTAS = 'CloudWatch User Guide, service quotas';
const LOGS = 'CloudWatch Logs API';
const TRAIL = 'CloudTrail API, CreateTrail';

/** CloudWatch, CloudWatch Logs and CloudTrail. */
export const MONITORING_LIMITS: Readonly<Record<string, Limits>> = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    limits: [
      ...limitsOf(
        ALARM,
        ['name', 255, 'characters'],
        ['alarmDescription', 1024, 'characters'],
        ['metricName', 255, 'characters'],
        ['namespace', 255, 'characters'],
        ['dimensions', 30, 'entries'],
        ['dimensions.*', 1024, 'characters'],
        ['metricQueries', 20, 'entries'],
        ['metricQueries.*.id', 255, 'characters'],
        ['metricQueries.*.expression', 2048, 'characters'],
        ['metricQueries.*.metric.dimensions', 30, 'entries'],
      ),
      ...limitsOf(QUOTAS, ['alarmActions', 5, 'entries'], ['okActions', 5, 'entries']),
      // The retrieved ones; expressions are counted apart.
      { at: ['metricQueries', '*', 'metric'], max: 10, measure: 'of them', source: QUOTAS, sumBy: 'name' },
      { at: [], max: 86_400, measure: 'seconds evaluated', source: QUOTAS },
    ],
    forms: [formOf('CloudWatch API, MetricDataQuery', 'metricQueries.*.id', /^[a-z]\w*$/)],
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    limits: [
      ...limitsOf('CloudWatch API, PutDashboard', ['dashboardName', 255, 'characters']),
      ...limitsOf(
        QUOTAS,
        ['dashboardBody', 500, 'widgets'],
        ['dashboardBody', 500, 'metrics in a widget'],
        ['dashboardBody', 2500, 'metrics in all'],
      ),
    ],
    forms: [formOf('CloudWatch API, PutDashboard', 'dashboardName', /^[\w-]+$/)],
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    limits: limitsOf(`${LOGS}, CreateLogGroup`, ['name', 512, 'characters']),
    forms: [formOf(`${LOGS}, CreateLogGroup`, 'name', /^[.\w/#-]+$/)],
  },
  'aws:cloudwatch/logStream:LogStream': {
    limits: limitsOf(`${LOGS}, CreateLogStream`, ['name', 512, 'characters']),
    forms: [formOf(`${LOGS}, CreateLogStream`, 'name', /^[^:*]+$/)],
  },
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': {
    limits: [
      ...limitsOf(
        `${LOGS}, PutSubscriptionFilter`,
        ['name', 512, 'characters'],
        ['filterPattern', 1024, 'characters'],
        ['logGroup', 512, 'characters'],
      ),
      { at: ['name'], max: 2, measure: 'of them', source: 'CloudWatch Logs User Guide, quotas', sumBy: 'logGroup' },
    ],
    forms: [formOf(`${LOGS}, PutSubscriptionFilter`, 'name', /^[^:*]+$/)],
  },
  'aws:cloudtrail/trail:Trail': {
    limits: limitsOf(TRAIL, ['name', 128, 'characters'], ['s3KeyPrefix', 200, 'characters']),
    forms: [formOf(TRAIL, 'name', /^(?=.{3})[a-zA-Z0-9](?:[._-]?[a-zA-Z0-9])*$/)],
  },
};
