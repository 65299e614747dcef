import { sqs } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { arnOf, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { queueArn } from '../names.js';
import { policyText, tlsOnly, type ResourceStatement } from '../policies/documents.js';

export interface QueueArgs {
  readonly identity: StackIdentity;
  readonly region: string;
  /** Last part of the queue's name. */
  readonly queueName: string;
  readonly keyArn: pulumi.Input<string>;
  /** Whether the stack's rules use it as dead-letter queue. */
  readonly takesEvents?: boolean;
}

const TWO_WEEKS_SECONDS = 14 * 24 * 3600;

/** A queue for what a person has to look at: encrypted, over TLS only, with SQS's longest retention. */
export class Queue extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly arn: string;

  constructor(name: string, args: QueueArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Queue', name, {}, options);
    const { identity, region, queueName, keyArn, takesEvents = false } = args;
    this.arn = queueArn(identity, queueName, region);
    const queue = new sqs.Queue(
      `${name}-queue`,
      {
        region,
        name: physicalName(identity, queueName),
        messageRetentionSeconds: TWO_WEEKS_SECONDS,
        kmsMasterKeyId: keyArn,
        tags: tagsOf(identity),
      },
      { parent: this },
    );
    const statements = [tlsOnly([this.arn], 'sqs:*'), ...(takesEvents ? [eventsStatement(args, this.arn)] : [])];
    new sqs.QueuePolicy(
      `${name}-policy`,
      { region, queueUrl: queue.url, policy: policyText(statements) },
      { parent: this },
    );
    this.url = queue.url;
    this.registerOutputs({ url: this.url });
  }
}

function eventsStatement({ identity, region }: QueueArgs, arn: string): ResourceStatement {
  const rules = arnOf(identity, 'events', `rule/${physicalName(identity, '*')}`, region);
  return {
    Sid: 'UndeliveredEvents',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['sqs:SendMessage'],
    Resource: [arn],
    Condition: { ArnLike: { 'aws:SourceArn': [rules] } },
  };
}
