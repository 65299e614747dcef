import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsSecrets } from '../adapters/awsSecrets.js';
import { DynamoNoticeLog } from '../adapters/dynamoNoticeLog.js';
import { FetchPoster } from '../adapters/fetchPoster.js';
import { SnsTopics } from '../adapters/snsTopics.js';
import { httpChannel, topicChannel } from '../notifications/channel.js';
import { readChannels } from '../notifications/readChannels.js';
import { createNotifier } from '../functions/notifier.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { required } from './environment.js';

const composition = compose('notifier');
const { clock } = composition;
const prefix = required('RESOURCE_PREFIX');
const log = new DynamoNoticeLog(tablesClient(), required('NOTIFICATIONS_TABLE'), clock);
const ports = {
  clock,
  log,
  topics: new SnsTopics(new SNSClient(LIMITS), {
    'budget-alerts': required('BUDGET_ALERTS_TOPIC'),
    'operational-alerts': required('OPERATIONAL_ALERTS_TOPIC'),
    'high-severity': required('HIGH_SEVERITY_TOPIC'),
  }),
  poster: new FetchPoster(clock),
  secrets: new AwsSecrets(new SecretsManagerClient(LIMITS), new SSMClient(LIMITS), clock),
};

export const handler = handlerWith(
  composition,
  createNotifier({
    ...composition,
    log,
    channels: [
      topicChannel(ports, prefix),
      ...readChannels(required('CHANNELS')).map((config) => httpChannel(ports, config, prefix)),
    ],
    prefix,
    homeRegion: required('HOME_REGION'),
  }),
);
