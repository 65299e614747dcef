import type { StackConfig } from './stackConfig.js';
import type { Deployment } from './deployment.js';
import type { StackIdentity } from './identity.js';
import { invocationLogGroup } from './names.js';

/** Answers where Bedrock logs to in a Region: a log group, or `s3://BUCKET`; undefined if logging is off. */
export type LoggingReader = (region: string) => Promise<string | undefined>;

export interface LoggingFindings {
  /** Why the update must not go on. */
  readonly refusals: readonly string[];
  /** What somebody should know before the update. */
  readonly warnings: readonly string[];
}

interface Asked {
  readonly config: Pick<StackConfig, 'regions' | 'logging'>;
  readonly identity: StackIdentity;
  readonly before: Deployment | undefined;
  readonly read: LoggingReader;
}

/** Compares Bedrock's logging in each Region with what the stack is about to set. */
export async function loggingFindings(asked: Asked): Promise<LoggingFindings> {
  const found = await Promise.all(asked.config.regions.map((region) => findingIn(region, asked)));
  return {
    refusals: found.flatMap(({ refusal }) => refusal ?? []),
    warnings: [...otherStacksLog(asked), ...found.flatMap(({ warning }) => warning ?? []), ...unread(found)],
  };
}

interface Finding {
  readonly refusal?: string;
  readonly warning?: string;
  /** Why Bedrock was not asked. */
  readonly unread?: { readonly region: string; readonly reason: string };
}

async function findingIn(region: string, { config, identity, before, read }: Asked): Promise<Finding> {
  const { logging } = config;
  const own = logging.mode === 'adopt' ? logging.logGroup : invocationLogGroup(identity);
  const place = `invocationLogging: Bedrock in ${region}`;
  try {
    const inUse = await read(region);
    if (inUse === own || (inUse === undefined && logging.mode !== 'adopt')) return {};
    if (inUse === undefined) return { warning: `${place} logs nothing, so nothing is metered there` };
    const elsewhere = `${place} logs to ${inUse}${ofStack(inUse)}`;
    const makes = logging.mode === 'manage' || logging.mode === 'replace';
    if (makes && !isManaged(region, before)) {
      return logging.mode === 'replace'
        ? { warning: `${elsewhere}, which is replaced` }
        : { refusal: `${elsewhere}; set adopt and that log group, or replace to take its place` };
    }
    return { warning: `${elsewhere}, not to ${own}, so nothing is metered there` };
  } catch (error) {
    return { unread: { region, reason: error instanceof Error ? error.message : String(error) } };
  }
}

/** One line a reason. */
function unread(found: readonly Finding[]): readonly string[] {
  const places = found.flatMap((finding) => finding.unread ?? []);
  return [...new Set(places.map(({ reason }) => reason))].map((reason) => {
    const regions = places.filter((place) => place.reason === reason).map(({ region }) => region);
    return `invocationLogging: what Bedrock logs to in ${regions.join(', ')} was not looked at: ${reason}`;
  });
}

function isManaged(region: string, before: Deployment | undefined): boolean {
  return before !== undefined && before.logging !== 'adopt' && before.regions.includes(region);
}

/** Two stacks on one log both charge the same principals, and the lower limit suspends them. */
function otherStacksLog({ config: { logging }, identity }: Asked): readonly string[] {
  if (logging.mode !== 'adopt' || logging.logGroup === invocationLogGroup(identity)) return [];
  const other = ofStack(logging.logGroup);
  return other === ''
    ? []
    : [`invocationLogGroup: ${logging.logGroup}${other}: both stacks charge and suspend the same people`];
}

function ofStack(logGroup: string): string {
  const [before = '', after = ''] = invocationLogGroup({ ...NOBODY, stack: '|' }).split('|');
  const isOfStack = logGroup.startsWith(before) && logGroup.endsWith(after);
  return isOfStack ? `, the log of stack ${logGroup.slice(before.length, -after.length)}` : '';
}

const NOBODY = { partition: '', accountId: '', homeRegion: '' };
