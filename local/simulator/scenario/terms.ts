import type { Enforcement } from '../../../domain/budget/budgetPolicy.js';

/** What a rule or a team of a scenario says, as its parameter holds it in JSON. */
export interface SimulatedTerms {
  readonly limitUsd?: string;
  readonly period?: SimulatedPeriod;
  readonly timeZone?: string;
  readonly weekStart?: string;
  /** `MM-DD` */
  readonly fiscalStart?: string;
  readonly enforcement?: Enforcement;
  readonly carryOver?: { readonly maxUsd: string };
  readonly warnPercent?: number;
  readonly criticalPercent?: number;
  readonly exceededPercent?: number;
  readonly gracePeriodSeconds?: number;
}

export type SimulatedPeriod = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly' | { readonly days: number };

/** A rule has `match`, a team `members`. */
export interface SimulatedEntry extends SimulatedTerms {
  readonly order?: number;
  readonly match?: readonly string[];
  readonly members?: readonly string[];
}

/** Rules by `budgets/NAME`, teams by `teams/NAME`. */
export type SimulatedEntries = Readonly<Record<string, SimulatedEntry>>;
