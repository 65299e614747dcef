import { usdToString, type Usd } from '../../../domain/money.js';
import type { Compared } from './compare.js';
import type { FaultKind } from '../faults/injectedFault.js';
import { mostOf, type SeedReport } from './seedReport.js';

export interface Latency {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface Design {
  readonly detection: Latency;
  readonly enforcement: Latency;
  readonly worstOvershootUsd: string;
  readonly medianOvershootUsd: string;
}

export interface Summary {
  readonly seeds: number;
  readonly failedSeeds: readonly number[];
  readonly totals: Readonly<Record<Total, number>>;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** With faults and acts. */
  readonly disturbed: Design;
  /** The same traffic without them. */
  readonly withStream?: Design;
  readonly bySweep?: Design;
}

const TOTALS = [
  'calls',
  'refusedCalls',
  'periods',
  'suspensions',
  'restorations',
  'failedWorkflows',
  'deadLetters',
] as const;

type Total = (typeof TOTALS)[number];

export function summaryOf(reports: readonly SeedReport[], compared: readonly Compared[]): Summary {
  const totals = Object.fromEntries(
    TOTALS.map((name) => [name, reports.reduce((sum, report) => sum + report[name], 0)]),
  ) as Record<Total, number>;
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const report of reports) {
    for (const [kind, count] of Object.entries(report.faults) as [FaultKind, number][]) {
      faults[kind] = (faults[kind] ?? 0) + count;
    }
  }
  const designs = {
    withStream: designOf(compared.map(({ withStream }) => withStream)),
    bySweep: designOf(compared.map(({ bySweep }) => bySweep)),
  };
  return {
    seeds: reports.length,
    failedSeeds: reports.filter(({ violations }) => violations.length > 0).map(({ seed }) => seed),
    totals,
    faults,
    disturbed: designOf(reports),
    ...(compared.length === 0 ? {} : designs),
  };
}

function designOf(reports: readonly SeedReport[]): Design {
  const overshoots = reports.flatMap(({ overshootsUsd }) => overshootsUsd);
  return {
    detection: latencyOf(reports.flatMap(({ detectionMs }) => detectionMs)),
    enforcement: latencyOf(reports.flatMap(({ enforcementMs }) => enforcementMs)),
    worstOvershootUsd: usdToString(mostOf(overshoots)),
    medianOvershootUsd: usdToString(mostOf(lowerHalf(overshoots))),
  };
}

function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = [...milliseconds].sort((left, right) => left - right);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { count: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

function lowerHalf(amounts: readonly Usd[]): readonly Usd[] {
  return [...amounts].sort((left, right) => left.comparedTo(right)).slice(0, Math.ceil(amounts.length / 2));
}
