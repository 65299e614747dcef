import type { Graph } from '../declared.js';
import type { Journal } from '../journal.js';
import { isGranted, statementsOf } from '../iam/policyStatements.js';
import { AccessDenied, WorldError } from '../worldError.js';

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
}

/** The stack's queues. Messages stay there. */
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

  /** By ARN or URL. Throws WorldError. */
  at(place: string): Queue {
    const found = this.#queues.find(({ arn, url }) => arn === place || url === place);
    if (found === undefined) throw new WorldError(`the stack has no queue ${place}`);
    return found;
  }

  /** For callers whose role was checked. */
  send(place: string, body: string): void {
    this.#journal.add({ kind: 'message-kept', queue: this.at(place).name, body });
  }

  /** For a service, which the queue's policy has to allow. Throws AccessDenied. */
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
