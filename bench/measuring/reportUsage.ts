import { existsSync, readFileSync } from 'node:fs';

const LINUX_STATUS = '/proc/self/status';

// Preloaded into a measured process: writes its usage as the last line on standard error.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`${JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: peakMb() })}\n`);
});

/** maxRSS includes the parent's usage at the start; Linux also reports this process's own peak. */
function peakMb(): number {
  if (!existsSync(LINUX_STATUS)) return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(LINUX_STATUS, 'utf8'))?.[1]) / 1024;
}
