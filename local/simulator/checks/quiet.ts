import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import type { Disturbances } from '../../world/disturbances.js';
import type { World } from '../../world/world.js';
import { HOUR_MS } from '../scenario/hours.js';

/**
 * Skips invocations that would do nothing, or nothing that is checked: sweeps without due work, digests without news,
 * the audit log, the hourly report, and price refreshes, as the world has no other prices than the book's.
 */
export function quietened(disturbances: Disturbances, world: () => World): Disturbances {
  return {
    ...disturbances,
    arrivals: (passage) => {
      const entries = passage.to.map((arn) => entryOf(world(), arn));
      if (entries.length > 0 && entries.every((entry) => isIdle(entry, passage.kind, world()))) return [];
      return disturbances.arrivals(passage);
    },
  };
}

function entryOf(world: World, arn: string): string {
  return arn.split(':')[2] === 'lambda' ? world.functions.at(arn).entry : '';
}

function isIdle(entry: string, kind: string, world: World): boolean {
  if (entry === 'auditLogger' || entry === 'stateReporter' || entry === 'pricingManager') return true;
  if (kind !== 'schedule') return false;
  if (entry === 'budgetMonitor') return !hasDueWork(world) && !hasTampered(world);
  return entry === 'notifier' && !hasNews(world);
}

/** Clocks may be a minute off. */
function hasDueWork({ tables }: World): boolean {
  const soon = Date.now() + 2 * 60_000;
  return tables.budgets.records.some(({ reviewDueAt }) => reviewDueAt !== undefined && reviewDueAt <= soon);
}

/** Whether a document that denies persons is not that of its list. */
function hasTampered({ tables, iam, functions }: World): boolean {
  const policyArns = personPolicyArnsOf({ functions });
  return tables.personPolicies.rows.some(
    ({ number, persons }) => iam.policy(policyArns[number - 1] ?? '') !== JSON.stringify(personPolicyDocument(persons)),
  );
}

/** Whether an event of the last hour may wait for a digest. */
function hasNews({ journal: { entries } }: World): boolean {
  const since = Date.now() - HOUR_MS;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined || entry.at < since) return false;
    if (entry.kind === 'event') return true;
  }
  return false;
}
