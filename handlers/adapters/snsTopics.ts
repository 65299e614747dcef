import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { TopicName } from '../contracts/topics.js';
import type { TopicMessage, Topics } from '../ports/topics.js';

/** Topics of SNS, by their ARNs; each kind of subscriber gets its own form of a message. */
export class SnsTopics implements Topics {
  readonly #client: SNSClient;
  readonly #arns: Readonly<Record<TopicName, string>>;

  constructor(client: SNSClient, arns: Readonly<Record<TopicName, string>>) {
    this.#client = client;
    this.#arns = arns;
  }

  async publish(topic: TopicName, { subject, text, sms, https }: TopicMessage): Promise<void> {
    await this.#client.send(
      new PublishCommand({
        TopicArn: this.#arns[topic],
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify({ default: text, email: text, sms, https }),
      }),
    );
  }
}
