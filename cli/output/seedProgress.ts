/** A line on standard error on a terminal, written directly: a bar's timers would run on the world's time. */
export function seedProgress(total: number): { readonly done: (seeds: number) => void; readonly stop: () => void } {
  const isWatched = process.stderr.isTTY && total > 1;
  const write = (text: string): void => {
    if (isWatched) process.stderr.write(`\r${text.padEnd(30)}`);
  };
  return {
    done: (seeds) => {
      write(`${seeds} of ${total} seeds played`);
    },
    stop: () => {
      if (isWatched) process.stderr.write(`\r${' '.repeat(30)}\r`);
    },
  };
}
