import { Writable } from 'node:stream';
import { TextOutput } from '../../../cli/output/textOutput.js';
import type { CountedStack } from '../../../cli/report/stackReport.js';
import type { AuditReader } from '../../../handlers/ports/auditReader.js';
import type { BudgetReader } from '../../../handlers/ports/budgetReader.js';
import type { UsageReader } from '../../../handlers/ports/usageReader.js';
import { NOW, settings } from '../../handlers/metering/meteringRig.js';

export interface Readers {
  readonly budgets: BudgetReader;
  readonly usage: UsageReader;
  readonly audit: AuditReader;
}

/** A stack as a report sees it, an hour after the calls of the metering rig. */
export function stackOf(readers: Readers, other: Partial<CountedStack> = {}): CountedStack {
  return {
    name: 'prod',
    accountId: '444455556666',
    clock: { now: () => NOW + 3_600_000 },
    settings: () => Promise.resolve(settings()),
    readUnits: () => 0,
    ...readers,
    ...other,
  };
}

export interface Printed {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

/** What a command prints. */
export async function printed(run: (output: TextOutput) => Promise<number>): Promise<Printed> {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  const output = new TextOutput(stream);
  const exitCode = await run(output);
  await output.flush();
  return { exitCode, lines: text.split('\n').slice(0, -1) };
}

export function rowsOf({ lines }: Printed): readonly Readonly<Record<string, unknown>>[] {
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
