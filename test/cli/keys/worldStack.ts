import { readSettings, type Settings } from '../../../domain/settings/settings.js';
import type { BudgetStatusOutput, OperatorInput } from '../../../handlers/contracts/tasks.js';
import type { World } from '../../../local/world/world.js';
import type { Stack } from '../../../cli/stack/stack.js';

export const CALLER = 'arn:aws:iam::444455556666:user/lead';

/** What the commands about keys use of a stack, in a running world. */
export function worldStack(world: World, given: Partial<Stack> = {}): Stack {
  const status = world.functions.declarations.find(({ entry }) => entry === 'budgetStatus')?.arn ?? '';
  return {
    name: 'dev',
    accountId: world.accountId,
    homeRegion: 'us-east-1',
    clock: {
      now: () => world.time.now(),
      sleep: (milliseconds) => world.time.runUntil(world.time.now() + milliseconds),
    },
    budgets: world.tables.budgets,
    settings: () => Promise.resolve(DEFAULTS),
    caller: () => Promise.resolve(CALLER),
    operate: (input: OperatorInput) => answered(world, status, input),
    reach: { kind: 'local', world },
    ...given,
  } as Stack;
}

const DEFAULTS = defaults();

function defaults(): Settings {
  const read = readSettings({});
  if (read.kind === 'invalid') throw new TypeError(read.problems.join());
  return read.settings;
}

/** The function runs on the world's time. */
async function answered(world: World, arn: string, input: OperatorInput): Promise<BudgetStatusOutput> {
  const answer = world.functions.invoke(arn, input) as Promise<BudgetStatusOutput>;
  await world.time.runUntil(world.time.now() + 1000);
  return answer;
}
