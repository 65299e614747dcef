import type { Budget } from '../../../domain/budget/budget.js';
import { isSuspension } from '../../../domain/budget/budget.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../../domain/instant.js';
import { addUsd, reachesPercent, usd, usdToString, ZERO_USD, type Usd } from '../../../domain/money.js';
import { isPersonId } from '../../../domain/iam/person.js';
import { holderOf } from '../../../domain/iam/principal.js';
import { NO_ROOM } from '../../../domain/iam/suspensionPlan.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import { MAX_ATTACHED } from '../scenario/acts.js';
import { crossingsOf, limitOf, type Crossing } from './crossings.js';
import { HOUR_MS } from '../scenario/hours.js';
import { isEnforced } from '../scenario/inhabitants.js';
import { enforcesAtRest, onlyEnforced, onlyObserved } from './observing.js';
import { deniedPersons } from './deniedPersons.js';
import { periodsOf } from './periods.js';
import { REST_MS, type Played } from '../run/simulation.js';
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
  if (onlyObserved(played, at - AFTERWARDS_MS, at)) {
    return [enforcement(principalId, `${iso(at)}: has the Deny, and the stack only observes`)];
  }
  if (wasOverLimit(played, principalId, at)) return [];
  return [
    enforcement(principalId, `${iso(at)}: has the Deny, and is within its limit of ${limitText(played, principalId)}`),
  ];
}

/** By all its calls, whether the stack knew of them or not. A limit that was ever changed may have been the least. */
function wasOverLimit(played: Played, principalId: string, at: Instant): boolean {
  const { watch, scenario } = played;
  const periodOf = periodsOf(played);
  const edited = watch.acts.some((act) => act.principalId === principalId && act.kind === 'edit-limit' && act.at <= at);
  const limitUsd = edited ? MIN_LIMIT : limitOf(scenario.settings);
  return [at, at - AFTERWARDS_MS].some((instant) => {
    const { start, end } = periodOf(principalId, instant) ?? { start: 0, end: 0 };
    const calls = watch.served.filter((call) => call.principalId === principalId && call.at >= start && call.at < end);
    const spent = calls.filter((call) => call.at <= at).reduce((sum, { costUsd }) => addUsd(sum, costUsd), ZERO_USD);
    return reachesPercent(spent, limitUsd, 100);
  });
}

function overdue(played: Played, crossing: Crossing): readonly Violation[] {
  const { principalId, chargedAt, deniedAt, period, calledAt } = crossing;
  const known = played.known.find((one) => one.principalId === principalId);
  const deadline = deadlineOf(played, chargedAt);
  const isOver = deadline >= period.end || deadline > played.endedAt;
  if (known === undefined || !isEnforced(known.principal) || isOver) return [];
  if (!onlyEnforced(played, chargedAt, deadline)) return [];
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

const NO_ROOM_REASON = new RegExp(`^${NO_ROOM}`);

/** Without the fallback to a boundary the stack reports that there is no room, and tries again a day later. */
function wasWithoutRoom({ scenario, watch }: Played, principalId: string, from: Instant, until: Instant): boolean {
  const reason = isPersonId(principalId) ? /^all \d+ person policies are full/ : NO_ROOM_REASON;
  if (scenario.fallsBackToBoundary && !isPersonId(principalId)) return false;
  return watch.refusals.some(
    (refusal) =>
      refusal.principalId === principalId &&
      refusal.at >= from - DAY_MS &&
      refusal.at <= until &&
      reason.test(refusal.reason),
  );
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

/** From charge to Deny in an undisturbed world, without grace and the monitor's interval. */
const UNDISTURBED_MS = 2 * MINUTE_MS;

const SHORTEST_RETRY_MS = 5 * MINUTE_MS;

/**
 * Each fault in the time span postpones the deadline by the most that it can cost. Faults add up, the workflow's ever
 * more.
 */
function deadlineOf({ scenario, faults }: Played, from: Instant): Instant {
  const graceMs = Number(scenario.settings['gracePeriodSeconds'] ?? '300') * SECOND_MS;
  let deadline = from + graceMs + 5 * MINUTE_MS + UNDISTURBED_MS;
  let met = 0;
  for (const { at, setBackMs } of faults.records) {
    if (at < from - HOUR_MS || at > deadline) continue;
    deadline += setBackMs * 2 ** Math.min(6, met);
    if (setBackMs >= SHORTEST_RETRY_MS) met += 1;
  }
  return deadline;
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
  const limitUsd = limitAtRest(played, principalId);
  if (budget.status === 'closed') {
    expect(isGoneOrSilent(played, budget), 'closed, and the principal has called since');
    return problems;
  }
  expect(
    budget.limitUsd.equals(limitUsd),
    `the limit is $${usdToString(budget.limitUsd)}, not $${usdToString(limitUsd)}`,
  );
  expect(['active', 'suspended', 'alert_only'].includes(budget.status), `the budget is ${budget.status}`);
  const isManual = isSuspension(budget) && budget.isManual;
  expect(!isManual || wasDone(played, principalId, 'suspend-by-hand'), 'manual, and nobody did it');
  expect(!budget.waived || wasDone(played, principalId, 'restore-by-hand'), 'waived, and nobody did it');
  const isOver = reachesPercent(budget.spentUsd, limitUsd, 100) && !budget.waived && enforcesAtRest(played);
  const isDue = isEnforced(principal) && !hasNoRoom(played, principalId) && (isManual || isOver);
  expect((budget.status === 'suspended') === isDue, `the budget is ${budget.status}, at ${spendText(budget)}`);
  if (!isLeftToPeople(played, budget))
    expect(isDenied === isDue, `${isDenied ? 'has the Deny' : 'has no Deny'} at ${spendText(budget)}`);
  return problems;
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

/** The lowest limit that an act can set. */
const MIN_LIMIT = usd('0.25');

function limitAtRest({ watch, scenario }: Played, principalId: string): Usd {
  return watch.limits.get(principalId) ?? limitOf(scenario.settings);
}

function limitText(played: Played, principalId: string): string {
  return `$${usdToString(limitAtRest(played, principalId))}`;
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
