import type { TopicName } from './topics.js';

/** A channel that the notifier calls over HTTPS, as the stack hands it over: secrets by their place only. */
export type ChannelConfig = {
  readonly name: string;
  readonly receives: readonly TopicName[];
  /** ARN of a secret of Secrets Manager, or name of a SecureString parameter. */
  readonly secret: string;
} &
  /** The secret is the URL. */
  (
    | { readonly type: 'slack-webhook' }
    /** The secret is the routing key, the URL that of the Events API v2. */
    | { readonly type: 'pagerduty'; readonly url: string }
    /** The secret signs. */
    | { readonly type: 'webhook'; readonly url: string }
  );
