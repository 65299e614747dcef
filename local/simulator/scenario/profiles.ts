import { EXAMPLE_ACCOUNT } from '../../world/logs/invocationRecord.js';
import type { Scenario } from './scenario.js';

export function profileArnOf(profile: string): string {
  return `arn:aws:bedrock:us-east-1:${EXAMPLE_ACCOUNT}:application-inference-profile/${profile}`;
}

/** The model behind each profile of a scenario. */
export function profilesOf({ calls }: Scenario): ReadonlyMap<string, string> {
  return new Map(
    calls.flatMap(({ profile, modelId }) => (profile === undefined ? [] : [[profileArnOf(profile), modelId] as const])),
  );
}
