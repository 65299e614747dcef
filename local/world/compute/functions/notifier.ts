import { httpChannel, topicChannel } from '../../../../handlers/notifications/channel.js';
import { readChannels } from '../../../../handlers/notifications/readChannels.js';
import { createNotifier } from '../../../../handlers/functions/notifier.js';
import { compose, type LocalRoot } from './composition.js';

export const notifier: LocalRoot = (environment, services) => {
  const composition = compose(environment, services);
  const prefix = environment.required('RESOURCE_PREFIX');
  const region = environment.optional('HOME_REGION') ?? services.region;
  const log = services.noticeLog(region, environment.required('NOTIFICATIONS_TABLE'));
  const ports = {
    clock: services.clock,
    log,
    topics: services.topics({
      'budget-alerts': environment.required('BUDGET_ALERTS_TOPIC'),
      'operational-alerts': environment.required('OPERATIONAL_ALERTS_TOPIC'),
      'high-severity': environment.required('HIGH_SEVERITY_TOPIC'),
    }),
    poster: services.poster(),
    secrets: services.secrets(),
  };
  return createNotifier({
    ...composition,
    // Its table is asked for in the function's own home, as by its entry.
    log,
    channels: [
      topicChannel(ports, prefix),
      ...readChannels(environment.required('CHANNELS')).map((config) => httpChannel(ports, config, prefix)),
    ],
    prefix,
    homeRegion: environment.required('HOME_REGION'),
  });
};
