import { DAY_MS, type Instant } from '../../../domain/instant.js';
import type { PriceBook } from '../../../domain/pricing/priceBook.js';
import type { Plan } from '../../engine/plan.js';
import type { Disturbances } from '../../world/disturbances.js';
import { createWorld, type World } from '../../world/world.js';
import { actIn } from '../scenario/acts.js';
import { configureAtStart } from '../scenario/configure.js';
import { Faults } from '../faults/faults.js';
import { HOUR_MS } from '../scenario/hours.js';
import { profilesOf } from '../scenario/profiles.js';
import { fillPersonPolicy } from '../scenario/fillPersonPolicy.js';
import { personsNamed } from '../scenario/generatePersons.js';
import { principalIdOf, settle } from '../scenario/inhabitants.js';
import { callIn } from './calling.js';
import { Lateness } from '../faults/lateness.js';
import { quietened } from '../checks/quiet.js';
import { redrive } from '../faults/redrive.js';
import type { Scenario } from '../scenario/scenario.js';
import type { PlanChoice } from '../scenario/stackSettings.js';
import { observed } from '../checks/observed.js';
import { Watch } from '../checks/watch.js';
import type { ChargedAt, Known } from '../checks/watched.js';

/** Breaks something beyond the faults, for tests that the checks notice it. */
export type Alteration = (disturbances: Disturbances) => Disturbances;

export interface SimulationOptions {
  /** The stack, with the settings that a scenario asks for. */
  readonly planOf: (choice: PlanChoice) => Promise<Plan>;
  readonly book: PriceBook;
  readonly alter?: Alteration;
  /** Without the table's stream, so that only the monitor's schedule finds budgets. */
  readonly isSweepOnly?: boolean;
}

/** A scenario that was played to its end and until everything came to rest. */
export interface Played {
  readonly scenario: Scenario;
  readonly world: World;
  readonly watch: Watch;
  readonly faults: Faults;
  readonly known: readonly Known[];
  readonly book: PriceBook;
  readonly endedAt: Instant;
}

/** Two days, a refresh, and the longest wait for a workflow that was stuck several times. */
export const REST_MS = 3 * DAY_MS + 3 * HOUR_MS;

/** Replaces the process's time by the world's until this resolves. */
export async function play(scenario: Scenario, options: SimulationOptions): Promise<Played> {
  const { book, isSweepOnly = false } = options;
  const plan = await options.planOf(scenario);
  const faults = new Faults(scenario.faults);
  const chargedAt = new Map<string, ChargedAt>();
  const lateness = new Lateness();
  const disturbances = disturbancesOf({ faults, chargedAt, lateness, world: () => world }, options);
  const world: World = createWorld({
    plan,
    start: scenario.start - HOUR_MS,
    disturbances,
    inferenceProfiles: profilesOf(scenario),
  });
  try {
    const watch = new Watch(
      denyArnsOf(world),
      chargedAt,
      personsNamed(scenario.suspendedBefore).map(({ principalId }) => principalId),
    );
    watch.attachTo(world, isSweepOnly);
    const known = scenario.principals.map((principal) => ({ principal, principalId: principalIdOf(principal, world) }));
    watch.configurations.push(configureAtStart(world, scenario));
    settle(world, scenario.principals);
    fillPersonPolicy(world, scenario.suspendedBefore);
    const parts = { world, watch, scenario, book, lateness };
    callIn(parts);
    actIn(parts);
    await world.time.runUntil(scenario.start + scenario.days * DAY_MS);
    faults.end();
    redrive(world);
    const endedAt = world.time.now();
    await world.time.runUntil(endedAt + REST_MS);
    return { scenario, world, watch, faults, known, book, endedAt };
  } finally {
    world.time.close();
  }
}

interface Means {
  readonly faults: Faults;
  readonly chargedAt: Map<string, ChargedAt>;
  readonly lateness: Lateness;
  readonly world: () => World;
}

function disturbancesOf(
  { faults, chargedAt, lateness, world }: Means,
  { alter = (unchanged) => unchanged }: SimulationOptions,
): Disturbances {
  const disturbances: Disturbances = {
    handler: (declaration, services, compose) => faults.handler(declaration, observed(services, chargedAt), compose),
    tasks: (services) => faults.tasks(services),
    arrivals: (passage) => {
      if (passage.kind !== 'log') return faults.arrivals(passage);
      return lateness.current.flatMap((lateMs) => faults.arrivals(passage).map((wait) => lateMs + wait));
    },
  };
  return quietened(alter(disturbances), world);
}

function denyArnsOf({ functions }: World): readonly string[] {
  const utilities = functions.declarations.find(({ entry }) => entry === 'iamUtilities');
  return [utilities?.variables['DENY_POLICY_ARN'] ?? '', utilities?.variables['DENY_BOUNDARY_ARN'] ?? ''];
}
