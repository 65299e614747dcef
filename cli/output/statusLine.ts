const WIDTH = 40;

export interface StatusLine {
  readonly show: (text: string) => void;
  /** Takes the line away. */
  readonly stop: () => void;
}

/** A line on standard error where a person waits. Written at once: timers may be those of a world. */
export function statusLine(isWorthIt: boolean): StatusLine {
  const isWatched = process.stderr.isTTY && isWorthIt;
  const write = (text: string): void => {
    if (isWatched) process.stderr.write(text);
  };
  return {
    show: (text) => {
      write(`\r${text.padEnd(WIDTH)}`);
    },
    stop: () => {
      write(`\r${' '.repeat(WIDTH)}\r`);
    },
  };
}
