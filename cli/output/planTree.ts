import { Secret, Unknown, type Plan, type PlannedResource, type PlanValue } from '../../local/engine/plan.js';
import { childrenByParent } from '../../local/engine/resourceTree.js';
import { colours } from './display.js';
import { valueJson } from './planJson.js';

/** A plan for people, one line a resource. */
export function planLines(plan: Plan): readonly string[] {
  const { project, stack, mode, resources, diagnostics, notes } = plan;
  return [
    colours.strong(`${project}/${stack}, ${mode}: ${resources.length} resources`),
    ...treeLines(resources),
    ...section('By type', typeLines(resources)),
    ...section('Outputs', outputLines(plan)),
    ...section(
      'What the program said',
      diagnostics.map(({ severity, message }) => `${severity}: ${message}`),
    ),
    ...section('What a deployment would know better', notes),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', colours.strong(title), ...lines.map((line) => `  ${line}`)];
}

function treeLines(resources: readonly PlannedResource[]): readonly string[] {
  const children = childrenByParent(resources);
  const below = (urn: string | undefined, indent: string): readonly string[] => {
    const siblings = children.get(urn) ?? [];
    return siblings.flatMap((resource, index) => {
      const isLast = index === siblings.length - 1;
      const branch = `${indent}${isLast ? '└─ ' : '├─ '}${resourceLine(resource)}`;
      return [branch, ...below(resource.urn, `${indent}${isLast ? '   ' : '│  '}`)];
    });
  };
  return below(undefined, '');
}

function resourceLine({ type, name, dependencies, remote, origin }: PlannedResource): string {
  const marks = [
    ...(dependencies.length === 0 ? [] : [`uses ${dependencies.length}`]),
    ...(remote ? ['remote'] : []),
    ...(origin === 'declared' ? [] : [origin]),
  ];
  return `${colours.quiet(type)} ${name}${marks.length === 0 ? '' : colours.quiet(` (${marks.join(', ')})`)}`;
}

function typeLines(resources: readonly PlannedResource[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort().map(([type, count]) => `${String(count).padStart(4)}  ${type}`);
}

function outputLines({ outputs }: Plan): readonly string[] {
  return Object.entries(outputs).map(([name, value]) => `${name}: ${displayed(value)}`);
}

function displayed(value: PlanValue): string {
  if (value instanceof Unknown) return '[unknown]';
  if (value instanceof Secret) return '[secret]';
  return typeof value === 'string' ? value : JSON.stringify(valueJson(value));
}
