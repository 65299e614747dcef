import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { answered } from './config/answered.js';
import type { StackIdentity } from './identity.js';

/**
 * Asks AWS for account, Region and partition. `pulumi preview` asks too, so its names and policies are complete. Throws
 * RunError in a Region without Bedrock.
 */
export async function readIdentity(stack: string): Promise<StackIdentity> {
  const [{ accountId }, { partition }, { region: homeRegion }] = await answered(
    Promise.all([aws.getCallerIdentity(), aws.getPartition(), aws.getRegion()]),
  );
  if (partition === 'aws-cn') throw new pulumi.RunError('partition aws-cn: Amazon Bedrock is not offered there');
  return { stack, partition, accountId, homeRegion };
}
