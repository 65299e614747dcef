import { NO_FAULTS, type Scenario } from '../scenario/scenario.js';
import { seedReport, type SeedReport } from './seedReport.js';
import { play, type SimulationOptions } from './simulation.js';

/** The same traffic twice, each record in time, undisturbed and with nobody's help. */
export interface Compared {
  readonly withStream: SeedReport;
  /** Found by the sweep every five minutes alone, and grace counted from there, as the original design does. */
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
