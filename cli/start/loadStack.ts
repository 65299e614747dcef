import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt } from '../../domain/json.js';
import type { Plan } from '../../local/engine/plan.js';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { PlanFailure } from '../../local/engine/planFailure.js';
import { readProject } from '../../local/engine/project.js';
import { runProgram } from '../../local/engine/runProgram.js';
import { projectFolder, projectRoot } from '../projectRoot.js';
import { regionOf } from '../stackRegion.js';
import { UserError } from '../userError.js';

export interface LoadedStack {
  readonly plan: Plan;
  /** Whether the account has a trail that the stack did not make. */
  readonly hasTrail: boolean;
}

/** What index.ts declares under a stack's settings, with some in their place, in an account. Throws UserError. */
export async function loadStack(
  stack: string,
  account: string | undefined,
  settings: Readonly<Record<string, string>> = {},
): Promise<LoadedStack> {
  const folder = projectFolder();
  try {
    const { config, name } = readProject(folder, stack);
    const region = regionOf(stack);
    const options = { folder, stack, mode: 'resolved', region, settings, cacheFolder: PLAN_CACHE } as const;
    const plan = await runProgram(account === undefined ? options : { ...options, account });
    return { plan, hasTrail: config.values[`${name}:trail`] === 'existing' };
  } catch (error) {
    if (error instanceof PlanFailure) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

/** Replies of the Price List API, as AWS gave them. */
const REPLIES = ['getproducts_ab-nova-micro-use1.json', 'getproducts_fm-opus-4-7-use1.json'];

export function savedProducts(): readonly unknown[] {
  return REPLIES.flatMap((file) => {
    const reply: unknown = JSON.parse(readFileSync(join(projectRoot(), 'prices', 'sources', file), 'utf8'));
    return arrayAt(reply, 'PriceList').map((product): unknown =>
      typeof product === 'string' ? JSON.parse(product) : product,
    );
  });
}
