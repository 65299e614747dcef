import { NO_FAULTS, type Scenario } from '../scenario/scenario.js';
import { seedReport, type SeedReport } from './seedReport.js';
import { play, type SimulationOptions } from './simulation.js';

/** The same traffic in two designs: records in time, no faults, no acts. */
export interface Compared {
  readonly withStream: SeedReport;
  /** The original design: only the sweep every five minutes finds budgets, and grace begins there. */
  readonly bySweep: SeedReport;
}

export async function compare(scenario: Scenario, options: SimulationOptions): Promise<Compared> {
  const calls = scenario.calls.map((call) => ({ ...call, lateMs: [0] }));
  const faults = { ...scenario.faults, rates: NO_FAULTS, skewMs: 0, outages: [] };
  const undisturbed = { ...scenario, calls, acts: [], faults };
  const withStream = seedReport(await play(undisturbed, options));
  const bySweep = seedReport(await play(undisturbed, { ...options, isSweepOnly: true }));
  return { withStream, bySweep };
}
