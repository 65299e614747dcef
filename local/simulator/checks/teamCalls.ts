import type { Instant } from '../../../domain/instant.js';
import { unitsOf } from '../terms/amounts.js';
import type { Span } from '../terms/calendar.js';
import type { Played } from '../run/simulation.js';
import type { ServedCall } from './watched.js';

/** A call that was counted in a team, as its usage row says, at its true cost. */
export interface TeamCall {
  /** Of the team. */
  readonly period: Span;
  readonly call: ServedCall;
  readonly cost: bigint;
  readonly firstChargedAt: Instant;
  readonly lastChargedAt: Instant;
}

const callsBy = new WeakMap<Played, ReadonlyMap<string, readonly TeamCall[]>>();

export function teamCallsOf(played: Played, team: string): readonly TeamCall[] {
  const known = callsBy.get(played) ?? foundCalls(played);
  callsBy.set(played, known);
  return known.get(team) ?? [];
}

function foundCalls({ watch, world }: Played): ReadonlyMap<string, readonly TeamCall[]> {
  const rows = new Map(world.tables.budgets.entries.map((entry) => [entry.record.requestId, entry]));
  const found = new Map<string, TeamCall[]>();
  for (const call of watch.served) {
    const charged = watch.chargedAt.get(call.requestId);
    for (const { team, period } of rows.get(call.requestId)?.teams ?? []) {
      if (charged === undefined) continue;
      const calls = found.get(team) ?? [];
      found.set(team, calls);
      calls.push({ period, call, cost: unitsOf(call.costUsd), firstChargedAt: charged.first, lastChargedAt: charged.last });
    }
  }
  return found;
}
