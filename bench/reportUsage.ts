import { existsSync, readFileSync } from 'node:fs';

const LINUX_STATUS = '/proc/self/status';

// Preloaded into a measured process: its last line on standard error tells what it used.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`${JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: peakMb() })}\n`);
});

/** maxRSS is at least what the parent used when it started this process; Linux keeps this process's own peak. */
function peakMb(): number {
  if (!existsSync(LINUX_STATUS)) return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(LINUX_STATUS, 'utf8'))?.[1]) / 1024;
}
