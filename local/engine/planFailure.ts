import type { Diagnostic } from './plan.js';

/** No plan: the project's files cannot be used, or its program failed. The message is meant for a person. */
export class PlanFailure extends Error {
  override readonly name = 'PlanFailure';
  /** What the program said until then. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[] = [], cause?: unknown) {
    super(message, { cause });
    this.diagnostics = diagnostics;
  }
}
