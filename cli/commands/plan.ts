import { writeFileSync } from 'node:fs';
import type { Plan } from '../../local/engine/plan.js';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { PlanFailure } from '../../local/engine/planFailure.js';
import { runProgram } from '../../local/engine/runProgram.js';
import { breachesOf } from '../../local/limits/breaches.js';
import { componentGraph } from '../graph/componentGraph.js';
import { graphTextFor } from '../graph/graphText.js';
import { complain } from '../output/complaint.js';
import { planJson } from '../output/planJson.js';
import { planLines } from '../output/planTree.js';
import type { TextOutput } from '../output/textOutput.js';
import { regionOf } from '../stackRegion.js';
import { projectFolder } from '../projectRoot.js';
import { UserError } from '../userError.js';

export interface PlanOptions {
  readonly stack: string;
  readonly json?: true;
  readonly resolved?: true;
  readonly graph?: string;
}

/**
 * Shows what the Pulumi program in this folder declares, without an AWS account. Answers the exit code: 1 if AWS would
 * refuse something because of its size or name.
 */
export async function runPlan(options: PlanOptions, output: TextOutput): Promise<number> {
  const write = options.graph === undefined ? undefined : graphWriter(options.graph);
  const plan = await planned(options);
  write?.(plan);
  if (options.json) output.line(JSON.stringify(planJson(plan), null, 2));
  else for (const line of planLines(plan)) output.line(line);
  const breaches = breachesOf(plan);
  complain(breaches);
  return breaches.length > 0 ? 1 : 0;
}

async function planned({ stack, resolved }: PlanOptions): Promise<Plan> {
  try {
    const [mode, region] = [resolved ? 'resolved' : 'preview', regionOf(stack)] as const;
    return await runProgram({ folder: projectFolder(), stack, mode, region, cacheFolder: PLAN_CACHE });
  } catch (error) {
    if (error instanceof PlanFailure) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

/** Knows the format before the program runs, which takes a while. */
function graphWriter(file: string): (plan: Plan) => void {
  const textOf = graphTextFor(file);
  return (plan) => {
    try {
      writeFileSync(file, textOf(componentGraph(plan)));
    } catch (error) {
      throw new UserError(`${file}: cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  };
}
