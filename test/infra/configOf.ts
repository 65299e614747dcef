import * as pulumi from '@pulumi/pulumi';
import { readStackConfig, type StackConfig } from '../../infra/stackConfig.js';

/** The least that a stack has to say. */
export const ADOPTED = { invocationLogGroup: '/aws/bedrock/invocations' };

/** A stack's configuration, from settings by name as Pulumi hands them over. */
export function configOf(
  given: Readonly<Record<string, string>>,
  stack = 'dev',
  homeRegion = 'eu-west-1',
): StackConfig {
  const named = Object.entries(given).map(([name, value]) => [
    name.includes(':') ? name : `bedrock-budgeteer:${name}`,
    value,
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(named) as Record<string, string>);
  const identity = { stack, partition: 'aws', accountId: '444455556666', homeRegion };
  return readStackConfig(new pulumi.Config('bedrock-budgeteer'), identity);
}
