import { BY_NAME, type Shapes } from './shape.js';

const QUEUE_URL = 'https://sqs.{region}.{dns}/{account}/{name}';
const TOPIC_ARN = 'arn:{partition}:sns:{region}:{account}:{name}';
const SUBSCRIPTION_ARN = '{input.topic}:{uuid}';
const FIREHOSE_ARN = 'arn:{partition}:firehose:{region}:{account}:deliverystream/{name}';
const EVENTS = 'arn:{partition}:events:{region}:{account}';
const SCHEDULER = 'arn:{partition}:scheduler:{region}:{account}';
const SLACK_ARN = 'arn:{partition}:chatbot::{account}:chat-configuration/slack-channel/{name}';

export const MESSAGING_SHAPES: Shapes = {
  'aws:sqs/queue:Queue': {
    named: BY_NAME,
    id: QUEUE_URL,
    outputs: { url: QUEUE_URL, arn: 'arn:{partition}:sqs:{region}:{account}:{name}' },
  },
  'aws:sqs/queuePolicy:QueuePolicy': { id: '{input.queueUrl}' },
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': { id: '{input.queueUrl}' },
  'aws:sqs/redrivePolicy:RedrivePolicy': { id: '{input.queueUrl}' },
  'aws:sns/topic:Topic': { named: BY_NAME, id: TOPIC_ARN, outputs: { arn: TOPIC_ARN, owner: '{account}' } },
  'aws:sns/topicPolicy:TopicPolicy': { id: '{input.arn}', outputs: { owner: '{account}' } },
  'aws:sns/topicSubscription:TopicSubscription': {
    id: SUBSCRIPTION_ARN,
    outputs: { arn: SUBSCRIPTION_ARN, ownerId: '{account}' },
  },
  'aws:sns/smsPreferences:SmsPreferences': { id: 'aws_sns_sms_id' },
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': {
    named: BY_NAME,
    id: FIREHOSE_ARN,
    outputs: { arn: FIREHOSE_ARN },
  },
  'aws:cloudwatch/eventBus:EventBus': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${EVENTS}:event-bus/{name}` },
  },
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': { id: '{input.eventBusName|default}' },
  'aws:cloudwatch/eventPermission:EventPermission': { id: '{input.eventBusName|default}/{input.statementId}' },
  'aws:cloudwatch/eventRule:EventRule': {
    named: BY_NAME,
    id: '{bus/}{name}',
    outputs: { arn: `${EVENTS}:rule/{bus/}{name}` },
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    named: { property: 'targetId' },
    id: '{input.eventBusName|default}-{input.rule}-{name}',
  },
  'aws:cloudwatch/eventArchive:EventArchive': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${EVENTS}:archive/{name}` },
  },
  'aws:cloudwatch/eventConnection:EventConnection': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${EVENTS}:connection/{name}/{uuid}` },
  },
  'aws:cloudwatch/eventApiDestination:EventApiDestination': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${EVENTS}:api-destination/{name}/{uuid}` },
  },
  'aws:scheduler/schedule:Schedule': {
    named: BY_NAME,
    id: '{input.groupName|default}/{name}',
    outputs: { arn: `${SCHEDULER}:schedule/{input.groupName|default}/{name}` },
  },
  'aws:scheduler/scheduleGroup:ScheduleGroup': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${SCHEDULER}:schedule-group/{name}` },
  },
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': {
    named: { property: 'configurationName' },
    id: SLACK_ARN,
    outputs: { chatConfigurationArn: SLACK_ARN },
  },
};
