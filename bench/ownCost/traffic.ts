import type { Batch } from '../calls/traffic.js';

/** Who calls how often, in a month of so many hours at work; calls come evenly over them. */
export interface Traffic {
  readonly principals: number;
  readonly callsEach: number;
  /** Of one principal while it is at work. */
  readonly callsAMinute: number;
}

export const HOURS = 200;

export const TRAFFICS: readonly Traffic[] = [
  // Applications, which make several calls at a time.
  { principals: 10, callsEach: 100_000, callsAMinute: 30 },
  // Developers with coding agents.
  { principals: 1000, callsEach: 30_000, callsAMinute: 10 },
  // Employees in a chat.
  { principals: 100_000, callsEach: 500, callsAMinute: 1 },
];

export function callsOfMonth({ principals, callsEach }: Traffic): number {
  return principals * callsEach;
}

/** How many calls of how many callers lie in `seconds`, where who calls next is anybody at work. */
export function usualBatch(traffic: Traffic, seconds: number): Batch {
  const calls = Math.max(1, Math.round((callsOfMonth(traffic) / (HOURS * 3600)) * seconds));
  const atWork = callsOfMonth(traffic) / (HOURS * 60) / traffic.callsAMinute;
  const callers = atWork * (1 - (1 - 1 / atWork) ** calls);
  return { calls, callers: Math.min(calls, traffic.principals, Math.max(1, Math.ceil(callers))) };
}
