import type { BudgetEvent } from '../../domain/budget/events.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import { refreshDueAt, reviewDueAt } from '../../domain/budget/dueWork.js';
import { eventDetail } from '../../domain/budget/eventDetail.js';
import { evolve } from '../../domain/budget/evolve.js';
import type { Instant } from '../../domain/instant.js';
import { eventIdOf } from '../runtime/eventId.js';
import type { StoredBudget, OutboxEvent, ToldEvent } from '../ports/budgetStore.js';
import { following, isTold, toldBefore } from './noticeOrder.js';

/** Not published: the usage rows tell of spend, and a workflow's last event tells that it began. */
const UNPUBLISHED: readonly BudgetEvent['type'][] = [
  'SpendRecorded',
  'LateSpendRecorded',
  'TeamSpendRecorded',
  'WorkflowBegun',
];

/** The stored budget after events, which wait in its outbox. */
export function applied(
  before: StoredBudget | undefined,
  events: readonly BudgetEvent[],
  policy: BudgetPolicy,
  now: Instant,
): StoredBudget {
  const budget = events.reduce(evolve, before?.budget);
  if (budget === undefined) throw new TypeError('a budget that was never opened');
  const version = (before?.version ?? 0) + 1;
  const createdAt = before?.createdAt ?? now;
  const announced = events.filter(({ type }) => !UNPUBLISHED.includes(type));
  let lastTold = before?.lastTold;
  const outbox = announced.map((event, index): OutboxEvent => {
    // A version is written once in the life of a row, so this names one event for good.
    const eventId = eventIdOf(`${budget.principalId}|${createdAt}|${version}|${index}`);
    const follows = isTold(event) ? following(lastTold, event.at) : {};
    lastTold = isTold(event) ? { eventId, at: event.at } : toldBefore(before, event, lastTold);
    return { eventId, detail: { ...eventDetail(event), ...follows } };
  });
  const draft = { before, budget, version, outbox: joined(before?.outbox ?? [], outbox), lastTold };
  return dated(draft, () => reviewDueAt(budget, policy, now), now);
}

/** Corrections come in their hundreds, one a transaction: those that still wait become one, so that a row stays small. */
function joined(waiting: readonly OutboxEvent[], added: readonly OutboxEvent[]): readonly OutboxEvent[] {
  const last = waiting.at(-1);
  const [first, ...others] = added;
  if (last?.detail.type !== 'SpendCorrected' || first?.detail.type !== 'SpendCorrected') return [...waiting, ...added];
  const previousSpentUsd = last.detail['previousSpentUsd'];
  return [...waiting.slice(0, -1), { ...first, detail: { ...first.detail, previousSpentUsd } }, ...others];
}

/** The record once events of its outbox have been published; `dueAt` is when it has to be reviewed next. */
export function withoutPublished(
  before: StoredBudget,
  published: readonly OutboxEvent[],
  dueAt: Instant | undefined,
  now: Instant,
): StoredBudget {
  const ids = new Set(published.map((event) => event.eventId));
  const outbox = before.outbox.filter((event) => !ids.has(event.eventId));
  const { budget, version, lastTold } = before;
  return dated({ before, budget, version: version + 1, outbox, lastTold }, () => dueAt, now);
}

interface Draft extends Pick<StoredBudget, 'budget' | 'version' | 'outbox'> {
  readonly before: StoredBudget | undefined;
  readonly lastTold: ToldEvent | undefined;
}

/** Events that wait are due at once, so that nothing has to be decided for the date. */
function dated(
  { before, budget, version, outbox, lastTold }: Draft,
  dueAt: () => Instant | undefined,
  now: Instant,
): StoredBudget {
  return {
    budget,
    version,
    outbox,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    reviewDueAt: outbox.length > 0 ? Math.min(before?.reviewDueAt ?? now, now) : dueAt(),
    refreshDueAt: refreshDueAt(budget),
    ...(lastTold === undefined ? {} : { lastTold }),
  };
}
