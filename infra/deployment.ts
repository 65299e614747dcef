import * as pulumi from '@pulumi/pulumi';
import { arrayAt, isObject, stringAt } from '../domain/json.js';
import type { InvocationLogging } from './components/ingestion.js';
import type { StackIdentity } from './identity.js';
import type { StackConfig } from './stackConfig.js';

/** What a stack writes to its output `deployment`, for the next update to compare. */
export type Deployment = Pick<StackIdentity, 'stack' | 'accountId' | 'homeRegion'> & {
  /** Where Bedrock is called. */
  readonly regions: readonly string[];
  /** Those whose buckets and logs are protected from deletion. */
  readonly protectedRegions: readonly string[];
  readonly logging: InvocationLogging['mode'];
  /** Whether it has a trail with a protected bucket. */
  readonly protectsTrail: boolean;
};

export function deploymentOf(config: StackConfig, { stack, accountId, homeRegion }: StackIdentity): Deployment {
  const { regions, leavingRegions, protectsData, logging, createsTrail } = config;
  const protectedRegions = protectsData ? regions.filter((region) => !leavingRegions.includes(region)) : [];
  const protectsTrail = createsTrail && protectsData;
  return { stack, accountId, homeRegion, regions, protectedRegions, logging: logging.mode, protectsTrail };
}

/** Built into Pulumi's engine, so it needs no credentials (pulumi/pulumi, pkg/resource/deploy/builtins.go). */
const READ_OUTPUTS = 'pulumi:pulumi:readStackOutputs';

/**
 * The stack as its last update left it; undefined before the first. If the engine cannot tell, this warns, and nothing
 * is compared.
 */
export async function readDeployment(stack: string): Promise<Deployment | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  try {
    const answer: unknown = await pulumi.runtime.invoke(READ_OUTPUTS, { name });
    const outputs = isObject(answer) ? answer['outputs'] : undefined;
    return deploymentIn(isObject(outputs) ? outputs['deployment'] : undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await pulumi.log.warn(
      `${name}: its outputs cannot be read, so nothing compares its account and Regions with those before: ${reason}`,
    );
    return undefined;
  }
}

function deploymentIn(output: unknown): Deployment | undefined {
  const stack = stringAt(output, 'stack');
  const accountId = stringAt(output, 'accountId');
  const homeRegion = stringAt(output, 'homeRegion');
  const logging = LOGGING.find((mode) => mode === stringAt(output, 'logging'));
  if (stack === undefined || accountId === undefined || homeRegion === undefined || logging === undefined) {
    return undefined;
  }
  const [regions, protectedRegions] = [textsAt(output, 'regions'), textsAt(output, 'protectedRegions')];
  const protectsTrail = isObject(output) && output['protectsTrail'] === true;
  return { stack, accountId, homeRegion, regions, protectedRegions, logging, protectsTrail };
}

const LOGGING = ['adopt', 'manage', 'replace', 'handover'] as const satisfies readonly Deployment['logging'][];

function textsAt(output: unknown, key: string): readonly string[] {
  return arrayAt(output, key).filter((entry): entry is string => typeof entry === 'string');
}
