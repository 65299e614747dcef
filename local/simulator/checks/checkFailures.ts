import { MINUTE_MS } from '../../../domain/instant.js';
import { stringAt } from '../../../domain/json.js';
import type { Played } from '../run/simulation.js';
import type { Violation } from './watched.js';

/** Longer than the retries of a message or an event. */
const LOOKED_BACK_MS = 5 * MINUTE_MS;

/** Invariant 5: a failed workflow leaves a dead letter and an event. That the budget recovers is checked at rest. */
export function checkFailures(played: Played): readonly Violation[] {
  const { journal } = played.world;
  const letters = journal.of('message-kept').filter(({ queue }) => queue.includes('workflow-dead-letters'));
  const events = journal.of('event').filter(({ type }) => type === 'WorkflowFailed');
  return journal
    .of('execution-ended')
    .filter(({ end }) => end.includes('(FAILED'))
    .flatMap(({ at, principalId, workflow }) => {
      const isNear = (one: { readonly at: number }): boolean => one.at <= at && one.at > at - LOOKED_BACK_MS;
      const hasLetter = letters.some((one) => isNear(one) && one.body.includes(principalId));
      const hasEvent = events.some((one) => isNear(one) && stringAt(one.detail, 'principalId') === principalId);
      const lacks = [
        ...(hasLetter || wasPrevented(played, at, 'sendMessage') ? [] : ['no dead letter']),
        ...(hasEvent || wasPrevented(played, at, 'putEvents') ? [] : ['no WorkflowFailed']),
      ];
      const when = new Date(at).toISOString();
      return lacks.map((lack) => ({
        invariant: 'failures' as const,
        principalId,
        problem: `${when}: ${workflow} failed: ${lack}`,
      }));
    });
}

function wasPrevented({ faults }: Played, at: number, task: string): boolean {
  return faults.records.some((fault) => fault.at <= at && fault.at > at - LOOKED_BACK_MS && fault.where.includes(task));
}
