import { HOUR_MS } from './hours.js';
import type { Span } from './generateCalls.js';
import type { Random } from './random.js';
import type { SimulatedAct, SimulatedPrincipal } from './scenario.js';

/** What people do to principals and budgets, in order of time. */
export function generateActs(
  random: Random,
  principals: readonly SimulatedPrincipal[],
  { start, end }: Span,
): readonly SimulatedAct[] {
  const count = random.chance(0.3) ? 0 : random.integer(1, 10);
  const acts = Array.from({ length: count }, (): SimulatedAct => {
    const at = Math.floor(start + HOUR_MS + random.fraction() * (end - start - HOUR_MS));
    const of = random.of(principals).name;
    const kind = random.pick(
      ...(['edit-limit', 'edit-limit', 'suspend-by-hand', 'restore-by-hand'] as const),
      ...(['restore-by-hand', 'detach-deny', 'detach-deny', 'log-garbage', 'attach', 'detach', 'delete'] as const),
    );
    switch (kind) {
      case 'edit-limit':
        return { at, of, kind, limitUsd: random.pick('0.25', '1', '4', '25') };
      case 'attach':
      case 'detach':
        return { at, of, kind, policy: random.pick('team-1', 'team-2') };
      case 'delete':
        return { at, of, kind, ...(random.chance(0.6) ? { againAfterMs: random.magnitude(1000, 48 * HOUR_MS) } : {}) };
      default:
        return { at, of, kind };
    }
  });
  return acts.sort((left, right) => left.at - right.at);
}

/** What people do to budgets of persons, and to the document that denies them. */
export function generatePersonActs(
  random: Random,
  persons: readonly SimulatedPrincipal[],
  { start, end }: Span,
): readonly SimulatedAct[] {
  const count = persons.length === 0 || random.chance(0.3) ? 0 : random.integer(2, 9);
  return Array.from({ length: count }, (): SimulatedAct => {
    const at = Math.floor(start + HOUR_MS + random.fraction() * (end - start - HOUR_MS));
    const of = random.of(persons).name;
    const kind = random.pick(
      ...(['take-out-of-document', 'take-out-of-document', 'take-out-of-document'] as const),
      ...(['suspend-by-hand', 'restore-by-hand', 'edit-limit'] as const),
    );
    return kind === 'edit-limit' ? { at, of, kind, limitUsd: random.pick('0.25', '1', '4', '25') } : { at, of, kind };
  });
}

/** Somebody switches between observe and enforce, once or a few times; in most scenarios nobody does. */
export function withSwitches(
  random: Random,
  acts: readonly SimulatedAct[],
  [principal]: readonly SimulatedPrincipal[],
  { start, end }: Span,
): readonly SimulatedAct[] {
  const count = principal === undefined || random.chance(0.7) ? 0 : random.integer(1, 4);
  const switches = Array.from({ length: count }, (): SimulatedAct => {
    const at = Math.floor(start + random.fraction() * (end - start));
    const value = random.pick('observe', 'enforce');
    return { at, of: principal?.name ?? '', kind: 'set-setting', name: 'enforcement', value };
  });
  return [...acts, ...switches].sort((left, right) => left.at - right.at);
}
