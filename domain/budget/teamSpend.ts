import type { Period } from '../calendar/schedule.js';
import { addUsd, excessUsd, ZERO_USD, type Usd } from '../money.js';

/** A team, and the period of it that a call belongs to. */
export interface TeamPeriod {
  readonly team: string;
  readonly period: Period;
}

/** What the calls of one principal have cost a team. */
export interface TeamSpend extends TeamPeriod {
  /** In that period of the team. */
  readonly spentUsd: Usd;
  /** Of calls that came after their period of the team had ended here, over the budget's life. */
  readonly lateSpentUsd: Usd;
}

/** What is to be added to a team's spend in one of its periods, and taken back. */
export interface TeamCount {
  readonly period: Period;
  readonly addedUsd: Usd;
  readonly takenBackUsd: Usd;
  readonly lateUsd: Usd;
}

/** The spend in teams once a call counts in them. */
export function withCall(
  known: readonly TeamSpend[],
  teams: readonly TeamPeriod[],
  costUsd: Usd,
): readonly TeamSpend[] {
  return teams.reduce((spends, { team, period }) => {
    const before = spends.find((spend) => spend.team === team);
    const after = before === undefined ? newSpend(team, period, costUsd) : added(before, period, costUsd);
    return before === undefined ? [...spends, after] : spends.map((spend) => (spend === before ? after : spend));
  }, known);
}

function newSpend(team: string, period: Period, spentUsd: Usd): TeamSpend {
  return { team, period, spentUsd, lateSpentUsd: ZERO_USD };
}

function added(before: TeamSpend, period: Period, costUsd: Usd): TeamSpend {
  if (period.start > before.period.start) return { ...before, period, spentUsd: costUsd };
  if (period.start === before.period.start) return { ...before, spentUsd: addUsd(before.spentUsd, costUsd) };
  return { ...before, lateSpentUsd: addUsd(before.lateSpentUsd, costUsd) };
}

/** The same once a call that was counted there costs something else. A period of the team that has ended stays as it is. */
export function withCorrection(
  known: readonly TeamSpend[],
  teams: readonly TeamPeriod[],
  { chargedUsd, costUsd }: { readonly chargedUsd: Usd; readonly costUsd: Usd },
): readonly TeamSpend[] {
  return known.map((spend) => {
    const isCounted = teams.some(({ team, period }) => team === spend.team && period.start === spend.period.start);
    return isCounted ? { ...spend, spentUsd: addUsd(excessUsd(spend.spentUsd, chargedUsd), costUsd) } : spend;
  });
}
