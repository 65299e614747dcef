import type { Budget } from '../../../domain/budget/budget.js';
import { isSuspension } from '../../../domain/budget/budget.js';
import { DAY_MS, type Instant } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { isPersonId } from '../../../domain/iam/person.js';
import { holderOf } from '../../../domain/iam/principal.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import { MAX_ATTACHED } from '../scenario/acts.js';
import { isEnforced } from '../scenario/inhabitants.js';
import { leastOf, sumOf, unitsOf, unitsText } from '../terms/amounts.js';
import { teamNamesOf } from '../terms/configuration.js';
import { REST_MS, type Played } from '../run/simulation.js';
import { configurationsIn, termsIn } from './configured.js';
import { crossingsOf, type Crossing } from './crossings.js';
import { deadlineOf } from './deadlines.js';
import { deniedPersons } from './deniedPersons.js';
import { holdAt } from './holds.js';
import { enforcementsIn, onlyEnforced, onlyObserved } from './observing.js';
import { periodsOf } from './periods.js';
import { wasWithoutRoom } from './room.js';
import { rowsIn } from './rows.js';
import { teamCallsOf } from './teamCalls.js';
import { AFTERWARDS_MS, type DenyChange, type Known, type Violation } from './watched.js';

/**
 * Invariant 2: whoever is over the limit is suspended in time. Nobody else ever has the Deny, and nobody while the
 * stack observes.
 */
export function checkEnforcement(played: Played): readonly Violation[] {
  return [
    ...played.watch.denies.flatMap((change) => unjustified(played, change)),
    ...crossingsOf(played).flatMap((crossing) => overdue(played, crossing)),
    ...played.known.flatMap((known) => atRest(played, known)),
  ];
}

function unjustified(played: Played, { at, principalId, isAttached }: DenyChange): readonly Violation[] {
  const known = played.known.find((one) => one.principalId === principalId);
  if (!isAttached) return [];
  if (known === undefined || !isEnforced(known.principal)) {
    return [enforcement(principalId, `${iso(at)}: has the Deny, and is not to be suspended`)];
  }
  if (wasDone(played, principalId, 'suspend-by-hand', at)) return [];
  if (wasHeldByTeam(played, known, at)) return [];
  if (onlyObserved(played, principalId, at - AFTERWARDS_MS, at)) {
    return [enforcement(principalId, `${iso(at)}: has the Deny, and is only observed, and no team of its holds it`)];
  }
  if (wasOverLimit(played, principalId, at)) return [];
  return [
    enforcement(
      principalId,
      `${iso(at)}: has the Deny, and is within its limit of ${unitsText(leastLimit(played, principalId, at))}`,
    ),
  ];
}

/** By all its calls, whether the stack knew of them or not. */
function wasOverLimit(played: Played, principalId: string, at: Instant): boolean {
  const { watch } = played;
  const periodOf = periodsOf(played);
  const least = leastLimit(played, principalId, at);
  return [at, at - AFTERWARDS_MS].some((instant) => {
    const { start, end } = periodOf(principalId, instant) ?? { start: 0, end: 0 };
    const calls = watch.served.filter((call) => call.principalId === principalId && call.at >= start && call.at < end);
    return sumOf(calls.filter((call) => call.at <= at).map(({ costUsd }) => unitsOf(costUsd))) >= least;
  });
}

/** Whether a team that it is in was over its limit in a period in which it has called. */
function wasHeldByTeam(played: Played, { principal, principalId }: Known, at: Instant): boolean {
  const from = at - AFTERWARDS_MS;
  const teams = new Set(configurationsIn(played, from, at).flatMap((one) => teamNamesOf(one, principal)));
  return [...teams].some((team) => {
    const id = `team/${team}`;
    const isCut = enforcementsIn(played, id, from, at).has('enforce') || wasDone(played, id, 'suspend-by-hand', at);
    const least = leastLimit(played, id, at);
    const periods = rowsIn(played, id, from, at).map(({ period }) => period.start);
    return periods.some((start) => {
      const calls = teamCallsOf(played, team).filter(({ period, call }) => period.start === start && call.at <= at);
      const isPart = calls.some(({ call }) => call.principalId === principalId);
      const isOver = sumOf(calls.map(({ cost }) => cost)) >= least || wasDone(played, id, 'suspend-by-hand', at);
      return isCut && isPart && isOver;
    });
  });
}

function overdue(played: Played, crossing: Crossing): readonly Violation[] {
  const { principalId, chargedAt, deniedAt, period, calledAt } = crossing;
  const known = played.known.find((one) => one.principalId === principalId);
  const graceMs = Math.max(0, ...termsIn(played, principalId, chargedAt, chargedAt).map((terms) => terms.graceMs));
  const deadline = deadlineOf(played, chargedAt, graceMs);
  const isOver = deadline >= period.end || deadline > played.endedAt;
  if (known === undefined || !isEnforced(known.principal) || isOver) return [];
  if (!onlyEnforced(played, principalId, chargedAt, deadline)) return [];
  if (
    wasDone(played, principalId, 'restore-by-hand', deadline) ||
    wasDone(played, principalId, 'detach-deny', deadline) ||
    wasDone(played, principalId, 'take-out-of-document', deadline)
  )
    return [];
  if (deniedAt !== undefined && deniedAt <= deadline) return [];
  if (wasWithoutRoom(played, principalId, chargedAt, deadline)) return [];
  const found = deniedAt === undefined ? 'never' : `at ${iso(deniedAt)}`;
  return [
    enforcement(
      principalId,
      `over the limit at ${iso(calledAt)}, charged ${iso(chargedAt)}, suspended ${found}, due ${iso(deadline)}`,
    ),
  ];
}

