import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand, type RuleState } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { textAt, type Aws } from '../aws.js';
import { done, type Creators, type Made } from './creator.js';

export const MESSAGING: Creators = {
  'aws:sqs/queue:Queue': createQueue,
  'aws:sqs/queuePolicy:QueuePolicy': ({ queueUrl, policy }: QueuePolicy, { sqs }) =>
    done(sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: policy } }))),
  'aws:sns/topic:Topic': async ({ name, displayName, kmsMasterKeyId }: Topic, { sns }) => {
    const Attributes = { DisplayName: displayName, KmsMasterKeyId: kmsMasterKeyId };
    const arn = textAt(await sns.send(new CreateTopicCommand({ Name: name, Attributes })), 'TopicArn');
    return { id: arn, arn };
  },
  'aws:sns/topicPolicy:TopicPolicy': ({ arn, policy }: TopicPolicy, { sns }) =>
    done(sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: policy }))),
  'aws:sns/topicSubscription:TopicSubscription': ({ topic, protocol, endpoint }: Subscription, { sns }) =>
    done(sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: protocol, Endpoint: endpoint }))),
  'aws:cloudwatch/eventBus:EventBus': async ({ name, description }: EventBus, { events }) => ({
    arn: textAt(await events.send(new CreateEventBusCommand({ Name: name, Description: description })), 'EventBusArn'),
  }),
  'aws:cloudwatch/eventRule:EventRule': createRule,
  'aws:cloudwatch/eventTarget:EventTarget': putTarget,
};

interface Queue {
  readonly name: string;
  readonly kmsMasterKeyId: string;
  readonly messageRetentionSeconds: number;
}

interface QueuePolicy {
  readonly queueUrl: string;
  readonly policy: string;
}

interface Topic {
  readonly name: string;
  readonly displayName: string;
  readonly kmsMasterKeyId: string;
}

interface TopicPolicy {
  readonly arn: string;
  readonly policy: string;
}

interface Subscription {
  readonly topic: string;
  readonly protocol: string;
  readonly endpoint: string;
}

interface EventBus {
  readonly name: string;
  readonly description: string;
}

interface EventRule {
  readonly name: string;
  readonly eventBusName: string;
  readonly eventPattern?: string;
  readonly scheduleExpression?: string;
  readonly state?: RuleState;
}

interface EventTarget {
  readonly rule: string;
  readonly eventBusName: string;
  readonly targetId: string;
  readonly arn: string;
  readonly roleArn?: string;
  readonly inputPath?: string;
  readonly deadLetterConfig?: { readonly arn: string };
}

async function createQueue(queue: Queue, { sqs }: Aws): Promise<Made> {
  const { name: QueueName, kmsMasterKeyId, messageRetentionSeconds } = queue;
  const Attributes = { KmsMasterKeyId: kmsMasterKeyId, MessageRetentionPeriod: String(messageRetentionSeconds) };
  const url = textAt(await sqs.send(new CreateQueueCommand({ QueueName, Attributes })), 'QueueUrl');
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  return { id: url, url, arn: textAt(await sqs.send(asked), 'Attributes', 'QueueArn') };
}

async function createRule(rule: EventRule, { events }: Aws): Promise<Made> {
  const command = new PutRuleCommand({
    Name: rule.name,
    EventBusName: rule.eventBusName,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
  });
  return { arn: textAt(await events.send(command), 'RuleArn') };
}

function putTarget(target: EventTarget, { events }: Aws): Promise<Made> {
  const { targetId: Id, arn: Arn, roleArn: RoleArn, inputPath: InputPath, deadLetterConfig } = target;
  const DeadLetterConfig = deadLetterConfig && { Arn: deadLetterConfig.arn };
  const Targets = [{ Id, Arn, RoleArn, InputPath, DeadLetterConfig }];
  return done(events.send(new PutTargetsCommand({ Rule: target.rule, EventBusName: target.eventBusName, Targets })));
}
