import { Presets, SingleBar } from 'cli-progress';
import type { LogFile } from '../input/logFiles.js';

export interface Progress {
  readonly read: (bytes: number) => void;
  readonly stop: () => void;
}

/** Less than this is read before a bar could be seen. */
const WORTH_A_BAR = 16 * 1024 * 1024;

/** For commands whose own lines show how far they are. */
export const NO_PROGRESS: Progress = { read: () => undefined, stop: () => undefined };

/** A bar on standard error where a person watches a long read; otherwise nothing. */
export function createProgress(files: readonly LogFile[]): Progress {
  const total = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  if (!process.stderr.isTTY || total < WORTH_A_BAR) return NO_PROGRESS;
  const format = 'reading logs {bar} {percentage} % | {eta_formatted} left';
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true, etaBuffer: 1000 },
    Presets.shades_grey,
  );
  bar.start(total, 0);
  return {
    read: (bytes) => {
      bar.increment(bytes);
    },
    stop: () => {
      bar.stop();
    },
  };
}
