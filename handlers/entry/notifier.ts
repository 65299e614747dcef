import { composeNotifier } from '../functions/notifier.js';
import { lambda } from './aws/lambda.js';
import { addressBook, clock, mailer, noticeLog, poster, secrets, settings, telemetry, topics } from './aws/services.js';

export const handler = lambda(composeNotifier, {
  clock,
  telemetry,
  settings,
  noticeLog,
  topics,
  poster,
  secrets,
  mailer,
  addressBook,
});
