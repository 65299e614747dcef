import type { Graph } from '../declared.js';
import type { Journal } from '../journal.js';
import { isGranted, statementsOf } from '../iam/policyStatements.js';
import { AccessDenied, WorldError } from '../worldError.js';

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
}

/** The queues of the stack; what comes to them stays. */
export class Queues {
  readonly #queues: readonly Queue[];
  readonly #policies: ReadonlyMap<string, string>;
  readonly #journal: Journal;

  constructor(graph: Graph, journal: Journal) {
    this.#journal = journal;
    this.#queues = graph
      .all('sqs/queue:Queue')
      .map((queue) => ({ name: queue.text('name'), arn: queue.text('arn'), url: queue.text('url') }));
    const policies = graph.all('sqs/queuePolicy:QueuePolicy');
    this.#policies = new Map(policies.map((policy) => [policy.text('queueUrl'), policy.text('policy')]));
  }

  /** By its ARN or its URL. Throws WorldError. */
  at(place: string): Queue {
    const found = this.#queues.find(({ arn, url }) => arn === place || url === place);
    if (found === undefined) throw new WorldError(`the stack has no queue ${place}`);
    return found;
  }

  /** By somebody whose role allows it. */
  send(place: string, body: string): void {
    this.#journal.add({ kind: 'message-kept', queue: this.at(place).name, body });
  }

  /** By a service that the queue's own policy has to let in. Throws AccessDenied. */
  sendFrom(service: string, sourceArn: string, place: string, body: string): void {
    const { arn, url } = this.at(place);
    const policy = this.#policies.get(url);
    const access = { action: 'sqs:SendMessage', resource: arn, service, context: { 'aws:SourceArn': sourceArn } };
    if (policy === undefined || !isGranted(statementsOf(policy), access)) {
      throw new AccessDenied(`${service} for ${sourceArn}`, access.action, arn);
    }
    this.send(place, body);
  }
}
