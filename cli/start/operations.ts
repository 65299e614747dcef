import { readFileSync } from 'node:fs';
import { isObject, stringAt, type JsonObject } from '../../domain/json.js';
import { parseInstant, type Instant } from '../../domain/instant.js';
import type { World } from '../../local/world/world.js';
import { UserError } from '../userError.js';

/** What an operator asks of budget-status, and when. */
export interface Operation {
  readonly at: Instant;
  readonly input: JsonObject;
}

/** Reads one JSON object a line, the instant as `at`. Throws UserError naming file and line. */
export function readOperations(file: string): readonly Operation[] {
  const lines = textOf(file).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [operationOf(line, `${file}: line ${index + 1}`)]));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read`, { cause: error });
  }
}

function operationOf(line: string, place: string): Operation {
  const found = parsed(line);
  const at = parseInstant(stringAt(found, 'at') ?? '');
  if (!isObject(found) || at === undefined) {
    throw new UserError(`${place}: not a JSON object with an instant of ISO 8601 as at`);
  }
  const { at: _, ...input } = found;
  return { at, input };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Has the operator invoke the function at that instant; what it refuses is among the journal's failures. */
export function schedule(world: World, { at, input }: Operation): void {
  const arn = world.functions.declarations.find(({ entry }) => entry === 'budgetStatus')?.arn ?? '';
  world.time.at(at, () => {
    world.journal.add({ kind: 'operated', operation: stringAt(input, 'operation') ?? '', input });
    world.functions.invokeLater(arn, input);
  });
}
