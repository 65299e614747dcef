import { spawnSync } from 'node:child_process';

export interface Spent {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** CPU time of a command, user and system, with that of all that it starts. Throws if it fails. */
export function spentBy(command: string, env: NodeJS.ProcessEnv = {}): Spent {
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${command} >/dev/null || exit; times`], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command}: exit ${status ?? 'by signal'}: ${stderr.trim()}`);
  return { cpuSeconds: secondsOfChildren(stdout), wallSeconds: (performance.now() - before) / 1000 };
}

/** POSIX, `times`: the second line is of the children, `0m4.20s 0m0.51s`. */
function secondsOfChildren(times: string): number {
  const [, line = ''] = times.split('\n');
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`not what times prints: ${times}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
