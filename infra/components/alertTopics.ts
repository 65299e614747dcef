import { sns } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { TOPICS, type TopicName } from '../../handlers/contracts/topics.js';
import { arnOf, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { topicArn } from '../names.js';
import { policyText, tlsOnly, type ResourceStatement } from '../policies/documents.js';

export interface AlertTopicsArgs {
  readonly identity: StackIdentity;
  readonly keyArn: pulumi.Input<string>;
}

const DISPLAY_NAMES: Readonly<Record<TopicName, string>> = {
  'budget-alerts': 'Bedrock budgets',
  'operational-alerts': 'Bedrock Budgeteer',
  'high-severity': 'Bedrock Budgeteer, urgent',
};

/** The SNS topics that people subscribe to, in the home Region: encrypted, over TLS only. */
export class AlertTopics extends pulumi.ComponentResource {
  readonly topics: Readonly<Record<TopicName, sns.Topic>>;

  constructor(name: string, args: AlertTopicsArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:AlertTopics', name, {}, options);
    const entries = TOPICS.map((topic) => [topic, this.#topic(`${name}-${topic}`, topic, args)] as const);
    this.topics = Object.fromEntries(entries) as Record<TopicName, sns.Topic>;
    this.registerOutputs();
  }

  #topic(name: string, topic: TopicName, { identity, keyArn }: AlertTopicsArgs): sns.Topic {
    const resource = new sns.Topic(
      `${name}-topic`,
      {
        name: physicalName(identity, topic),
        displayName: DISPLAY_NAMES[topic],
        kmsMasterKeyId: keyArn,
        tags: tagsOf(identity),
      },
      { parent: this },
    );
    const arn = topicArn(identity, topic);
    const statements = [tlsOnly([arn], 'sns:Publish'), alarmStatement(identity, arn)];
    new sns.TopicPolicy(`${name}-policy`, { arn: resource.arn, policy: policyText(statements) }, { parent: this });
    return resource;
  }
}

/** Lets this stack's alarms publish. The notifier's own role lets the notifier publish. */
function alarmStatement(identity: StackIdentity, arn: string): ResourceStatement {
  return {
    Sid: 'Alarms',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['sns:Publish'],
    Resource: [arn],
    Condition: {
      StringEquals: { 'aws:SourceAccount': [identity.accountId] },
      ArnLike: { 'aws:SourceArn': [arnOf(identity, 'cloudwatch', `alarm:${physicalName(identity, '*')}`)] },
    },
  };
}
