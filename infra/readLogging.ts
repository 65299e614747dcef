import * as pulumi from '@pulumi/pulumi';
import type { LoggingReader } from './loggingInUse.js';

/** With any of these settings the provider uses other credentials than the SDK. */
const OTHER_CREDENTIALS = ['accessKey', 'assumeRole', 'assumeRoles', 'assumeRoleWithWebIdentity', 'secretKey', 'token'];

/** Asks Bedrock with the deployer's credentials, because the provider has no function for it. */
export function readLogging(): LoggingReader {
  const config = new pulumi.Config('aws');
  const profile = config.get('profile');
  return async (region) => {
    const other = OTHER_CREDENTIALS.find((name) => config.get(name) !== undefined);
    if (other !== undefined) throw new Error(`aws:${other} gives the provider credentials of its own`);
    const { BedrockClient, GetModelInvocationLoggingConfigurationCommand } = await import('@aws-sdk/client-bedrock');
    const client = new BedrockClient({ region, ...(profile === undefined ? {} : { profile }) });
    const { loggingConfig } = await client.send(new GetModelInvocationLoggingConfigurationCommand({}));
    const bucket = loggingConfig?.s3Config?.bucketName;
    return loggingConfig?.cloudWatchConfig?.logGroupName ?? (bucket === undefined ? undefined : `s3://${bucket}`);
  };
}
