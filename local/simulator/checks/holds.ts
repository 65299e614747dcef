import { isSuspension, type Budget } from '../../../domain/budget/budget.js';
import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { teamNamesOf, type Configuration } from '../terms/configuration.js';
import { reaches, unitsOf } from '../terms/amounts.js';
import type { Played } from '../run/simulation.js';
import { configurationsIn, termsIn, termsUnder } from './configured.js';
import { enforcementsIn } from './observing.js';
import { isSame, epochIn, epochsOf } from './periods.js';
import { rowAt } from './rows.js';
import { teamCallsOf } from './teamCalls.js';
import type { Known } from './watched.js';

/** What stands against somebody's access: the own limit or an operator, a team, nothing, or what is changing just now. */
export type Hold = 'own' | 'team' | 'free' | 'unclear';

/** By the rows as they stood, the calendar and the configuration, whatever the stack has made of them. */
export function holdAt(played: Played, known: Known, at: Instant): Hold {
  const row = rowAt(played, known.principalId, at);
  if (row === undefined) return 'free';
  const own = ownHold(played, row, at);
  if (own === 'own' || row.status === 'closed') return row.status === 'closed' ? 'unclear' : 'own';
  const enforcements = enforcementsIn(played, known.principalId, at, at);
  const isExempt = enforcements.has('exempt');
  if (isExempt && enforcements.size === 1) return own;
  if (row.waived && at < row.period.end) return own;
  const holds = teamHolds(played, known, at);
  if (holds.includes('team')) return isExempt ? 'unclear' : 'team';
  return own === 'unclear' || holds.includes('unclear') ? 'unclear' : 'free';
}

function ownHold(played: Played, row: Budget, at: Instant): Hold {
  const { principalId, period, spentUsd, limitUsd } = row;
  if (isSuspension(row) && row.isManual) return 'own';
  if (isChanging(played, row, at)) return 'unclear';
  if (at >= period.end || row.waived) return 'free';
  const terms = termsIn(played, principalId, at, at);
  const isOver = terms.map(({ exceeded }) => reaches(unitsOf(spentUsd), unitsOf(limitUsd), exceeded));
  if (!isOver.includes(true)) return 'free';
  const enforcements = enforcementsIn(played, principalId, at, at);
  if (!enforcements.has('enforce')) return 'free';
  return enforcements.size > 1 || isOver.includes(false) ? 'unclear' : 'own';
}

/** Whether a row does not say yet what is configured, or its period is not the present one yet. */
function isChanging(played: Played, row: Budget, at: Instant): boolean {
  const { principalId, period, limitFrom, overrides, baseLimitUsd, settledLimitUsd } = row;
  const terms = termsIn(played, principalId, at, at);
  const epoch = epochIn(epochsOf(played, principalId), period.start);
  if (at < period.start || terms.length === 0) return true;
  if (settledLimitUsd === undefined || !settledLimitUsd.equals(baseLimitUsd)) return true;
  if (terms.some(({ calendar }) => epoch === undefined || !isSame(calendar, epoch.calendar))) return true;
  const ends = [overrides.limit?.until, overrides.topUps[0]?.until];
  if (ends.some((end) => end !== undefined && end <= at + MINUTE_MS)) return true;
  const base = unitsOf(baseLimitUsd);
  return overrides.limit === undefined && terms.some(({ source, limit }) => limit !== base || source !== limitFrom);
}

function teamHolds(played: Played, { principal, principalId }: Known, at: Instant): readonly Hold[] {
  const configurations = configurationsIn(played, at, at);
  const names = configurations.map((one) => teamNamesOf(one, principal));
  return [...new Set(names.flat())].map((team): Hold => {
    const row = rowAt(played, `team/${team}`, at);
    if (row?.status !== 'suspended') return 'free';
    const hasSpent = (until: Instant): boolean =>
      teamCallsOf(played, team).some(
        ({ call, period, firstChargedAt }) =>
          call.principalId === principalId && period.start === row.period.start && firstChargedAt <= until,
      );
    if (!hasSpent(at)) return 'free';
    if (at >= row.period.end && !row.isManual) return 'free';
    if (isChanging(played, row, at) || at >= row.period.end) return 'unclear';
    const isMember = names.every((one) => one.includes(team));
    const isHeld = row.isManual || configurations.every((one) => isOver(played, row, one));
    return isMember && isHeld && hasSpent(at - MINUTE_MS) ? 'team' : 'unclear';
  });
}

function isOver(
  played: Played,
  { spentUsd, limitUsd, principalId, overrides, waived }: Budget,
  configuration: Configuration,
): boolean {
  const terms = termsUnder(played, principalId, configuration);
  if (terms?.enforcement !== 'enforce' || overrides.exemption !== undefined || waived) return false;
  return reaches(unitsOf(spentUsd), unitsOf(limitUsd), terms.exceeded);
}
