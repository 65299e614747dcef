import { formOf, limitsOf, type Limits } from './limit.js';

const EVENTS = 'EventBridge API';
const EVENT_QUOTAS = 'EventBridge User Guide, quotas';
const SNS = 'SNS API, CreateTopic';
const SQS = 'SQS Developer Guide, quotas';
const CHATBOT = 'Amazon Q Developer in chat applications API, CreateSlackChannelConfiguration';

/** EventBridge, SNS, SQS, and Amazon Q in chat channels. */
export const MESSAGING_LIMITS: Readonly<Record<string, Limits>> = {
  'aws:cloudwatch/eventBus:EventBus': {
    limits: limitsOf(`${EVENTS}, CreateEventBus`, ['name', 256, 'characters'], ['description', 512, 'characters']),
    forms: [formOf(`${EVENTS}, CreateEventBus`, 'name', /^[/.\w-]+$/)],
  },
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': {
    limits: limitsOf(EVENT_QUOTAS, ['policy', 10_240, 'characters']),
    forms: [],
  },
  'aws:cloudwatch/eventRule:EventRule': {
    limits: [
      ...limitsOf(`${EVENTS}, PutRule`, ['name', 64, 'characters'], ['description', 512, 'characters']),
      ...limitsOf(`${EVENTS}, PutRule`, ['scheduleExpression', 256, 'characters']),
      ...limitsOf(EVENT_QUOTAS, ['eventPattern', 2048, 'characters']),
    ],
    forms: [formOf(`${EVENTS}, PutRule`, 'name', /^[.\w-]+$/)],
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    limits: [
      ...limitsOf(
        `${EVENTS}, Target`,
        ['targetId', 64, 'characters'],
        ['inputPath', 256, 'characters'],
        ['input', 8192, 'characters'],
        ['inputTransformer.inputPaths', 100, 'entries'],
      ),
      { at: ['arn'], max: 5, measure: 'of them', source: EVENT_QUOTAS, sumBy: 'rule' },
    ],
    forms: [formOf(`${EVENTS}, Target`, 'targetId', /^[.\w-]+$/)],
  },
  'aws:sns/topic:Topic': {
    limits: limitsOf(SNS, ['name', 256, 'characters'], ['displayName', 100, 'characters']),
    forms: [formOf(SNS, 'name', /^[\w-]+$/)],
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    limits: limitsOf(
      'SNS Developer Guide, API permissions',
      ['policy', 30_720, 'bytes'],
      ['policy', 100, 'statements'],
    ),
    forms: [],
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    limits: limitsOf('SNS Developer Guide, filter policy constraints', ['filterPolicy', 262_144, 'bytes']),
    forms: [],
  },
  'aws:sqs/queue:Queue': {
    limits: limitsOf(
      SQS,
      ['name', 80, 'characters'],
      ['messageRetentionSeconds', 1_209_600, 'units'],
      ['visibilityTimeoutSeconds', 43_200, 'units'],
      ['delaySeconds', 900, 'units'],
    ),
    forms: [formOf('SQS API, CreateQueue', 'name', /^[\w-]+(?:\.fifo)?$/)],
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    limits: limitsOf(SQS, ['policy', 8192, 'bytes'], ['policy', 20, 'statements']),
    forms: [],
  },
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': {
    limits: limitsOf(
      CHATBOT,
      ['configurationName', 128, 'characters'],
      ['slackChannelId', 255, 'characters'],
      ['slackTeamId', 255, 'characters'],
    ),
    forms: [formOf(CHATBOT, 'configurationName', /^[\w-]+$/)],
  },
};
