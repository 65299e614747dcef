import type { Instant } from '../../domain/instant.js';
import type { JsonObject } from '../../domain/json.js';

/** What an observer of the world can see. */
export type Happening =
  /** One of our events reached its bus. */
  | { readonly kind: 'event'; readonly type: string; readonly detail: JsonObject }
  /** An operator invoked budget-status. */
  | { readonly kind: 'operated'; readonly operation: string; readonly input: JsonObject }
  /** A call to Bedrock that IAM refused. */
  | { readonly kind: 'call-refused'; readonly principalId: string; readonly modelId: string }
  /** A call in a Region whose log the stack does not read. */
  | { readonly kind: 'call-unwatched'; readonly principalId: string; readonly region: string }
  | {
      readonly kind: 'iam-changed';
      readonly by: string;
      readonly action: string;
      readonly subject: string;
      readonly policyArn?: string;
    }
  | { readonly kind: 'execution-started'; readonly workflow: string; readonly principalId: string }
  | { readonly kind: 'execution-ended'; readonly workflow: string; readonly principalId: string; readonly end: string }
  /** Published to a topic. `receivers` are its subscriptions, as `PROTOCOL ENDPOINT`. */
  | {
      readonly kind: 'notified';
      readonly topic: string;
      readonly subject: string;
      readonly text: string;
      readonly receivers: readonly string[];
    }
  | { readonly kind: 'posted'; readonly host: string; readonly body: string }
  /** Sent to one person. */
  | { readonly kind: 'mailed'; readonly to: string; readonly subject: string; readonly text: string }
  /** A function threw. */
  | { readonly kind: 'function-failed'; readonly name: string; readonly error: string }
  /** A service could not reach its target. */
  | { readonly kind: 'undelivered'; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly kind: 'message-kept'; readonly queue: string; readonly body: string }
  /** A function logged a warning or an error. */
  | { readonly kind: 'logged'; readonly name: string; readonly level: 'warn' | 'error'; readonly message: string };

export type Entry = Happening & { readonly at: Instant };

type Of<K extends Entry['kind']> = Extract<Entry, { readonly kind: K }>;

/** Everything that happened, in order. */
export class Journal {
  readonly #entries: Entry[] = [];
  /** Called with each new entry. */
  onEntry: (entry: Entry) => void = () => undefined;

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  of<K extends Entry['kind']>(kind: K): readonly Of<K>[] {
    return this.#entries.filter((entry): entry is Of<K> => entry.kind === kind);
  }

  add(happening: Happening): void {
    const entry: Entry = { at: Date.now(), ...happening };
    this.#entries.push(entry);
    this.onEntry(entry);
  }
}

/** `NAME: MESSAGE` on one line. */
export function errorLine(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.replaceAll(/\s+/g, ' ') : String(error);
}
