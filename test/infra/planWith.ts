import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Plan, PlanMode } from '../../local/engine/plan.js';
import { runProgram } from '../../local/engine/runProgram.js';

/** Runs the program with a stack file of its own; `config` is YAML, two spaces in. */
export async function planWith(config: string, mode: PlanMode = 'preview', stack = 'test'): Promise<Plan> {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-config-'));
  try {
    writeFileSync(join(folder, 'Pulumi.yaml'), `main: ${resolve('.')}\n${readFileSync('Pulumi.yaml', 'utf8')}`);
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), `config:\n${config}`);
    return await runProgram({ folder, stack, mode, timeLimitSeconds: 900 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
