import type { AlarmKindSpec } from '../../../infra/monitoring/alarmKind.js';
import { KINDS, kindSpec } from '../../../infra/monitoring/alarmKinds.js';

/** The rows of the table in docs/monitoring.md, as they have to be: a cell each. */
export function alarmRows(): readonly (readonly string[])[] {
  return KINDS.map((kind) => {
    const spec = kindSpec(kind);
    const level = spec.onlyInFull === true ? 'full' : 'essential';
    const missing = `${spec.missing}: ${spec.because}`;
    return [`[${kind}](runbooks/${kind}.md)`, spec.title, level, spec.topic, when(spec), missing];
  });
}

function when({ comparison, threshold, unit, periodSeconds, periods: [breaching, of] }: AlarmKindSpec): string {
  const period = periodSeconds === 3600 ? 'hour' : `${periodSeconds / 60} minutes`;
  const often = of === 1 ? `in ${period === 'hour' ? 'an hour' : period}` : `in ${breaching} of ${of} × ${period}`;
  return `${comparison.replace('-', ' ')} ${threshold.toLocaleString('en-US')} ${unit} ${often}`;
}

/** The rows of the tables of a page, without the padding that makes them straight. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}
