import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { answered } from './config/answered.js';
import type { StackIdentity } from './identity.js';

/**
 * Asks AWS where the stack is deployed; `pulumi preview` knows it too, so that names and policies are known there. Throws
 * RunError where there is no Bedrock.
 */
export async function readIdentity(stack: string): Promise<StackIdentity> {
  const [{ accountId }, { partition }, { region: homeRegion }] = await answered(
    Promise.all([aws.getCallerIdentity(), aws.getPartition(), aws.getRegion()]),
  );
  if (partition === 'aws-cn') throw new pulumi.RunError('partition aws-cn: Amazon Bedrock is not offered there');
  return { stack, partition, accountId, homeRegion };
}
