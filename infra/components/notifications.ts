import { chatbot, sns, ssm } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { PersonAddress } from '../../domain/settings/personAddresses.js';
import { NOTIFIED_TYPES } from '../../handlers/contracts/events.js';
import { storedAddresses } from '../../handlers/contracts/storedAddresses.js';
import type { TopicName } from '../../handlers/contracts/topics.js';
import type { Channel, SubscribedChannel } from '../channels.js';
import { ALARM_CHANGES, ownEvents } from '../eventPatterns.js';
import type { PersonsConfig } from '../config/persons.js';
import { addressesPath, arnOf, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { AlertTopics } from './alertTopics.js';
import { FunctionRules } from './functionRules.js';
import { LambdaFunction, type FunctionContext } from './lambdaFunction.js';
import type { Queue } from './queue.js';
import { ServiceRole } from './serviceRole.js';

export interface NotificationsArgs {
  readonly context: FunctionContext;
  readonly busName: pulumi.Input<string>;
  readonly failures: Queue;
  readonly channels: readonly Channel[];
  readonly persons: PersonsConfig;
}

type Of<T extends SubscribedChannel['type']> = Extract<SubscribedChannel, { type: T }>;

/** The topics, their subscribers, and the notifier, which sends to the topics and to all other channels. */
export class Notifications extends pulumi.ComponentResource {
  readonly #name: string;
  readonly #identity: StackIdentity;
  readonly #topics: AlertTopics;

  constructor(name: string, args: NotificationsArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Notifications', name, {}, options);
    this.#name = name;
    this.#identity = args.context.identity;
    this.#topics = new AlertTopics(`${name}-topics`, args.context, { parent: this });
    this.#notifier(args);
    for (const channel of args.channels) this.#subscribe(channel);
    if (args.persons.by !== 'off') this.#addressBook(args.persons.addresses);
    this.registerOutputs();
  }

  #notifier({ context, busName, failures }: NotificationsArgs): void {
    const { bundleOf, ...shared } = context;
    const args = { ...shared, entry: 'notifier', bundle: bundleOf('notifier'), failures } as const;
    const notifier = new LambdaFunction(`${this.#name}-notifier`, args, { parent: this });
    const rules = new FunctionRules(this.#name, { context, busName, failures }, this);
    rules.onEvents('notify-events', ownEvents(...NOTIFIED_TYPES), notifier);
    rules.onEvents('notify-alarms', ALARM_CHANGES, notifier);
    rules.onSchedule('notify-digests', 'rate(5 minutes)', notifier);
  }

  /** Read by the notifier alone. */
  #addressBook(entries: readonly PersonAddress[]): void {
    for (const [part, text] of storedAddresses(entries)) {
      new ssm.Parameter(
        `${this.#name}-addresses-${part}`,
        {
          name: `${addressesPath(this.#identity)}${part}`,
          type: 'String',
          // Configuration, which previews show anyway.
          insecureValue: text,
          tags: tagsOf(this.#identity),
        },
        { parent: this },
      );
    }
  }

  /** Subscribes a channel to its topics. The notifier calls the remaining types itself. */
  #subscribe(channel: Channel): void {
    switch (channel.type) {
      case 'email':
        this.#subscriptions(channel.receives, 'email', channel.address);
        return;
      case 'sms':
        this.#subscriptions(channel.receives, 'sms', channel.number);
        return;
      case 'slack':
        this.#slackChannel(channel);
        return;
      default:
    }
  }

  #subscriptions(topics: readonly TopicName[], protocol: 'email' | 'sms', endpoint: string): void {
    for (const topic of topics) {
      const args = { topic: this.#topics.topics[topic].arn, protocol, endpoint };
      new sns.TopicSubscription(`${this.#name}-${topic}-${protocol}-${endpoint}`, args, { parent: this });
    }
  }

  /** Amazon Q may only draw metrics of alarms for the people in the channel. */
  #slackChannel({ workspaceId, channelId, receives }: Of<'slack'>): void {
    const identity = this.#identity;
    const configurationName = physicalName(identity, channelId.toLowerCase());
    const name = `${this.#name}-slack-${channelId}`;
    const role = new ServiceRole(
      `${name}-drawer`,
      {
        identity,
        roleName: `slack-${channelId.toLowerCase()}`,
        service: 'chatbot.amazonaws.com',
        sourceArn: arnOf(identity, 'chatbot', `chat-configuration/slack-channel/${configurationName}`, ''),
        statements: [{ Sid: 'DrawMetrics', Effect: 'Allow', Action: DRAWING_ACTIONS, Resource: ['*'] }],
      },
      { parent: this },
    );
    new chatbot.SlackChannelConfiguration(
      `${name}-channel`,
      {
        configurationName,
        slackTeamId: workspaceId,
        slackChannelId: channelId,
        iamRoleArn: role.arn,
        guardrailPolicyArns: [`arn:${identity.partition}:iam::aws:policy/CloudWatchReadOnlyAccess`],
        snsTopicArns: receives.map((topic) => this.#topics.topics[topic].arn),
        loggingLevel: 'ERROR',
        userAuthorizationRequired: true,
        tags: tagsOf(identity),
      },
      { parent: this },
    );
  }
}

/** Reading metrics supports no resources (Service Authorization Reference, Amazon CloudWatch). */
const DRAWING_ACTIONS = [
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricStatistics',
  'cloudwatch:ListMetrics',
];
