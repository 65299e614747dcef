import { withMarkedPart } from '../docs/markedPart.js';
import type { Item, Part, Step } from './item.js';
import { PARTS } from './items/all.js';

/** docs/first-deployment.md with its checklist written anew. `decisions` are the names of the files of decisions. */
export function checklistPage(page: string, decisions: readonly string[]): string {
  return withMarkedPart(page, `\n${linked(PARTS.map(section).join('\n\n'), decisions)}\n`);
}

function section({ title, items }: Part): string {
  return [`## ${title}`, ...items.map(itemText)].join('\n\n');
}

function itemText({ id, claim, why, steps, expect, otherwise, look }: Item): string {
  const needs = look?.actions.map((action) => `\`${action}\``).join(', ');
  const reads = needs === undefined ? 'By hand.' : `Read by the command, which needs ${needs}.`;
  const lines = [`- Expect: ${expect}`, `- If it differs: ${otherwise}`, `- ${reads}`];
  const parts = [`### ${id}`, `**${claim}** ${why}`, steps.map(stepText).join('\n'), lines.join('\n')];
  return parts.filter((part) => part !== '').join('\n\n');
}

function stepText(step: Step, index: number): string {
  return `${index + 1}. ${'say' in step ? step.say : `\`${step.run}\``}`;
}

/** Pages and decisions as links. */
function linked(text: string, decisions: readonly string[]): string {
  return text
    .replace(/docs\/((?:runbooks\/)?([a-z-]+)\.md)/g, (_, path: string, name: string) => `[${name}](${path})`)
    .replace(/decision (\d+)/g, (whole, number: string) => {
      const file = decisions.find((name) => Number(name.slice(0, 4)) === Number(number));
      return file === undefined ? whole : `[${whole}](decisions/${file})`;
    });
}
