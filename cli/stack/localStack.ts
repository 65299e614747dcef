import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import type { BudgetStatusOutput, OperatorInput } from '../../handlers/contracts/tasks.js';
import { createSettingsCache } from '../../handlers/settings/settingsCache.js';
import type { World } from '../../local/world/world.js';
import { silentTelemetry } from './silentTelemetry.js';
import { UserError } from '../userError.js';
import { keepWorld, openWorld } from './keptWorld.js';
import { outputsIn } from './outputs.js';
import type { Stack } from './stack.js';

/** Longer than any function of the stack may run. */
const LONGEST_CALL_MS = 15 * MINUTE_MS;

/** Until what a change has told is where it goes: the stream, the bus, the audit log. A folder keeps no messages. */
const UNDER_WAY_MS = 10 * SECOND_MS;

/** The stack in a world that `budgeteer start --keep` wrote. Throws UserError, WorldError. */
export async function openLocalStack(folder: string): Promise<Stack> {
  const { world, origin, plan } = await openWorld(folder);
  const outputs = outputsIn(plan.outputs, folder);
  const { homeRegion, settings: path } = outputs;
  const { time, tables, parameters, journal } = world;
  const atFirst = journal.entries.length;
  const source = parameters.below(homeRegion, path);
  const clock = { now: () => time.now(), sleep: (milliseconds: number) => time.runUntil(time.now() + milliseconds) };
  let isChanged = false;
  const put = (name: string, value: string): Promise<void> => {
    isChanged = true;
    parameters.put(homeRegion, `${path}overrides/${name}`, value);
    return Promise.resolve();
  };
  return {
    name: outputs.stack,
    accountId: outputs.accountId,
    homeRegion,
    regions: outputs.regions,
    ingestionPath: outputs.ingestionPath,
    clock,
    budgets: tables.budgets,
    usage: tables.budgets,
    audit: tables.audit,
    prices: tables.prices,
    overrides: {
      put,
      remove: (name) => {
        isChanged = true;
        parameters.remove(homeRegion, `${path}overrides/${name}`);
        return Promise.resolve();
      },
    },
    settings: createSettingsCache({ source, clock: time, telemetry: silentTelemetry }, 0),
    storedSettings: () => source.read(),
    caller: () => Promise.resolve(world.people.administratorArn()),
    operate: (input) => {
      isChanged = true;
      return operateIn(world, input);
    },
    readUnits: () => 0,
    reach: { kind: 'local', outputs, world },
    close: async () => {
      try {
        if (!isChanged && journal.entries.length === atFirst) return;
        await time.runUntil(time.now() + UNDER_WAY_MS);
        keepWorld(folder, origin, world, 'opened');
      } finally {
        time.close();
      }
    },
  };
}

async function operateIn(world: World, input: OperatorInput): Promise<BudgetStatusOutput> {
  const { journal, functions, time } = world;
  journal.add({ kind: 'operated', operation: input.operation, input: { ...input } });
  const arn = functions.declarations.find(({ entry }) => entry === 'budgetStatus')?.arn ?? '';
  const call: { answer?: BudgetStatusOutput; error?: unknown } = {};
  functions.invoke(arn, input).then(
    (answer) => {
      call.answer = answer as BudgetStatusOutput;
    },
    (error: unknown) => {
      call.error = error ?? new Error('no reason');
    },
  );
  const deadline = time.now() + LONGEST_CALL_MS;
  while (call.answer === undefined && call.error === undefined && time.now() < deadline) {
    await time.runUntil(time.now() + SECOND_MS);
  }
  if (call.answer !== undefined) return call.answer;
  const { error } = call;
  throw new UserError(`budget-status: ${error instanceof Error ? error.message : 'no answer'}`, { cause: error });
}
