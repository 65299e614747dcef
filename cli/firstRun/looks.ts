import type { Instant } from '../../domain/instant.js';
import type { PolicyDocument } from '../../domain/iam/denyDocument.js';
import type { FactWord } from './seen.js';

/** What the items ask of AWS beside what the doctor asks. Every method throws NotKnown, and what its service throws. */
export interface FirstRunLooks {
  /** The last events of a log group that Bedrock writes to, at most a megabyte; none if there is no such stream yet. */
  logEvents(region: string, logGroup: string): Promise<readonly LogEvent[]>;
  /** What IAM would decide on each action of somebody who may do everything but for these documents. */
  decisions(simulated: Simulated): Promise<ReadonlyMap<string, FactWord>>;
  /** The path of a user, `/` without one; undefined if there is no such user. */
  userPath(name: string): Promise<string | undefined>;
  /** Undefined if there is no such table. */
  table(name: string): Promise<TableState | undefined>;
}

export interface LogEvent {
  readonly message: string;
  /** When CloudWatch Logs got it. */
  readonly ingestedAt: Instant;
}

export interface Simulated {
  readonly policies: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  readonly actions: readonly string[];
  /** `aws:userid` of the caller. */
  readonly userId?: string;
}

export interface TableState {
  readonly canBeRestored: boolean;
  readonly isProtected: boolean;
}
