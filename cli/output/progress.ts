import type { LogFile } from '../input/logFiles.js';
import { statusLine } from './statusLine.js';

export interface Progress {
  readonly read: (bytes: number) => void;
  readonly stop: () => void;
}

/** Less than this is read before a line could be seen. */
const WORTH_A_LINE = 16 * 1024 * 1024;

/** For commands whose own output shows progress. */
export const NO_PROGRESS: Progress = { read: () => undefined, stop: () => undefined };

/** How much is read, on standard error where a person watches a long read; otherwise nothing. */
export function createProgress(files: readonly LogFile[]): Progress {
  const total = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const line = statusLine(total >= WORTH_A_LINE);
  let done = 0;
  let shown = -1;
  return {
    read: (bytes) => {
      done += bytes;
      const percent = Math.min(100, Math.floor((100 * done) / total));
      if (percent !== shown) line.show(`reading logs: ${percent} %`);
      shown = percent;
    },
    stop: line.stop,
  };
}
