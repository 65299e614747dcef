import type { StackConfig } from './stackConfig.js';
import type { StackIdentity } from './identity.js';
import { directSubscriptionName, invocationLogGroup, subscriptionName } from './names.js';

/** Answers the names of a log group's subscription filters; none where there is no such log group. */
export type SubscriptionsReader = (region: string, logGroup: string) => Promise<readonly string[]>;

/** As many as a log group takes, unless AWS has raised the quota (CloudWatch Logs User Guide, quotas). */
const MAX_SUBSCRIPTIONS = 2;

/**
 * Warnings where a second subscription of the stack may find no place. An account's subscription policy takes none
 * (CloudWatch Logs API, PutAccountPolicy).
 */
export async function subscriptionWarnings(
  { regions, logging, ingestionPath }: Pick<StackConfig, 'regions' | 'logging' | 'ingestionPath'>,
  identity: StackIdentity,
  read: SubscriptionsReader,
): Promise<readonly string[]> {
  if (ingestionPath !== 'direct') return [];
  const logGroup = logging.mode === 'adopt' ? logging.logGroup : invocationLogGroup(identity);
  const own = [subscriptionName(identity), directSubscriptionName(identity)];
  const warnings = await Promise.all(
    regions.map(async (region) => {
      try {
        const others = (await read(region, logGroup)).filter((name) => !own.includes(name));
        return others.length + own.length > MAX_SUBSCRIPTIONS ? [crowded(region, logGroup, others)] : [];
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return [`ingestionPath: the subscriptions of ${logGroup} in ${region} were not looked at: ${reason}`];
      }
    }),
  );
  return warnings.flat();
}

function crowded(region: string, logGroup: string, others: readonly string[]): string {
  return (
    `ingestionPath: direct needs two subscription filters on ${logGroup} in ${region}, which has ${others.join(', ')} ` +
    `already, and a log group takes ${MAX_SUBSCRIPTIONS}: delete what is not needed, or leave ingestionPath at firehose`
  );
}
