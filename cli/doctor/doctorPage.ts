import { withMarkedPart } from '../docs/markedPart.js';
import { CHECKS } from './checks/all.js';
import type { Check } from './check.js';

/** docs/doctor.md with its part about the checks written anew. */
export function doctorPage(page: string): string {
  return withMarkedPart(page, `\n${CHECKS.map(section).join('\n\n')}\n`);
}

function section({ name, asks, means, fix, actions }: Check): string {
  const needed = actions.map((action) => `\`${action}\``).join(', ');
  return [`### ${name}`, `**${asks}** ${means}`, `- Fix: ${fix}\n- Needs ${needed}`].join('\n\n');
}
