import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { runProgram, type RunOptions } from '../../local/engine/runProgram.js';
import { StackGraph } from './stackGraph.js';

/** Settings by name, without the project's namespace but for those of others, such as `aws:region`. */
export type StackFile = Readonly<Record<string, unknown>>;

/** What the program declares under a stack file of its own; on a busy machine that may take its time. */
export async function planned(
  settings: StackFile,
  { stack = 'test', mode = 'resolved', ...options }: Partial<Omit<RunOptions, 'folder'>> = {},
): Promise<StackGraph> {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-plan-'));
  const config = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name.includes(':') ? name : `bedrock-budgeteer:${name}`, value]),
  );
  try {
    writeFileSync(join(folder, 'Pulumi.yaml'), `main: ${resolve('.')}\n${readFileSync('Pulumi.yaml', 'utf8')}`);
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stringify({ config }));
    return new StackGraph(await runProgram({ folder, stack, mode, timeLimitSeconds: 600, ...options }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
