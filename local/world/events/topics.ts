import type { TopicMessage } from '../../../handlers/ports/topics.js';
import { accepts, compileFilterPolicy, type CompiledFilterPolicy } from '../../events/filterPolicy.js';
import type { Declared, Graph } from '../declared.js';
import type { Journal } from '../journal.js';
import { WorldError } from '../worldError.js';

/** The subjects that SNS accepts (SNS API, Publish). */
const SUBJECT = /^[\x20-\x7e]{1,100}$/;

interface Receiver {
  /** Protocol and endpoint. */
  readonly name: string;
  readonly filter: CompiledFilterPolicy;
}

/** The stack's topics with their subscribers. */
export class WorldTopics {
  /** Topic names by ARN. */
  readonly #names: ReadonlyMap<string, string>;
  readonly #receivers: ReadonlyMap<string, readonly Receiver[]>;
  readonly #journal: Journal;

  constructor(graph: Graph, journal: Journal) {
    this.#journal = journal;
    const topics = graph.all('sns/topic:Topic');
    const subscriptions = graph.all('sns/topicSubscription:TopicSubscription');
    this.#names = new Map(topics.map((topic) => [topic.text('arn'), topic.text('name')]));
    this.#receivers = new Map(
      topics.map((topic) => [
        topic.text('arn'),
        subscriptions.filter((subscription) => subscription.text('topic') === topic.text('arn')).map(receiverOf),
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
    // The notifier sends no attributes.
    const message = { body: text, attributes: {} };
    const receivers = (this.#receivers.get(topicArn) ?? []).filter(({ filter }) => accepts(filter, message));
    this.#journal.add({ kind: 'notified', topic, subject, text, receivers: receivers.map(({ name }) => name) });
  }
}

function receiverOf(subscription: Declared): Receiver {
  const policy: unknown = JSON.parse(subscription.textOr('{}', 'filterPolicy'));
  const scope = subscription.textOr('MessageAttributes', 'filterPolicyScope');
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody') {
    throw new WorldError(`the world does not know the filter policy scope ${scope}`);
  }
  const name = `${subscription.text('protocol')} ${subscription.text('endpoint')}`;
  return { name, filter: compileFilterPolicy(policy, scope) };
}
