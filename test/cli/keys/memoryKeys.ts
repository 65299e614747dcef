import type { Budget } from '../../../domain/budget/budget.js';
import type { OperatorInput } from '../../../handlers/contracts/tasks.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { Journal } from '../../../local/world/journal.js';
import { People } from '../../../local/world/iam/people.js';
import type { World } from '../../../local/world/world.js';
import type { KeyStack } from '../../../cli/keys/createKey.js';
import { WorldKeys } from '../../../cli/keys/worldKeys.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';

export interface MemoryKeys {
  readonly iam: MemoryIam;
  readonly people: People;
  readonly keys: WorldKeys;
  readonly stack: KeyStack;
  /** What budget-status was asked for. */
  readonly operations: OperatorInput[];
  /** Answers for a budget by its status; nothing has one at first. */
  readonly budgets: Map<string, Budget['status']>;
}

/** An account without a stack: IAM in memory, and budgets that only have a status. */
export function memoryKeys(): MemoryKeys {
  const iam = new MemoryIam(ENFORCEMENT_CONFIG);
  const clock = new VirtualClock(Date.UTC(2026, 10, 28));
  const people = new People({
    iam,
    journal: new Journal(),
    record: () => undefined,
    accountId: '444455556666',
    partition: 'aws',
  });
  const world = { iam, people, time: clock, accountId: '444455556666' } as unknown as World;
  const operations: OperatorInput[] = [];
  const budgets = new Map<string, Budget['status']>();
  const read = (ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> =>
    Promise.resolve(
      new Map(ids.flatMap((id) => (budgets.has(id) ? [[id, { budget: { status: budgets.get(id) } }]] : []))),
    );
  const stack = {
    name: 'dev',
    clock,
    budgets: { read },
    caller: () => Promise.resolve('arn:aws:iam::444455556666:user/lead'),
    operate: (input: OperatorInput) => {
      operations.push(input);
      return Promise.resolve({ verdict: 'done' });
    },
  } as unknown as KeyStack;
  return { iam, people, keys: new WorldKeys(world), stack, operations, budgets };
}
