import { expect } from 'chai';
import { violationsOf } from '../../../local/simulator/checks/checks.js';
import { seedReport, type SeedReport } from '../../../local/simulator/run/seedReport.js';
import { shrink } from '../../../local/simulator/run/shrink.js';
import { play, type SimulationOptions } from '../../../local/simulator/run/simulation.js';
import type { Scenario } from '../../../local/simulator/scenario/scenario.js';
import { traceOf } from '../../../local/simulator/run/trace.js';
import { MUTANTS } from './mutants.js';
import { TERM_MUTANTS } from './termMutants.js';
import { scenarioOf, simulationOptions } from './simulated.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7];

/** Somebody has all the policies that IAM takes, and the stack does not fall back to a boundary. */
const WITHOUT_ROOM = 14;

/** Takes two minutes, as workflows go round in it; its invariant has two mutants more. Run with SIMULATOR=all. */
const LONG = 'holds nobody for a team';

const PLAYED = [...MUTANTS, ...TERM_MUTANTS].filter(({ name }) => name !== LONG || process.env['SIMULATOR'] === 'all');

/** Fewer calls, so that the many runs of a smaller scenario take less time. */
function withoutPersons(scenario: Scenario): Scenario {
  const principals = scenario.principals.filter(({ kind }) => kind !== 'person');
  const names = new Set(principals.map(({ name }) => name));
  const calls = scenario.calls.filter(({ by }) => names.has(by));
  return { ...scenario, principals, calls, acts: scenario.acts.filter(({ of }) => names.has(of)) };
}

describe('the simulator', () => {
  let options: SimulationOptions;
  const reports: SeedReport[] = [];

  before(async () => {
    options = await simulationOptions();
  });

  for (const seed of SEEDS) {
    it(`finds that the invariants hold for seed ${seed}`, async () => {
      const report = seedReport(await play(scenarioOf(seed), options));
      reports.push(report);
      expect(report.violations).to.deep.equal([]);
    });
  }

  it('meets faults, suspends and restores in these seeds', () => {
    const sum = (count: (report: SeedReport) => number): number =>
      reports.reduce((total, one) => total + count(one), 0);
    expect(sum(({ faults }) => Object.keys(faults).length)).to.be.above(4);
    expect(sum(({ suspensions }) => suspensions)).to.be.above(4);
    expect(sum(({ restorations }) => restorations)).to.be.above(4);
    expect(sum(({ failedWorkflows }) => failedWorkflows)).to.be.above(0);
  });

  it('refuses who has no room for the Deny, again each day, and the invariants hold', async () => {
    const played = await play(scenarioOf(WITHOUT_ROOM), options);
    expect(played.watch.refusals.length).to.be.above(1);
    for (const { reason } of played.watch.refusals) expect(reason).to.include('boundaryFallback is off');
    expect(violationsOf(played)).to.deep.equal([]);
  });

  it('plays the same seed the same way, byte by byte', async () => {
    const [first, second] = [await play(scenarioOf(4), options), await play(scenarioOf(4), options)];
    expect(traceOf(first).join('\n')).to.equal(traceOf(second).join('\n'));
  });

  for (const { name, invariant, seed, alter } of PLAYED) {
    it(`notices a stack that ${name}`, async () => {
      const violations = violationsOf(await play(scenarioOf(seed), { ...options, alter }));
      expect(violations.map((violation) => violation.invariant)).to.include(invariant);
    });
  }

  it('makes a schedule that breaks an invariant small', async () => {
    const mutant = MUTANTS.find(({ name }) => name === 'suspends the protected');
    if (mutant === undefined) throw new Error('no such mutant');
    const altered = { ...options, alter: mutant.alter };
    const scenario = withoutPersons(scenarioOf(mutant.seed));
    const violation = violationsOf(await play(scenario, altered)).find((one) => one.invariant === mutant.invariant);
    if (violation === undefined) throw new Error('it is not noticed');
    const smallest = await shrink(scenario, violation, altered, 25);
    expect(smallest.principals).to.have.length(1);
    expect(smallest.calls.length).to.be.below(scenario.calls.length);
    expect(violationsOf(await play(smallest, altered))).not.to.be.empty;
  });
});
