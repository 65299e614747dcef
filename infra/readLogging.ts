import * as pulumi from '@pulumi/pulumi';
import type { LoggingReader } from './loggingInUse.js';
import type { SubscriptionsReader } from './subscriptionsInUse.js';

/** With any of these settings the provider uses other credentials than the SDK. */
const OTHER_CREDENTIALS = ['accessKey', 'assumeRole', 'assumeRoles', 'assumeRoleWithWebIdentity', 'secretKey', 'token'];

/** Asks Bedrock with the deployer's credentials, because the provider has no function for it. */
export function readLogging(): LoggingReader {
  const place = placeOfDeployer();
  return async (region) => {
    const { BedrockClient, GetModelInvocationLoggingConfigurationCommand } = await import('@aws-sdk/client-bedrock');
    const client = new BedrockClient(place(region));
    const { loggingConfig } = await client.send(new GetModelInvocationLoggingConfigurationCommand({}));
    const bucket = loggingConfig?.s3Config?.bucketName;
    return loggingConfig?.cloudWatchConfig?.logGroupName ?? (bucket === undefined ? undefined : `s3://${bucket}`);
  };
}

/** Asks CloudWatch Logs in the same way. */
export function readSubscriptions(): SubscriptionsReader {
  const place = placeOfDeployer();
  return async (region, logGroupName) => {
    const { CloudWatchLogsClient, DescribeSubscriptionFiltersCommand, ResourceNotFoundException } =
      await import('@aws-sdk/client-cloudwatch-logs');
    const client = new CloudWatchLogsClient(place(region));
    try {
      const { subscriptionFilters = [] } = await client.send(new DescribeSubscriptionFiltersCommand({ logGroupName }));
      return subscriptionFilters.map(({ filterName = '' }) => filterName);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
  };
}

/** Throws, when it is asked, where the deployer's credentials are not the SDK's. */
function placeOfDeployer(): (region: string) => { readonly region: string; readonly profile?: string } {
  const config = new pulumi.Config('aws');
  const profile = config.get('profile');
  return (region) => {
    const other = OTHER_CREDENTIALS.find((name) => config.get(name) !== undefined);
    if (other !== undefined) throw new Error(`aws:${other} gives the provider credentials of its own`);
    return { region, ...(profile === undefined ? {} : { profile }) };
  };
}
