import { notChecked, type Finding } from '../finding.js';

/** For what cannot be seen while another check has a problem. */
export function dependsOn(place: string, check: string): Finding {
  return notChecked(`${place}: see ${check}`);
}

/** Puts back what the stack declares. */
export function up(stack: string): string {
  return `pulumi up --stack ${stack}`;
}

/** What the program declares and somebody may have changed by hand. */
export function refreshedUp(stack: string): readonly string[] {
  return [`pulumi refresh --stack ${stack}`, up(stack)];
}

/** `1 call`, `2 calls`. */
export function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
