/** From, to. */
export type Edge = readonly [string, string];

/** The arrows of the Mermaid flowcharts of a page, by the ids of their nodes; `a & b --> c` are two. */
export function edgesOf(page: string): readonly Edge[] {
  const charts = [...page.matchAll(/^```mermaid\n(.*?)^```/gms)].map(([, chart = '']) => chart);
  return charts.flatMap((chart) => chart.split('\n').flatMap(edgesIn));
}

function edgesIn(line: string): readonly Edge[] {
  const groups = line.split(/ --> | -- [a-z ]+ --> /).map(idsIn);
  return groups.slice(1).flatMap((targets, index) => {
    return (groups[index] ?? []).flatMap((from) => targets.map((to): Edge => [from, to]));
  });
}

function idsIn(group: string): readonly string[] {
  return group.split(' & ').map((node) => /^[\w-]+/.exec(node.trim())?.[0] ?? node);
}
