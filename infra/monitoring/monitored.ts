import type { MonitoringLevel } from '../../handlers/contracts/metrics.js';
import type { StackIdentity } from '../identity.js';
import { invocationLogGroup } from '../names.js';
import type { StackConfig } from '../stackConfig.js';
import type { RunbookUrl } from './alarm.js';

/** What alarms and dashboards need to know of a stack. */
export interface Monitored {
  readonly identity: StackIdentity;
  /** Where Bedrock is called. */
  readonly regions: readonly string[];
  /** The log group of Bedrock's log in each Region. */
  readonly logGroup: string;
  readonly monitoring: MonitoringLevel;
  readonly runbookUrl: RunbookUrl;
  readonly writesReport: boolean;
}

export function monitoredStack(
  identity: StackIdentity,
  {
    regions,
    logging,
    monitoring,
    runbookUrl,
    writesReport,
  }: Pick<StackConfig, 'regions' | 'logging' | 'monitoring' | 'runbookUrl' | 'writesReport'>,
): Monitored {
  const logGroup = logging.mode === 'adopt' ? logging.logGroup : invocationLogGroup(identity);
  return { identity, regions, logGroup, monitoring, runbookUrl, writesReport };
}

/** Regions with alarms: the home Region, and each where Bedrock is called. */
export function monitoredRegions({ identity, regions }: Monitored): readonly string[] {
  return [identity.homeRegion, ...regions.filter((region) => region !== identity.homeRegion)];
}
