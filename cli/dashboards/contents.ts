import type { Line, Widget } from '../../infra/dashboards/widgets.js';

/** What kind of widget it is, as a reader would say. */
export const KIND_NAMES: Readonly<Record<Widget['kind'], string>> = {
  text: 'text',
  graph: 'graph',
  numbers: 'number',
  alarms: 'alarm status',
  log: 'log query',
};

/** What a widget shows, an entry a line. */
export function contentsOf(widget: Widget): readonly string[] {
  switch (widget.kind) {
    case 'text':
      return [];
    case 'numbers':
      return [...(widget.formulas === undefined ? [] : ['the sum of']), ...widget.lines.map(lineText)];
    case 'graph':
      return [
        ...(widget.formulas ?? []).map(({ label, expression }) => `${label}: ${expression}`),
        ...widget.lines.map(lineText),
      ];
    case 'alarms':
      return widget.alarmArns.map(alarmText);
    case 'log':
      return widget.query.split('\n');
  }
}

/** `metering-blindness, us-east-1` */
function alarmText(arn: string): string {
  const [, , , region = '', , , name = ''] = arn.split(':');
  return `${name.replace(/^bedrock-budgeteer-[a-z0-9]+-/, '')}, ${region}`;
}

/** The label, the metric where the label does not name it, and what is made of its values if not their sum. */
function lineText({ label, metric }: Line): string {
  const { namespace, name, statistic } = metric;
  const source = namespace.startsWith('AWS/') ? `${namespace} ${name}` : name;
  const how = statistic === 'Sum' ? '' : `, ${statistic}`;
  return label.startsWith(name) ? `${label}${how}` : `${label}: ${source}${how}`;
}
