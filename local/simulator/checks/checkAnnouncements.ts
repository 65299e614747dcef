import type { Budget } from '../../../domain/budget/budget.js';
import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { teamNameIn } from '../scenario/acts.js';
import { reaches, unitsOf } from '../terms/amounts.js';
import type { Played } from '../run/simulation.js';
import { termsIn } from './configured.js';
import type { Violation } from './watched.js';
import { displayTime } from '../../../domain/display.js';

/** Invariant 4: people are told of the highest threshold of a period, of each at most once, in order, without a gap. */
export function checkAnnouncements(played: Played): readonly Violation[] {
  const told = toldOf(played);
  const budgets = [
    ...played.watch.closed.map(({ budget }) => budget),
    ...played.world.tables.budgets.records.map(({ budget }) => budget),
  ];
  const due = new Map<string, number>();
  for (const budget of budgets) {
    for (const threshold of reachedBy(budget)) {
      const key = keyOf(budget, threshold);
      due.set(key, (due.get(key) ?? 0) + 1);
    }
  }
  const problems = budgets.flatMap((budget) => {
    const reached = reachedBy(budget);
    const skipped = skippedOf(played, budget).map((threshold) =>
      announcement(budget, threshold, 'reached and not announced'),
    );
    const firsts: Instant[] = [];
    const counted = reached.flatMap((threshold) => {
      const key = keyOf(budget, threshold);
      const times = told.get(key) ?? [];
      // Two periods may end at the same time, if the calendar was changed in between.
      const isAlone = due.get(key) === 1;
      if (isAlone) firsts.push(...times.slice(0, 1).map(({ at }) => at));
      // A threshold passed together with a higher one is not announced.
      const isPassed = times.length === 0 && threshold !== reached.at(-1);
      return isPassed || !isAlone ? [] : miscounted(played, budget, threshold, times);
    });
    return [...skipped, ...counted, ...outOfOrder(played, budget, firsts), ...wouldBe(played, budget)];
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

const THRESHOLDS = ['warning', 'critical', 'exceeded'] as const;

type Threshold = (typeof THRESHOLDS)[number];

/** By its row. */
function reachedBy({ thresholdState }: Budget): readonly Threshold[] {
  return THRESHOLDS.slice(0, THRESHOLDS.findIndex((threshold) => threshold === thresholdState) + 1);
}

/** How long an event waits for the one before it. */
const WAITS_MS = 5 * MINUTE_MS;

function outOfOrder({ faults }: Played, budget: Budget, firsts: readonly Instant[]): readonly Violation[] {
  return firsts.flatMap((at, index) => {
    const before = firsts[index - 1] ?? at;
    const isDisturbed = faults.records.some((fault) => fault.at >= at - WAITS_MS && fault.at <= before + WAITS_MS);
    if (before <= at || isDisturbed) return [];
    return [announcement(budget, THRESHOLDS[index] ?? 'exceeded', 'told before a lower one')];
  });
}

/**
 * Whom an observing stack would suspend is announced once a period; a switch to `enforce` in between may announce it
 * again.
 */
function wouldBe({ world, watch }: Played, budget: Budget): readonly Violation[] {
  if (budget.observation?.announcedAtUsd === undefined) return [];
  const resets = displayTime(budget.period.end);
  const ids = new Set(
    world.journal
      .of('notified')
      .filter(({ text }) => text.includes('would be suspended from Bedrock now'))
      .filter(({ text }) => text.includes(`${budget.principalId}\n`) && text.includes(resets))
      .map(({ text }) => /, event (\S+),/.exec(text)?.[1]),
  );
  if (ids.size === 0) return [announcement(budget, 'exceeded', 'would be suspended, and nobody was told')];
  const isDecided = watch.decisions.some(({ principalId }) => principalId === budget.principalId);
  const isSwitched = watch.configurations.length > 1 || isDecided;
  return ids.size > 1 && !isSwitched ? [announcement(budget, 'exceeded', 'said twice whom it would suspend')] : [];
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
      /^Resets: +(?:.+\()?([^()\n]+ UTC)\)?$/m,
      /^Threshold: +(\w+),/m,
      /, event (\S+),/,
    ].map((pattern) => pattern.exec(text)?.[1] ?? '');
    if (threshold === undefined || threshold === '') continue;
    const key = `${who ?? ''} ${resets ?? ''} ${threshold}`;
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

/** The one documented repetition: a crash before it was noted that people were told. */
function diedMeanwhile({ faults }: Played, from: Instant, until: Instant): boolean {
  return faults.records.some(
    ({ at, kind, where }) => kind !== 'slow' && at >= from && at <= until && where.startsWith('notifier'),
  );
}

/** A threshold reached this shortly before the end of a period may not be announced in it. */
const SHORTLY_MS = 60 * MINUTE_MS;

/** By the sum of the period, unless the terms or the limit changed or a fault came in between. */
function skippedOf(played: Played, budget: Budget): readonly Threshold[] {
  const { watch, scenario, faults } = played;
  const { period, principalId, spentUsd, limitUsd } = budget;
  const [terms, ...others] = termsIn(played, principalId, period.start, Math.min(period.end, played.endedAt));
  const isChanged = [...watch.edits, ...watch.decisions].some((one) => one.principalId === principalId);
  const isDeleted = watch.acts.some((act) => act.kind === 'delete' && act.principalId === principalId);
  if (terms === undefined || terms.enforcement === 'exempt' || others.length > 0 || isChanged || isDeleted) return [];
  const reached = THRESHOLDS.filter((threshold) => reaches(unitsOf(spentUsd), unitsOf(limitUsd), terms[threshold]));
  const skipped = reached.length > reachedBy(budget).length ? reached.slice(-1) : [];
  if (skipped.length === 0) return [];
  const calls =
    teamNameIn(principalId) === undefined
      ? watch.served.filter((call) => call.principalId === principalId)
      : watch.served;
  const isRecent = calls.some(({ requestId }) => {
    const { first = 0, last = 0 } = watch.chargedAt.get(requestId) ?? {};
    return [first, last].some((at) => at < period.end && at > period.end - SHORTLY_MS);
  });
  const isDisturbed = [
    ...faults.records.map(({ at, setBackMs }) => [at, at + setBackMs] as const),
    ...scenario.faults.outages.map(({ from, until }) => [from, until] as const),
  ].some(([from, until]) => from < period.end && until > period.end - SHORTLY_MS);
  return isRecent || isDisturbed ? [] : skipped;
}

function keyOf({ principalId, period }: Budget, threshold: Threshold): string {
  return `${principalId} ${displayTime(period.end)} ${threshold}`;
}

function announcement({ principalId, period }: Budget, threshold: Threshold, problem: string): Violation {
  const from = new Date(period.start).toISOString();
  return { invariant: 'announcements', principalId, problem: `${threshold} of the period from ${from}: ${problem}` };
}
