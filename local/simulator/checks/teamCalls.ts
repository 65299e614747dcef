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

interface Counted {
  readonly byTeam: ReadonlyMap<string, readonly TeamCall[]>;
  readonly teamsOf: ReadonlyMap<string, readonly string[]>;
}

const countedIn = new WeakMap<Played, Counted>();

export function teamCallsOf(played: Played, team: string): readonly TeamCall[] {
  return found(played).byTeam.get(team) ?? [];
}

/** The teams that the usage row of a call names. */
export function teamNamesOfCall(played: Played, { requestId }: ServedCall): readonly string[] {
  return found(played).teamsOf.get(requestId) ?? [];
}

function found(played: Played): Counted {
  const known = countedIn.get(played) ?? counted(played);
  countedIn.set(played, known);
  return known;
}

function counted({ watch, world }: Played): Counted {
  const rows = new Map(world.tables.budgets.entries.map((entry) => [entry.record.requestId, entry]));
  const byTeam = new Map<string, TeamCall[]>();
  for (const call of watch.served) {
    const charged = watch.chargedAt.get(call.requestId);
    for (const { team, period } of rows.get(call.requestId)?.teams ?? []) {
      if (charged === undefined) continue;
      const calls = byTeam.get(team) ?? [];
      byTeam.set(team, calls);
      const cost = unitsOf(call.costUsd);
      calls.push({ period, call, cost, firstChargedAt: charged.first, lastChargedAt: charged.last });
    }
  }
  const teamsOf = new Map([...rows].map(([id, { teams = [] }]) => [id, teams.map(({ team }) => team)]));
  return { byTeam, teamsOf };
}
