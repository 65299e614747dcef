import type { Plan, PlanMode } from '../../local/engine/plan.js';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { runProgram } from '../../local/engine/runProgram.js';

/** Runs the program with a stack file of its own; `config` is YAML, two spaces in. */
export function planWith(config: string, mode: PlanMode = 'preview', stack = 'test'): Promise<Plan> {
  const stackText = `config:\n${config}`;
  return runProgram({ folder: '.', stack, stackText, mode, timeLimitSeconds: 900, cacheFolder: PLAN_CACHE });
}
