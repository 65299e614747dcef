/** Whether somebody has asked the command to stop. */
export interface Interruption {
  readonly isRequested: boolean;
}

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Runs work that must not be cut in the middle: Ctrl-C is noted, and the work ends itself where it can. */
export async function interruptible<T>(work: (interruption: Interruption) => Promise<T>): Promise<T> {
  const interruption = { isRequested: false };
  const onSignal = (): void => {
    interruption.isRequested = true;
    process.stderr.write('budgeteer: stops after this step\n');
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(interruption);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
