import { SETTING_NAMES } from '../../domain/settings/definitions.js';
import { isEntryName } from '../../domain/settings/entryTexts.js';
import { settleOverrides } from '../../handlers/settings/overrides.js';
import type { StoredSettings } from '../../handlers/ports/settingsSource.js';
import { edited, sourceOf, valueOf, type Edit } from '../config/edit.js';
import { confirm } from '../confirmation.js';
import { complain } from '../output/complaint.js';
import { fitTable } from '../output/fitTable.js';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';

export interface ConfigOptions {
  readonly json?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** What the settings, rules and teams are now, or one of them. Answers the exit code. Throws UserError. */
export async function runConfigGet(
  stack: Stack,
  name: string | undefined,
  { json }: ConfigOptions,
  output: TextOutput,
): Promise<number> {
  const stored = await stack.storedSettings();
  if (name !== undefined) {
    const value = valueOf(stored, name);
    output.line(json ? JSON.stringify({ name, value, from: sourceOf(stored, name) }) : value);
    return 0;
  }
  const names = [...SETTING_NAMES, ...Object.keys(stored.deployed).filter(isEntryName)];
  const rows = names.map((one) => ({ name: one, value: valueOf(stored, one), from: sourceOf(stored, one) }));
  if (json) for (const row of rows) output.line(JSON.stringify(row));
  else
    output.line(
      fitTable(
        ['setting', 'value', 'from'],
        rows.map(({ name: one, value, from }) => [one, value, from]),
        1,
      ),
    );
  complain(rejectedIn(stored));
  return 0;
}

/** Writes or removes one override. Answers the exit code. Throws UserError, and then nothing has changed. */
export async function runConfigEdit(
  stack: Stack,
  edit: Edit,
  options: ConfigOptions,
  output: TextOutput,
): Promise<number> {
  output.endsWhole();
  const stored = await stack.storedSettings();
  const { parameter, before, after } = edited(stored, edit);
  const overrides = { ...stored.overrides, [parameter]: after };
  const [from, to] = [valueOf(stored, edit.name), valueOf({ ...stored, overrides: defined(overrides) }, edit.name)];
  const isSame = before === after;
  const tell = (isChanged: boolean): void => {
    if (options.json) output.line(JSON.stringify({ name: edit.name, from, to, isChanged }));
  };
  if (!options.json) output.line(`${edit.name}: ${changeText(edit, from, to, isSame)}`);
  await output.flush();
  if (isSame || options.dryRun) {
    tell(false);
    if (!options.json) complain([isSame ? 'there is nothing to change' : 'nothing was changed: --dry-run']);
    return 0;
  }
  await confirm(`change ${parameter} of stack ${stack.name}?`, options);
  // Somebody may have changed the same list meanwhile.
  const now = edited(await stack.storedSettings(), edit);
  if (now.after === undefined) await stack.overrides.remove(parameter);
  else await stack.overrides.put(parameter, now.after);
  tell(true);
  return 0;
}

/** Of a list the entry alone, for a list may be long. */
function changeText({ kind, text }: Edit, from: string, to: string, isSame: boolean): string {
  if (from === to) return `${to}${isSame ? '' : ', without an override'}`;
  if (kind === 'add') return `+ ${text}`;
  return kind === 'remove' ? `- ${text}` : `${from} → ${to}`;
}

function rejectedIn({ deployed, overrides }: StoredSettings): readonly string[] {
  const settled = settleOverrides(deployed, overrides);
  if (settled.kind === 'invalid') return settled.problems;
  return settled.rejected.map(({ problem, name }) => `overrides/${name} counts for nothing: ${problem}`);
}

function defined(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
