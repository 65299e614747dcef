import { physicalName } from '../identity.js';
import type { Monitored } from '../monitoring/monitored.js';
import type { Widget } from './widgets.js';

/** The latest lines of level `error`, as the functions log them: one JSON object a line. */
export function latestErrors({ identity }: Monitored, functions: readonly string[]): Widget {
  return {
    kind: 'log',
    title: 'Latest errors',
    region: identity.homeRegion,
    logGroups: functions.map((name) => `/aws/lambda/${physicalName(identity, name)}`),
    query: [
      'fields @timestamp, function, message, error.name, error.message, requestId',
      'filter level = "error"',
      'sort @timestamp desc',
      'limit 20',
    ].join('\n| '),
  };
}
