import fc from 'fast-check';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetEvent } from '../../../domain/budget/events.js';
import type { BudgetCommand, OverrideCommand } from '../../../domain/budget/commands.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import { decide } from '../../../domain/budget/decide.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, startOfUtcDay, type Instant } from '../../../domain/instant.js';
import { usd, type Usd } from '../../../domain/money.js';
import type { Schedule } from '../../../domain/calendar/schedule.js';
import type { AccountType } from '../../../domain/iam/principal.js';
import type { RestorePoint } from '../../../domain/iam/principalAccess.js';

export const POLICY: BudgetPolicy = {
  rule: undefined,
  limitUsd: usd('10'),
  stackLimitUsd: usd('10'),
  schedule: everyDays(30),
  carryOverMaxUsd: undefined,
  isMember: false,
  enforcement: 'enforce',
  warnPercent: 70,
  criticalPercent: 90,
  exceededPercent: 100,
  hardStopPercent: undefined,
  gracePeriodSeconds: 300,
  protectedPrincipals: [],
  personRoles: [],
  personPolicies: 0,
};

export function everyDays(days: number): Schedule {
  return { period: { every: 'days', days }, timeZone: 'UTC' };
}

/** Noon of the day on which the budgets of these tests open. */
export const NOON: Instant = Date.UTC(2026, 5, 1, 12);

export interface Step {
  readonly command: BudgetCommand;
  readonly now: Instant;
}

export interface Told {
  readonly step: Step;
  readonly before: Budget | undefined;
  readonly after: Budget | undefined;
  readonly events: readonly BudgetEvent[];
  readonly rejection: string | undefined;
}

/** Runs a history from nothing and tells what each step did. */
export function tell(steps: readonly Step[], policy: BudgetPolicy = POLICY): readonly Told[] {
  let budget: Budget | undefined;
  return steps.map((step) => {
    const before = budget;
    const decision = decide(step.command, before, policy, step.now);
    const events = decision.kind === 'accepted' ? decision.events : [];
    budget = events.reduce(evolve, before);
    const rejection = decision.kind === 'rejected' ? decision.reason : undefined;
    return { step, before, after: budget, events, rejection };
  });
}

/** Another limit than the policy's is one on a tag. */
export function open(limit = '10', accountType: AccountType = 'iam_user', at = NOON): Step {
  const principal = { principalId: 'arn:aws:iam::444455556666:user/alice', accountType };
  const tag = limit === '10' ? {} : { tagLimitUsd: usd(limit) };
  return { command: { type: 'OpenBudget', principal, seenAt: at, ...tag }, now: at };
}

/** A spend that is recorded at its own instant, or at `now`. */
export function spend(cost: string, at: Instant, now = at): Step {
  return { command: { type: 'RecordSpend', spend: [{ at, costUsd: usd(cost) }] }, now };
}

export function step(
  type: 'ReviewBudget' | 'RefreshBudget' | 'RestoreAccess' | 'SuspendAccess' | 'ReportTampering',
  now: Instant,
): Step {
  return { command: { type }, now };
}

const ACCESS = {
  arn: 'arn:aws:iam::444455556666:user/alice',
  attachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess'],
  boundaryArn: undefined,
  activeKeyIds: [],
};

export function restorePoint(uniqueId: string, takenAt: Instant): RestorePoint {
  return { ...ACCESS, uniqueId, takenAt, detachedPolicyArns: ACCESS.attachedPolicyArns, deactivatedKeyIds: [] };
}

/** What executions of the workflows report, each by its name. */
export const report = {
  suspensionBegun: (now: Instant, execution = 'e1'): Step => ({ command: { type: 'BeginSuspension', execution }, now }),
  backedUp: (now: Instant, execution = 'e1', uniqueId = 'AIDA1'): Step => ({
    command: { type: 'TakeRestorePoint', execution, restorePoint: restorePoint(uniqueId, now) },
    now,
  }),
  suspended: (now: Instant, execution = 'e1'): Step => ({ command: { type: 'ConfirmSuspension', execution }, now }),
  refused: (now: Instant, execution = 'e1'): Step => ({
    command: { type: 'RefuseSuspension', execution, reason: 'no room for the Deny' },
    now,
  }),
  restorationBegun: (now: Instant, execution = 'r1'): Step => ({
    command: { type: 'BeginRestoration', execution },
    now,
  }),
  restored: (now: Instant, execution = 'r1', notRestored: readonly string[] = []): Step => ({
    command: { type: 'ConfirmRestoration', execution, notRestored },
    now,
  }),
  failed: (now: Instant, execution = 'e1'): Step => ({
    command: { type: 'RecordFailure', execution, error: 'AccessDenied' },
    now,
  }),
};

