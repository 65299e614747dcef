import { cloudwatch } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import { arnOf, type StackIdentity } from '../identity.js';
import { directSubscriptionName, streamArn, subscriptionName } from '../names.js';
import type { LambdaFunction } from './lambdaFunction.js';
import { ServiceRole } from './serviceRole.js';
import type { UsageStream } from './usageStream.js';

export interface LogSubscriptionsArgs {
  readonly identity: StackIdentity;
  readonly region: string;
  readonly logGroup: pulumi.Input<string>;
  readonly stream: UsageStream;
  readonly meter: LambdaFunction;
  readonly path: IngestionPath;
}

/**
 * All events of a log group go to the Firehose stream; with `direct` they go to the meter as well. The stream's
 * subscription is the same either way, so a change of the path loses nothing: what comes meanwhile comes through it.
 */
export function subscribe(name: string, args: LogSubscriptionsArgs, parent: pulumi.ComponentResource): void {
  const { identity, region, logGroup, stream } = args;
  const role = new ServiceRole(
    `${name}-subscriber`,
    {
      identity,
      roleName: `log-subscription-${region}`,
      service: 'logs.amazonaws.com',
      sourceArn: arnOf(identity, 'logs', '*', region),
      statements: [
        {
          Sid: 'PutRecords',
          Effect: 'Allow',
          Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
          Resource: [streamArn(identity, region)],
        },
      ],
    },
    { parent },
  );
  const toStream = new cloudwatch.LogSubscriptionFilter(
    `${name}-subscription`,
    {
      region,
      name: subscriptionName(identity),
      logGroup,
      filterPattern: '',
      destinationArn: stream.arn,
      roleArn: role.arn,
    },
    { parent },
  );
  if (args.path === 'direct') subscribeDirectly(name, args, toStream, parent);
}

/** After the other: CloudWatch Logs takes one change of a log group's subscriptions at a time. */
function subscribeDirectly(
  name: string,
  { identity, region, logGroup, meter }: LogSubscriptionsArgs,
  toStream: cloudwatch.LogSubscriptionFilter,
  parent: pulumi.ComponentResource,
): void {
  const groupArn = pulumi.output(logGroup).apply((group) => arnOf(identity, 'logs', `log-group:${group}:*`, region));
  const permission = meter.allow(`${name}-direct-permission`, 'logs.amazonaws.com', groupArn, identity.accountId);
  new cloudwatch.LogSubscriptionFilter(
    `${name}-direct-subscription`,
    {
      region,
      name: directSubscriptionName(identity),
      logGroup,
      filterPattern: '',
      destinationArn: meter.resource.arn,
    },
    { parent, dependsOn: [permission, toStream] },
  );
}
