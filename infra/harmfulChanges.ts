import type { Deployment } from './deployment.js';

const HOW = 'see "What an update refuses" in docs/deployment.md';
const REPLACED = 'its tables, buckets and keys would be replaced by empty ones';

/** With what else the settings say. */
export type DeploymentToCome = Deployment & { readonly createsTrail: boolean };

/**
 * What an update would destroy that nobody expects of a setting: data, or Bedrock's log. One line each, with what to
 * do.
 */
export function harmfulChanges(before: Deployment, after: DeploymentToCome): readonly string[] {
  const moves = movesTo(before, after);
  return moves.length > 0
    ? moves
    : [...lostRegions(before, after), ...lostLogs(before, after), ...lostTrail(before, after)];
}

/** Names contain stack, account and Region, so a change of these replaces every resource. */
function movesTo(before: Deployment, after: Deployment): readonly string[] {
  const moves = [
    before.accountId === after.accountId
      ? undefined
      : `account: the credentials are those of ${after.accountId}, and stack ${before.stack} is in ${before.accountId}`,
    before.stack === after.stack
      ? undefined
      : `stack: ${after.stack} was deployed as ${before.stack}, and ${REPLACED}; rename it back, or ${HOW}`,
    before.homeRegion === after.homeRegion
      ? undefined
      : `aws:region: ${after.homeRegion} is not ${before.homeRegion}, where the stack is, and ${REPLACED}; set it back, or ${HOW}`,
  ];
  return moves.filter((move) => move !== undefined);
}

function lostRegions({ protectedRegions }: Deployment, { regions }: Deployment): readonly string[] {
  return protectedRegions
    .filter((region) => !regions.includes(region))
    .map(
      (region) =>
        `regions: the data of ${region} is protected; leave it in, name it in leavingRegions too and run pulumi up first, ${HOW}`,
    );
}

/** Without the setting that created a log, the update deletes the log and switches Bedrock's logging off. */
function lostLogs(before: Deployment, after: Deployment): readonly string[] {
  const made = before.logging === 'manage' || before.logging === 'replace' ? before.regions : [];
  const lost = after.logging === 'adopt' ? made.filter((region) => after.regions.includes(region)) : [];
  if (lost.length === 0) return [];
  return [
    `invocationLogging: adopt would delete the log of ${lost.join(', ')} and switch it off in Bedrock; set handover and run pulumi up first, ${HOW}`,
  ];
}

function lostTrail({ protectsTrail }: Deployment, { createsTrail }: DeploymentToCome): readonly string[] {
  if (!protectsTrail || createsTrail) return [];
  return [`trail: existing would delete the bucket of the stack's trail, which is protected; ${HOW}`];
}
