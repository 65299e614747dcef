import type { Budget } from '../../domain/budget.js';
import { thresholdsBetween, thresholdStateOf, type BudgetPolicy, type Threshold } from '../../domain/budgetPolicy.js';
import { MINUTE_MS, type Instant } from '../../domain/instant.js';
import type { Played } from './simulation.js';
import type { Violation } from './watched.js';
import { displayTime } from '../../handlers/notifications/text.js';

/** 4: each threshold of a period is told to people once, and none is skipped. */
export function checkAnnouncements(played: Played): readonly Violation[] {
  const told = toldOf(played);
  const budgets = [
    ...played.watch.closed.map(({ budget }) => budget),
    ...played.world.tables.budgets.records.map(({ budget }) => budget),
  ];
  const due = new Set<string>();
  const problems = budgets.flatMap((budget) => {
    const announced = thresholdsBetween('normal', budget.thresholdState);
    const skipped = skippedOf(played, budget).map((threshold) =>
      announcement(budget, threshold, 'reached and not announced'),
    );
    const counted = announced.flatMap((threshold) => {
      const key = keyOf(budget.principalId, displayTime(new Date(budget.period.end).toISOString()), threshold);
      due.add(key);
      return miscounted(played, budget, threshold, told.get(key) ?? []);
    });
    return [...skipped, ...counted];
  });
  const strays = [...told.keys()].filter((key) => !due.has(key));
  return [
    ...problems,
    ...strays.map((key) => ({
      invariant: 'announcements' as const,
      principalId: key,
      problem: 'told, and not reached',
    })),
  ];
}

interface Told {
  readonly at: Instant;
  readonly eventId: string;
}

function toldOf({ world }: Played): ReadonlyMap<string, readonly Told[]> {
  const told = new Map<string, readonly Told[]>();
  for (const { at, text } of world.journal.of('notified')) {
    const [who, resets, threshold, eventId] = [
      /^Who: +(\S+)$/m,
      /^Resets: +(.+)$/m,
      /^Threshold: +(\w+),/m,
      /, event (\S+),/,
    ].map((pattern) => pattern.exec(text)?.[1] ?? '');
    if (threshold === undefined || threshold === '') continue;
    const key = keyOf(who ?? '', resets ?? '', threshold);
    told.set(key, [...(told.get(key) ?? []), { at, eventId: eventId ?? '' }]);
  }
  return told;
}

function miscounted(played: Played, budget: Budget, threshold: Threshold, told: readonly Told[]): readonly Violation[] {
  const [first, ...repeated] = told;
  if (first === undefined) return [announcement(budget, threshold, 'announced and never told')];
  if (repeated.some(({ eventId }) => eventId !== first.eventId))
    return [announcement(budget, threshold, 'announced twice')];
  return repeated
    .filter(({ at }, index) => !diedMeanwhile(played, told[index]?.at ?? at, at))
    .map(() => announcement(budget, threshold, 'told twice, and no call of the notifier had failed in between'));
}

/** The one documented repetition: what people were told could not be noted. */
function diedMeanwhile({ faults }: Played, from: Instant, until: Instant): boolean {
  return faults.records.some(
    ({ at, kind, where }) => kind !== 'slow' && at >= from && at <= until && where.startsWith('notifier'),
  );
}

/** What is reached so shortly before the period ends may not be seen in it. */
const SHORTLY_MS = 60 * MINUTE_MS;

/** By the sum of the period itself, where neither the limit has changed nor a fault come in between. */
function skippedOf(played: Played, budget: Budget): readonly Threshold[] {
  const { watch, scenario, faults } = played;
  const { period, principalId, spentUsd, limitUsd, thresholdState } = budget;
  const state = thresholdStateOf(spentUsd, limitUsd, POLICY);
  const skipped = thresholdsBetween(thresholdState, state);
  const isDeleted = watch.acts.some((act) => act.kind === 'delete' && act.principalId === principalId);
  if (skipped.length === 0 || isDeleted || watch.limits.has(principalId)) return [];
  const isRecent = watch.served.some(({ requestId, principalId: by }) => {
    const { first = 0, last = 0 } = watch.chargedAt.get(requestId) ?? {};
    return by === principalId && [first, last].some((at) => at < period.end && at > period.end - SHORTLY_MS);
  });
  const isDisturbed = [
    ...faults.records.map(({ at, setBackMs }) => [at, at + setBackMs] as const),
    ...scenario.faults.outages.map(({ from, until }) => [from, until] as const),
  ].some(([from, until]) => from < period.end && until > period.end - SHORTLY_MS);
  return isRecent || isDisturbed ? [] : skipped;
}

/** The deployed percentages, which no scenario changes. */
const POLICY: BudgetPolicy = {
  warnPercent: 70,
  criticalPercent: 90,
  exceededPercent: 100,
  hardStopPercent: undefined,
  gracePeriodSeconds: 0,
  protectedPrincipals: [],
};

function keyOf(who: string, resets: string, threshold: string): string {
  return `${who} ${resets} ${threshold}`;
}

function announcement({ principalId, period }: Budget, threshold: Threshold, problem: string): Violation {
  const from = new Date(period.start).toISOString();
  return { invariant: 'announcements', principalId, problem: `${threshold} of the period from ${from}: ${problem}` };
}