export function changeLimit(limit: string, now: Instant): Step {
  return { command: limitSet(usd(limit)), now };
}

/** An operator's command. */
export function limitSet(limitUsd: Usd): OverrideCommand {
  const principal = { principalId: 'arn:aws:iam::444455556666:user/alice', accountType: 'iam_user' } as const;
  return {
    type: 'SetLimit',
    from: 'set-limit',
    principal,
    limitUsd,
    by: 'arn:aws:iam::444455556666:user/op',
    reason: 'asked for',
  };
}

export function close(deletedAt: Instant, now = deletedAt): Step {
  return { command: { type: 'CloseBudget', deletedAt }, now };
}

/** A charge that turns out to cost something else. */
export function correct(charged: string, cost: string, periodStart: Instant, now: Instant): Step {
  const corrections = [{ chargedUsd: usd(charged), costUsd: usd(cost) }];
  return { command: { type: 'CorrectSpend', periodStart, corrections }, now };
}

export interface History {
  readonly steps: readonly Step[];
  readonly policy: BudgetPolicy;
}

/** Histories of one budget in which anything can happen at any time, clocks going back a little included. */
export const histories: fc.Arbitrary<History> = fc
  .tuple(
    fc.constantFrom<AccountType>('iam_user', 'iam_role', 'bedrock_api_key', 'sso_role', 'root'),
    fc.constantFrom(1, 7, 30),
    fc.array(fc.tuple(stepKinds(), delays()), { maxLength: 60 }),
  )
  .map(([accountType, refreshPeriodDays, kinds]) => {
    let now = NOON;
    const steps = kinds.map(([make, delay]) => {
      now += delay;
      return make(now);
    });
    return {
      steps: [open('10', accountType), ...steps],
      policy: { ...POLICY, schedule: everyDays(refreshPeriodDays) },
    };
  });

function delays(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: -2, max: 30 }).map((seconds) => seconds * SECOND_MS),
    fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * MINUTE_MS),
    fc.integer({ min: 0, max: 20 }).map((days) => days * DAY_MS),
  );
}

function stepKinds(): fc.Arbitrary<(now: Instant) => Step> {
  const cents = fc.integer({ min: 0, max: 600 }).map((amount) => (amount / 100).toFixed(2));
  const lag = fc.oneof(fc.constant(0), fc.integer({ min: -20 * MINUTE_MS, max: 3 * DAY_MS }));
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(cents, lag).map(
        ([cost, late]) =>
          (now: Instant) =>
            spend(cost, now - late, now),
      ),
    },
    { weight: 6, arbitrary: fc.constant((now: Instant) => step('ReviewBudget', now)) },
    { weight: 2, arbitrary: fc.constant((now: Instant) => step('RefreshBudget', now)) },
    {
      weight: 10,
      arbitrary: fc.tuple(fc.constantFrom(...Object.values(report)), fc.constantFrom('e1', 'e1', 'e1', 'e2')).map(
        ([reported, execution]) =>
          (now: Instant) =>
            reported(now, execution),
      ),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom('RestoreAccess', 'SuspendAccess', 'ReportTampering' as const)
        .map((type) => (now: Instant) => step(type, now)),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: DAY_MS }).map((ago) => (now: Instant) => close(now - ago, now)),
    },
    { weight: 1, arbitrary: fc.constant((now: Instant) => open('10', 'iam_user', now)) },
    {
      weight: 1,
      arbitrary: fc.tuple(cents, cents).map(
        ([charged, cost]) =>
          (now: Instant) =>
            correct(charged, cost, startOfUtcDay(NOON), now),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('0.01', '5', '10', '40').map((limit) => (now: Instant) => changeLimit(limit, now)),
    },
  );
}
