import type { TopicName } from '../contracts/topics.js';

/** One message in the form of each kind of subscriber. */
export interface TopicMessage {
  /** Of e-mail. */
  readonly subject: string;
  /** E-mail, and everything that has no form of its own. */
  readonly text: string;
  readonly sms: string;
  /** HTTPS subscribers, Amazon Q Developer in chat applications among them. */
  readonly https: string;
}

export interface Topics {
  publish(topic: TopicName, message: TopicMessage): Promise<void>;
}
