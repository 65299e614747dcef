import { MONITORING_LEVELS, type MonitoringLevel } from '../contracts/metrics.js';

/** Of the variable MONITORING; all metrics where it says nothing known: one too many costs little, one too few an alarm. */
export function monitoringLevel(variables: Readonly<Record<string, string | undefined>>): MonitoringLevel {
  return MONITORING_LEVELS.find((level) => level === variables['MONITORING']) ?? 'full';
}
