import { Presets, SingleBar } from 'cli-progress';
import type { LogFile } from '../input/logFiles.js';

export interface Progress {
  readonly read: (bytes: number) => void;
  readonly stop: () => void;
}

/** Smaller inputs are read before a bar would be seen. */
const WORTH_A_BAR = 16 * 1024 * 1024;

/** For commands whose own output shows progress. */
export const NO_PROGRESS: Progress = { read: () => undefined, stop: () => undefined };

/** A progress bar on standard error for long reads on a terminal; otherwise nothing. */
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
