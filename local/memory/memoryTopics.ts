import type { TopicName } from '../../handlers/contracts/topics.js';
import type { TopicMessage, Topics } from '../../handlers/ports/topics.js';

/** Keeps what is published. */
export class MemoryTopics implements Topics {
  readonly published: { readonly topic: TopicName; readonly message: TopicMessage }[] = [];

  publish(topic: TopicName, message: TopicMessage): Promise<void> {
    this.published.push({ topic, message });
    return Promise.resolve();
  }
}
