import { violationsOf } from '../checks/checks.js';
import { NO_FAULTS, type FaultRates, type Scenario } from '../scenario/scenario.js';
import { play, type SimulationOptions } from './simulation.js';
import type { Violation } from '../checks/watched.js';

/** Removes principals, faults, acts and calls that the violation does not need; plays at most `maxPlays` schedules. */
export async function shrink(
  scenario: Scenario,
  { invariant }: Violation,
  options: SimulationOptions,
  maxPlays: number,
): Promise<Scenario> {
  let plays = 0;
  let smallest = scenario;
  for (let size = -1; size !== sizeOf(smallest);) {
    size = sizeOf(smallest);
    for (const without of candidates(smallest)) {
      const smaller = without(smallest);
      if (sizeOf(smaller) >= sizeOf(smallest)) continue;
      if (plays === maxPlays) return smallest;
      plays += 1;
      if (await fails(smaller, invariant, options)) smallest = smaller;
    }
  }
  return smallest;
}

async function fails(scenario: Scenario, invariant: string, options: SimulationOptions): Promise<boolean> {
  return violationsOf(await play(scenario, options)).some((violation) => violation.invariant === invariant);
}

type Reduction = (scenario: Scenario) => Scenario;

/** Large parts first. */
function candidates({ principals, faults, acts, calls }: Scenario): readonly Reduction[] {
  return [
    ...principals.map(
      ({ name }): Reduction =>
        (scenario) =>
          withoutPrincipal(scenario, name),
    ),
    (scenario) => ({ ...scenario, faults: { ...scenario.faults, rates: NO_FAULTS, outages: [], skewMs: 0 } }),
    ...faults.outages.map(
      (outage): Reduction =>
        (scenario) =>
          withoutOutage(scenario, outage),
    ),
    ...(Object.keys(NO_FAULTS) as (keyof FaultRates)[]).map(
      (kind): Reduction =>
        (scenario) =>
          withoutRate(scenario, kind),
    ),
    ...acts.map((act): Reduction => (scenario) => ({ ...scenario, acts: scenario.acts.filter((one) => one !== act) })),
    ...partsOf(calls).map((part): Reduction => (scenario) => {
      return { ...scenario, calls: scenario.calls.filter((call) => !part.has(call)) };
    }),
  ];
}

function withoutPrincipal(scenario: Scenario, name: string): Scenario {
  return {
    ...scenario,
    principals: scenario.principals.filter((one) => one.name !== name),
    acts: scenario.acts.filter(({ of }) => of !== name),
    calls: scenario.calls.filter(({ by }) => by !== name),
  };
}

function withoutOutage(scenario: Scenario, outage: Scenario['faults']['outages'][number]): Scenario {
  const outages = scenario.faults.outages.filter((one) => one !== outage);
  return { ...scenario, faults: { ...scenario.faults, outages } };
}

function withoutRate(scenario: Scenario, kind: keyof FaultRates): Scenario {
  return { ...scenario, faults: { ...scenario.faults, rates: { ...scenario.faults.rates, [kind]: 0 } } };
}

/** Halves, quarters and so on; single items if there are few. */
function partsOf<T>(items: readonly T[]): readonly ReadonlySet<T>[] {
  const parts: ReadonlySet<T>[] = [];
  for (
    let length = Math.ceil(items.length / 2);
    length >= Math.max(1, items.length / 32);
    length = Math.floor(length / 2)
  ) {
    for (let start = 0; start < items.length; start += length) parts.push(new Set(items.slice(start, start + length)));
  }
  return parts;
}

function sizeOf({ principals, calls, acts, faults }: Scenario): number {
  const rates = Object.values(faults.rates).filter((rate) => rate > 0).length;
  return principals.length + calls.length + acts.length + rates + faults.outages.length + (faults.skewMs > 0 ? 1 : 0);
}
