import { HOUR_MS } from './hours.js';
import type { Span } from './generateCalls.js';
import { calendarOf, limitOf, membersOf, termsOf, untilOf } from './randomTerms.js';
import type { Random } from './random.js';
import type { SimulatedAct, SimulatedPrincipal } from './scenario.js';
import type { SimulatedEntries, SimulatedEntry } from './terms.js';

/** What people do with rules, teams and single budgets. */
export function generateTermActs(
  random: Random,
  principals: readonly SimulatedPrincipal[],
  entries: SimulatedEntries,
  { start, end }: Span,
): readonly SimulatedAct[] {
  const count = random.chance(0.2) ? 0 : random.integer(2, 12);
  const times = Array.from({ length: count }, () =>
    Math.floor(start - HOUR_MS / 2 + random.fraction() * (end - start)),
  );
  let deployed = entries;
  return times
    .sort((left, right) => left - right)
    .map((at): SimulatedAct => {
      const act = random.chance(0.5)
        ? changeOf(random, at, principals, deployed)
        : decisionOf(random, at, principals, deployed);
      if (act.kind !== 'deploy') return act;
      const { [act.key]: _, ...others } = deployed;
      deployed = act.entry === undefined ? others : { ...others, [act.key]: act.entry };
      return act;
    });
}

function changeOf(
  random: Random,
  at: number,
  principals: readonly SimulatedPrincipal[],
  deployed: SimulatedEntries,
): SimulatedAct {
  const of = principals[0]?.name ?? '';
  const keys = Object.keys(deployed);
  if (keys.length === 0 || random.chance(0.15)) {
    return random.pick<SimulatedAct>(
      { at, of, kind: 'set-setting', name: 'budgetLimitUsd', value: limitOf(random) },
      { at, of, kind: 'set-setting', name: 'refreshPeriodDays', value: random.pick('1', '5', '30') },
    );
  }
  const key = random.of(keys);
  const entry: SimulatedEntry = deployed[key] ?? {};
  const isTeam = key.startsWith('teams/');
  if (random.chance(0.3)) {
    const fields = random.pick<SimulatedEntry>(
      { limitUsd: limitOf(random) },
      { limitUsd: limitOf(random) },
      { enforcement: random.pick('observe', 'enforce') },
      { carryOver: { maxUsd: '2' } },
    );
    return { at, of, kind: 'override', key, fields };
  }
  if (!isTeam && random.chance(0.2)) return { at, of, kind: 'deploy', key, entry: undefined };
  return { at, of, kind: 'deploy', key, entry: redeployed(random, entry, isTeam, principals) };
}

function redeployed(
  random: Random,
  entry: SimulatedEntry,
  isTeam: boolean,
  principals: readonly SimulatedPrincipal[],
): SimulatedEntry {
  const { period: _, timeZone: __, weekStart: ___, fiscalStart: ____, ...others } = entry;
  switch (random.pick('limit', 'limit', 'calendar', 'calendar', 'terms', 'members')) {
    case 'limit':
      return { ...entry, limitUsd: limitOf(random) };
    case 'calendar':
      return { ...others, ...calendarOf(random) };
    case 'members':
      return isTeam ? { ...entry, members: membersOf(random, principals) } : { ...entry, enforcement: 'enforce' };
    case 'terms': {
      const { order, match, members, limitUsd } = entry;
      const named = { ...(order === undefined ? {} : { order }), ...(match === undefined ? {} : { match }) };
      const team = members === undefined || limitUsd === undefined ? {} : { members, limitUsd };
      return { ...named, ...team, ...termsOf(random, isTeam) };
    }
  }
}

function decisionOf(
  random: Random,
  at: number,
  principals: readonly SimulatedPrincipal[],
  deployed: SimulatedEntries,
): SimulatedAct {
  const teams = Object.keys(deployed).flatMap((key) => (key.startsWith('teams/') ? [`team/${key.slice(6)}`] : []));
  const of = teams.length > 0 && random.chance(0.35) ? random.of(teams) : random.of(principals).name;
  const kind = random.pick(
    ...(['set-limit', 'set-limit', 'top-up', 'top-up', 'top-up', 'exempt', 'exempt', 'clear-overrides'] as const),
    ...(['suspend-by-hand', 'restore-by-hand', 'edit-limit'] as const),
  );
  switch (kind) {
    case 'set-limit':
      return { at, of, kind, limitUsd: limitOf(random), ...untilOf(random, at) };
    case 'top-up':
      return { at, of, kind, amountUsd: random.pick('0.5', '1.25', '9'), ...untilOf(random, at) };
    case 'exempt':
      return { at, of, kind, ...untilOf(random, at) };
    case 'edit-limit':
      return { at, of, kind, limitUsd: limitOf(random) };
    default:
      return { at, of, kind };
  }
}
