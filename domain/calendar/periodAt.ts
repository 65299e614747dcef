import type { Period, Schedule } from './schedule.js';
export function periodAt(schedule: Schedule, anchor: number, instant: number): Period {
  const length = (schedule.period.every === 'days' ? schedule.period.days : 1) * 86400000;
  const start = anchor + Math.floor((instant - anchor) / length) * length;
  return { start, end: start + length };
}
