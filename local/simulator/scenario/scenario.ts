import type { Instant } from '../../../domain/instant.js';
import type { SimulatedEntries, SimulatedEntry } from './terms.js';

export type PrincipalKind = 'user' | 'api-key' | 'role' | 'sso' | 'protected' | 'root' | 'person';

export interface SimulatedPrincipal {
  readonly name: string;
  readonly kind: PrincipalKind;
  /** Whether a customer managed policy gives it access; otherwise an AWS managed one, which a suspension detaches. */
  readonly hasOwnAccess: boolean;
  /** Names of managed policies beyond the one that gives access. IAM allows ten in all. */
  readonly policies: readonly string[];
  readonly person?: SimulatedPerson;
}

/** Each call is made in one of the sessions. */
export interface SimulatedPerson {
  /** Names of roles, which people share. */
  readonly roles: readonly string[];
  /** One name, in one or two spellings. */
  readonly sessions: readonly string[];
}

export interface SimulatedCall {
  readonly at: Instant;
  readonly requestId: string;
  /** Name of the principal. */
  readonly by: string;
  readonly modelId: string;
  readonly operation: string;
  readonly input: number;
  readonly output: number;
  readonly cacheWrite?: number;
  /** Id of the application inference profile by which it is made; the profile stands for the call's model. */
  readonly profile?: string;
  /** A record of the same request without usage comes first. */
  readonly isAnnounced?: true;
  /** Another record of the same request with less usage, with its own lateness, so it may come before or after. */
  readonly smaller?: { readonly input: number; readonly output: number; readonly lateMs: readonly number[] };
  /** How late each copy of its log record is. */
  readonly lateMs: readonly number[];
}

/** What people do. */
export type SimulatedAct = {
  readonly at: Instant;
  /** Name of a principal, or `team/NAME`. */
  readonly of: string;
} & (
  | { readonly kind: 'edit-limit'; readonly limitUsd: string }
  | { readonly kind: 'suspend-by-hand' | 'restore-by-hand' | 'detach-deny' | 'log-garbage' }
  /** Deleted with everything it has; recreated under the same name after a while, or never. */
  | { readonly kind: 'delete'; readonly againAfterMs?: number }
  | { readonly kind: 'attach' | 'detach'; readonly policy: string }
  /** Somebody writes a version of the person policies without the person. */
  | { readonly kind: 'take-out-of-document' }
  /** An override of a setting of the whole stack, whoever is named. */
  | { readonly kind: 'set-setting'; readonly name: SettingName; readonly value: string }
  /** Deploys a rule or team anew, or takes it away. */
  | { readonly kind: 'deploy'; readonly key: string; readonly entry: SimulatedEntry | undefined }
  /** Overrides fields of a rule or team. */
  | { readonly kind: 'override'; readonly key: string; readonly fields: SimulatedEntry }
  /** For one budget, of a principal or of a team. */
  | { readonly kind: 'set-limit'; readonly limitUsd: string; readonly until?: Instant }
  | { readonly kind: 'top-up'; readonly amountUsd: string; readonly until?: Instant }
  | { readonly kind: 'exempt'; readonly until?: Instant }
  | { readonly kind: 'clear-overrides' }
);

export type SettingName = 'enforcement' | 'budgetLimitUsd' | 'refreshPeriodDays';

export type ServiceName = 'DynamoDB' | 'IAM' | 'EventBridge' | 'SSM' | 'SQS' | 'SNS' | 'CloudWatch Logs';

export interface Outage {
  readonly service: ServiceName;
  readonly from: Instant;
  readonly until: Instant;
}

/** A probability for each kind of fault. */
export interface FaultRates {
  /** A port's call fails without effect. */
  readonly error: number;
  /** A port's call takes effect, and the caller gets an error. */
  readonly lostAnswer: number;
  /** A port's call takes up to seconds, so others overtake it. */
  readonly slow: number;
  /** An invocation's process dies before or after one of its calls. */
  readonly crash: number;
  /** An invocation completes, and its caller is told that it failed. */
  readonly lostResult: number;
  /** An event comes twice. */
  readonly duplicate: number;
  readonly late: number;
  /** A workflow's task never answers. */
  readonly hang: number;
  /** A workflow's task fails with an error that is not retried. */
  readonly taskFailure: number;
}

export interface FaultPlan {
  readonly seed: number;
  readonly rates: FaultRates;
  /** The most that functions' clocks are off. */
  readonly skewMs: number;
  readonly outages: readonly Outage[];
}

/** Everything that a seed decides. Any part can be left out. */
export interface Scenario {
  readonly seed: number;
  readonly start: Instant;
  readonly days: number;
  /** Whether the stack may use the Deny boundary. */
  readonly fallsBackToBoundary: boolean;
  /** Whether log events reach the meter at once as well. */
  readonly isDirect: boolean;
  /** Overrides of settings. */
  readonly settings: Readonly<Record<string, string>>;
  /** The rules and teams that are deployed at the start. */
  readonly entries: SimulatedEntries;
  readonly principals: readonly SimulatedPrincipal[];
  /** Session names of persons who were suspended before and stay so: they take room. */
  readonly suspendedBefore: readonly string[];
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
