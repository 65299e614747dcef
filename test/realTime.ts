/** A function that fake timers have put in place of the real one carries its clock. */
interface Replaced {
  readonly clock?: { uninstall(): void };
}

/** Gives back the real time, if it is replaced. */
export function restoreRealTime(): void {
  (globalThis.setTimeout as Replaced).clock?.uninstall();
}
