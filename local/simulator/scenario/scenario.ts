import type { Enforcement } from '../../../domain/budget/budgetPolicy.js';
import type { Instant } from '../../../domain/instant.js';

export type PrincipalKind = 'user' | 'api-key' | 'role' | 'sso' | 'protected' | 'root';

export interface SimulatedPrincipal {
  readonly name: string;
  readonly kind: PrincipalKind;
  /** Of the account's own by which it may call Bedrock; without it by one of AWS, which a suspension detaches. */
  readonly hasOwnAccess: boolean;
  /** Managed policies by name, beside the one that gives access to Bedrock; IAM takes ten in all. */
  readonly policies: readonly string[];
}

export interface SimulatedCall {
  readonly at: Instant;
  readonly requestId: string;
  /** Name of a principal. */
  readonly by: string;
  readonly modelId: string;
  readonly operation: string;
  readonly input: number;
  readonly output: number;
  readonly cacheWrite?: number;
  /** A record of the same request without usage comes first. */
  readonly isAnnounced?: true;
  /** A record of the same request with less usage, with its own lateness: it may come before or after. */
  readonly smaller?: { readonly input: number; readonly output: number; readonly lateMs: readonly number[] };
  /** By how much each copy of its log record is late. */
  readonly lateMs: readonly number[];
}

/** What people do. */
export type SimulatedAct = { readonly at: Instant; readonly of: string } & (
  | { readonly kind: 'edit-limit'; readonly limitUsd: string }
  | { readonly kind: 'suspend-by-hand' | 'restore-by-hand' | 'detach-deny' | 'log-garbage' }
  /** With all it has; made again under the name after a while, or never. */
  | { readonly kind: 'delete'; readonly againAfterMs?: number }
  | { readonly kind: 'attach' | 'detach'; readonly policy: string }
  /** Of the whole stack, whoever is named. */
  | { readonly kind: 'set-enforcement'; readonly enforcement: Enforcement }
);

export type ServiceName = 'DynamoDB' | 'IAM' | 'EventBridge' | 'SSM' | 'SQS' | 'SNS' | 'CloudWatch Logs';

export interface Outage {
  readonly service: ServiceName;
  readonly from: Instant;
  readonly until: Instant;
}

/** Probabilities, each of its own kind of fault. */
export interface FaultRates {
  /** Of a call of a port: an error, and nothing was done. */
  readonly error: number;
  /** Of a call of a port: it was done, and the caller got an error. */
  readonly lostAnswer: number;
  /** Of a call of a port: it takes up to seconds, in which others get ahead. */
  readonly slow: number;
  /** Of an invocation: the process dies before or after one of its calls. */
  readonly crash: number;
  /** Of an invocation: it did all its work, and the caller is told that it failed. */
  readonly lostResult: number;
  /** Of an event on its way. */
  readonly duplicate: number;
  readonly late: number;
  /** Of a task of a workflow: it never answers. */
  readonly hang: number;
  /** Of a task of a workflow: it fails as nothing that is tried again. */
  readonly taskFailure: number;
}

export interface FaultPlan {
  readonly seed: number;
  readonly rates: FaultRates;
  /** How far clocks of functions are off, at most. */
  readonly skewMs: number;
  readonly outages: readonly Outage[];
}

/** All that a seed decides. Any part can be left out. */
export interface Scenario {
  readonly seed: number;
  readonly start: Instant;
  readonly days: number;
  /** Whether the stack may set the Deny as a boundary. */
  readonly fallsBackToBoundary: boolean;
  /** Overrides of settings. */
  readonly settings: Readonly<Record<string, string>>;
  readonly principals: readonly SimulatedPrincipal[];
  readonly calls: readonly SimulatedCall[];
  readonly acts: readonly SimulatedAct[];
  readonly faults: FaultPlan;
}

export const NO_FAULTS: FaultRates = {
  error: 0,
  lostAnswer: 0,
  slow: 0,
  crash: 0,
  lostResult: 0,
  duplicate: 0,
  late: 0,
  hang: 0,
  taskFailure: 0,
};
