import type { TopicMessage } from '../../../handlers/ports/topics.js';
import type { Graph } from '../declared.js';
import type { Journal } from '../journal.js';
import { WorldError } from '../worldError.js';

/** The subjects that SNS accepts (SNS API, Publish). */
const SUBJECT = /^[\x20-\x7e]{1,100}$/;

/** The topics of the stack with who subscribes to them. */
export class WorldTopics {
  /** Topic names by ARN. */
  readonly #names: ReadonlyMap<string, string>;
  /** By ARN: protocol and endpoint of each subscription. */
  readonly #receivers: ReadonlyMap<string, readonly string[]>;
  readonly #journal: Journal;

  constructor(graph: Graph, journal: Journal) {
    this.#journal = journal;
    const topics = graph.all('sns/topic:Topic');
    const subscriptions = graph.all('sns/topicSubscription:TopicSubscription');
    this.#names = new Map(topics.map((topic) => [topic.text('arn'), topic.text('name')]));
    this.#receivers = new Map(
      topics.map((topic) => [
        topic.text('arn'),
        subscriptions
          .filter((subscription) => subscription.text('topic') === topic.text('arn'))
          .map((subscription) => `${subscription.text('protocol')} ${subscription.text('endpoint')}`),
      ]),
    );
  }

  /** Throws WorldError if there is no such topic. */
  nameOf(topicArn: string): string {
    const name = this.#names.get(topicArn);
    if (name === undefined) throw new WorldError(`the stack has no topic ${topicArn}`);
    return name;
  }

  publish(topicArn: string, { subject, text }: TopicMessage): void {
    if (!SUBJECT.test(subject)) throw new WorldError(`a subject that SNS refuses: ${JSON.stringify(subject)}`);
    const topic = this.nameOf(topicArn);
    this.#journal.add({ kind: 'notified', topic, subject, text, receivers: this.#receivers.get(topicArn) ?? [] });
  }
}
