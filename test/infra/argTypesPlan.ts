import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Plan } from '../../local/engine/plan.js';
import { runProgram } from '../../local/engine/runProgram.js';

const TIME_LIMIT_SECONDS = 600;

/** What the program declares in a preview of a stack with some of its settings changed. */
export async function previewOf(stack: string, settings: Readonly<Record<string, string>> = {}): Promise<Plan> {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-types-'));
  try {
    const file = `Pulumi.${stack}.yaml`;
    const { config } = parse(readFileSync(file, 'utf8')) as { readonly config: Readonly<Record<string, unknown>> };
    writeFileSync(join(folder, 'Pulumi.yaml'), `main: ${resolve('.')}\n${readFileSync('Pulumi.yaml', 'utf8')}`);
    writeFileSync(join(folder, file), stringify({ config: { ...config, ...settings } }));
    return await runProgram({ folder, stack, mode: 'preview', timeLimitSeconds: TIME_LIMIT_SECONDS });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
