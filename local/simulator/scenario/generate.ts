import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../domain/instant.js';
import { startOf, withTerms } from './generateTerms.js';
import { generateActs, generatePersonActs, withSwitches } from './generateActs.js';
import { generateFaults } from './generateFaults.js';
import { generateCalls, withDoubles, type Span } from './generateCalls.js';
import { generatePersons, withTwin } from './generatePersons.js';
import { Random } from './random.js';
import type { PrincipalKind, Scenario, SimulatedPrincipal } from './scenario.js';

const KINDS: readonly PrincipalKind[] = ['user', 'user', 'api-key', 'role', 'role', 'sso', 'protected', 'root'];

const NAMES: Readonly<Record<PrincipalKind, string>> = {
  user: 'user-',
  'api-key': 'BedrockAPIKey-',
  role: 'role-',
  sso: 'AWSReservedSSO_',
  protected: 'protected-',
  root: 'root-',
  person: '',
};

/** Principals, calls, acts and faults, all derived from one number. */
export function generateScenario(seed: number, days: number, modelIds: readonly string[]): Scenario {
  const random = new Random(seed * 7919 + 1);
  const principals = principalsOf(random);
  const observing = new Random(seed * 32_452_843 + 1);
  const settings = { ...settingsOf(random), ...enforcementOf(observing) };
  const terms = new Random(seed * 49_979_687 + 1);
  const start = startOf(terms);
  const span = { start, end: start + days * DAY_MS };
  const made = generateCalls(random, principals, modelIds, span);
  const calls = withDoubles(new Random(seed * 104_729 + 1), made);
  const acts = withSwitches(observing, generateActs(random, principals, span), principals, span);
  const faults = generateFaults(random, seed, span);
  const scenario = { seed, start, days, settings, entries: {}, principals, calls, acts, faults };
  const inhabited = withPersons(new Random(seed * 86_028_121 + 1), scenario, modelIds, span);
  return withTerms(terms, inhabited, span);
}

/** From a generator of its own, so that other choices of a seed stay the same. */
function withPersons(
  random: Random,
  scenario: Omit<Scenario, 'fallsBackToBoundary' | 'isDirect' | 'suspendedBefore'>,
  modelIds: readonly string[],
  span: Span,
): Scenario {
  const persons = generatePersons(random);
  const made = withTwin(random, generateCalls(random, persons.principals, modelIds, span), persons.principals);
  const acts = generatePersonActs(random, persons.principals, span);
  return {
    ...scenario,
    fallsBackToBoundary: scenario.seed % 2 === 1,
    isDirect: scenario.seed % 3 === 0,
    settings: { ...scenario.settings, ...persons.settings },
    principals: [...scenario.principals, ...persons.principals],
    suspendedBefore: persons.suspendedBefore,
    calls: [...scenario.calls, ...made].sort(
      (left, right) => left.at - right.at || (left.requestId < right.requestId ? -1 : 1),
    ),
    acts: [...scenario.acts, ...acts].sort((left, right) => left.at - right.at),
  };
}

/** Together with the policy that gives access, IAM's maximum. */
const NINE = Array.from({ length: 9 }, (_, index) => `team-${index + 1}`);

/** The first can always be suspended. */
function principalsOf(random: Random): readonly SimulatedPrincipal[] {
  const count = random.integer(3, 7);
  return Array.from({ length: count }, (_, index) => {
    const kind = index === 0 ? random.pick('user', 'role', 'api-key') : random.of(KINDS);
    const isCrowded = random.chance(0.2);
    const policies = (isCrowded ? NINE : ['team-1', 'team-2']).filter(() => isCrowded || random.chance(0.4));
    return { name: `${NAMES[kind]}${index + 1}`, kind, policies, hasOwnAccess: random.chance(0.3) };
  });
}

/** From a generator of its own, so that other choices of a seed stay the same. */
function enforcementOf(random: Random): Readonly<Record<string, string>> {
  return random.chance(0.15) ? { enforcement: 'observe' } : {};
}

function settingsOf(random: Random): Readonly<Record<string, string>> {
  return {
    budgetLimitUsd: random.pick('0.5', '1', '2.75', '10'),
    gracePeriodSeconds: String(random.pick(300, 0, 30, 3600, (6 * 60 * MINUTE_MS) / SECOND_MS)),
    hardStopPercent: random.pick('off', 'off', '120', '200'),
    refreshPeriodDays: random.pick('30', '7', '1', '3'),
    protectedPrincipals: 'arn:aws:iam::*:user/protected-*',
  };
}
