import { isDenied, problemOf } from '../stack/awsProblem.js';
import type { Interruption } from '../interruption.js';
import { UserError } from '../userError.js';

/** One change, and how it is taken back. */
export interface Step {
  /** Such as `create user X`. */
  readonly what: string;
  readonly run: () => Promise<void>;
  /** Safe to repeat, and where the step had no effect. */
  readonly takeBack?: () => Promise<void>;
  /** What stays if it cannot be taken back, such as `user X`. */
  readonly leaves?: string;
}

/**
 * Runs the steps in their order. If one fails, or somebody interrupts, what was done is taken back in reverse order, the
 * failed step included, for its answer may be all that was lost. Throws UserError, which says what is left.
 */
export async function carryOut(steps: readonly Step[], interruption: Interruption): Promise<void> {
  const begun: Step[] = [];
  for (const step of steps) {
    try {
      assertGoesOn(interruption);
      begun.push(step);
      await step.run();
    } catch (error) {
      if (isDenied(error)) begun.pop();
      throw await takenBack(begun, error, interruption.isRequested ? 'interrupted' : step.what);
    }
  }
  if (interruption.isRequested) throw await takenBack(begun, new UserError('as you asked'), 'interrupted');
}

/** Throws UserError. */
export function assertGoesOn({ isRequested }: Interruption): void {
  if (isRequested) throw new UserError('as you asked');
}

async function takenBack(begun: readonly Step[], error: unknown, what: string): Promise<UserError> {
  const left: string[] = [];
  for (const { takeBack, leaves } of [...begun].reverse()) {
    try {
      await takeBack?.();
    } catch (problem) {
      left.push(`${leaves ?? 'something'} (${problemOf(problem)})`);
    }
  }
  const end = left.length === 0 ? 'nothing is left of it' : `LEFT, to be deleted by hand: ${left.join('; ')}`;
  return new UserError(`${what}: ${problemOf(error)}; ${end}`, { cause: error });
}
