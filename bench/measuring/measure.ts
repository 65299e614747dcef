import { spawnSync } from 'node:child_process';

export interface Run {
  readonly cpuMs: number;
  /** By the clock, the start of the process included. */
  readonly elapsedMs: number;
  readonly peakMb: number;
  readonly output: string;
}

/** Runs a script in its own process and measures it. Its output is kept on request. */
export function measure(script: string, args: readonly string[], keepOutput = false): Run {
  const preload = ['--import', 'tsx', '--import', './bench/measuring/reportUsage.ts'];
  const stdio = ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'] as const;
  const start = performance.now();
  const run = spawnSync(process.execPath, [...preload, script, ...args], { encoding: 'utf8', stdio: [...stdio] });
  const elapsedMs = performance.now() - start;
  if (run.status !== 0)
    throw new Error(`${script} ${args.join(' ')}: exit ${run.status ?? 'by signal'}: ${run.stderr}`);
  const usage = JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '{}') as { cpuMs: number; peakMb: number };
  return { ...usage, elapsedMs, output: keepOutput ? run.stdout : '' };
}

/** The command as users start it. */
export function measureCommand(args: readonly string[], keepOutput = false): Run {
  return measure('bin/budgeteer.js', args, keepOutput);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