/** A person who was refused for want of room is tried again after a day, whenever there is room. */
function isStillRefused(played: Played, principalId: string): boolean {
  const now = played.endedAt + REST_MS;
  const denied = played.watch.denies.filter((change) => change.principalId === principalId && change.isAttached).at(-1);
  return wasWithoutRoom(played, principalId, Math.max(now, (denied?.at ?? 0) + DAY_MS), now);
}

/** By what is attached at the end: IAM's maximum, none of which the stack detaches. */
function hasNoRoom(played: Played, principalId: string): boolean {
  const { scenario, world, watch } = played;
  if (isPersonId(principalId)) return isStillRefused(played, principalId);
  const holder = holderOf(principalId);
  const found = holder === undefined ? undefined : world.iam.find(holder);
  if (scenario.fallsBackToBoundary || found === undefined) return false;
  const attached = [...found.attached];
  return attached.length >= MAX_ATTACHED && !attached.some((arn) => watch.isDeny(arn) || isDetached(arn));
}

/** By default the stack detaches these two AWS managed policies. */
function isDetached(policyArn: string): boolean {
  return /:aws:policy\/AmazonBedrock(?:Full|Limited)Access$/.test(policyArn);
}

/** At rest, budget, IAM and the cost of the calls have to agree. */
function atRest(played: Played, { principal, principalId }: Known): readonly Violation[] {
  const { world } = played;
  const budget = world.tables.budgets.stored(principalId)?.budget;
  const problems: Violation[] = [];
  const expect = (isTrue: boolean, problem: string): void => {
    if (!isTrue) problems.push(enforcement(principalId, `at rest: ${problem}`));
  };
  const isDenied = hasDeny(played, principalId);
  if (budget === undefined) {
    expect(!isDenied, 'has the Deny and no budget');
    return problems;
  }
  if (budget.status === 'closed') {
    expect(isGoneOrSilent(played, budget), 'closed, and the principal has called since');
    return problems;
  }
  expect(['active', 'suspended', 'alert_only'].includes(budget.status), `the budget is ${budget.status}`);
  const isManual = isSuspension(budget) && budget.isManual;
  expect(!isManual || wasDone(played, principalId, 'suspend-by-hand'), 'manual, and nobody did it');
  expect(!budget.waived || wasDone(played, principalId, 'restore-by-hand'), 'waived, and nobody did it');
  const hold = holdAt(played, { principal, principalId }, played.endedAt + REST_MS);
  if (hold === 'unclear' || (hold !== 'free' && isUnseen(played, principalId))) return problems;
  const isDue = isEnforced(principal) && !hasNoRoom(played, principalId) && hold !== 'free';
  const held = `${spendText(budget)}, held by ${hold}`;
  expect((budget.status === 'suspended') === isDue, `the budget is ${budget.status}, at ${held}`);
  if (!isLeftToPeople(played, budget))
    expect(isDenied === isDue, `${isDenied ? 'has the Deny' : 'has no Deny'} at ${held}`);
  return problems;
}

/** A change of the configuration is seen at the next look, which nothing may have given reason for since. */
function isUnseen({ watch }: Played, principalId: string): boolean {
  const changedAt = watch.configurations.at(-1)?.at ?? 0;
  return changedAt > 0 && (watch.writes.get(principalId)?.at(-1)?.at ?? 0) < changedAt + AFTERWARDS_MS;
}

/** A recreated principal gets its budget with its next call. */
function isGoneOrSilent({ world, watch }: Played, budget: Extract<Budget, { status: 'closed' }>): boolean {
  const holder = holderOf(budget.principalId);
  if (holder === undefined) return false;
  const hasCalled = watch.served.some(
    ({ principalId, at }) => principalId === budget.principalId && at > budget.closedAt,
  );
  return world.iam.find(holder) === undefined || !hasCalled;
}

/** A Deny that is missing again is not reattached. */
function isLeftToPeople({ watch }: Played, budget: Budget): boolean {
  // The document is compared with its list.
  if (isPersonId(budget.principalId)) return true;
  const detached = watch.acts.filter((act) => act.principalId === budget.principalId && act.kind === 'detach-deny');
  return budget.status === 'suspended' && budget.deny === 'missing-again' && detached.length > 1;
}

function hasDeny({ world, watch }: Played, principalId: string): boolean {
  if (isPersonId(principalId)) {
    return personPolicyArnsOf(world).some((policyArn) => deniedPersons(world.iam.policy(policyArn)).has(principalId));
  }
  const holder = holderOf(principalId);
  const found = holder === undefined ? undefined : world.iam.find(holder);
  return found !== undefined && [...found.attached, found.boundary ?? ''].some((arn) => watch.isDeny(arn));
}

/** The least base that there may have been until then: by rules, by hand, or in the row. */
function leastLimit(played: Played, principalId: string, at: Instant): bigint {
  const { watch } = played;
  const limits = [
    ...termsIn(played, principalId, 0, at).map(({ limit }) => limit),
    ...watch.edits.filter((edit) => edit.principalId === principalId).map(({ limitUsd }) => unitsOf(limitUsd)),
    ...watch.decisions.flatMap(({ principalId: of, act }) =>
      of === principalId && act.kind === 'set-limit' ? [unitsOf(act.limitUsd)] : [],
    ),
  ];
  return limits.reduce(leastOf, limits[0] ?? 0n);
}

function wasDone({ watch }: Played, principalId: string, kind: string, until = Number.POSITIVE_INFINITY): boolean {
  return watch.acts.some((act) => act.principalId === principalId && act.kind === kind && act.at <= until);
}

function spendText({ spentUsd, limitUsd }: Budget): string {
  return `$${usdToString(spentUsd)} of $${usdToString(limitUsd)}`;
}

function enforcement(principalId: string, problem: string): Violation {
  return { invariant: 'enforcement', principalId, problem };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
