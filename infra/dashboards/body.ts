import type { Placed } from './layout.js';
import type { Formula, Line, Widget } from './widgets.js';

export interface Dashboard {
  /** Last part of its physical name. */
  readonly name: string;
  /** What it shows when opened, such as `-PT12H`. */
  readonly start: string;
  readonly widgets: readonly Placed[];
}

/** A dashboard as CloudWatch's API takes it (CloudWatch User Guide, "Dashboard Body Structure and Syntax"). */
export function dashboardBody({ start, widgets }: Dashboard): string {
  return JSON.stringify({
    start,
    // Widgets keep their own period for every time range: a sum of a day stays one.
    periodOverride: 'inherit',
    widgets: widgets.map(({ widget, ...place }) => ({ ...place, ...typed(widget) })),
  });
}

function typed(widget: Widget): { readonly type: string; readonly properties: Readonly<Record<string, unknown>> } {
  switch (widget.kind) {
    case 'text':
      return { type: 'text', properties: { markdown: widget.markdown, background: 'transparent' } };
    case 'alarms':
      return {
        type: 'alarm',
        properties: { title: widget.title, alarms: widget.alarmArns, sortBy: 'stateUpdatedTimestamp' },
      };
    case 'log':
      return { type: 'log', properties: logProperties(widget) };
    case 'numbers':
      return { type: 'metric', properties: { ...seriesProperties(widget), view: 'singleValue' } };
    case 'graph':
      return { type: 'metric', properties: graphProperties(widget) };
  }
}

function logProperties({ title, region, logGroups, query }: Extract<Widget, { kind: 'log' }>): Record<string, unknown> {
  const sources = logGroups.map((group) => `SOURCE '${group}'`).join(' | ');
  return { title, region, query: `${sources} | ${query}`, view: 'table' };
}

function graphProperties(widget: Extract<Widget, { kind: 'graph' }>): Record<string, unknown> {
  const { stacked = false, limit } = widget;
  return {
    ...seriesProperties(widget),
    view: 'timeSeries',
    stacked,
    yAxis: { left: { min: 0, showUnits: false }, right: { min: 0, showUnits: false } },
    ...(limit === undefined ? {} : { annotations: { horizontal: [{ ...limit, color: '#d13212' }] } }),
  };
}

function seriesProperties({
  title,
  region,
  periodSeconds: period,
  lines,
  formulas = [],
}: Extract<Widget, { kind: 'graph' | 'numbers' }>): Record<string, unknown> {
  const isHidden = formulas.length > 0;
  const metrics = [...formulas.map(formulaEntry), ...lines.map((one, index) => lineEntry(one, index, isHidden))];
  return { title, region, period, metrics };
}

function formulaEntry({ label, expression }: Formula, index: number): readonly unknown[] {
  return [{ expression, label, id: `e${index}` }];
}

function lineEntry({ label, metric, region, axis }: Line, index: number, isHidden: boolean): readonly unknown[] {
  const { namespace, name, dimensions, statistic } = metric;
  return [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    {
      id: `m${index}`,
      label,
      stat: statistic,
      ...(region === undefined ? {} : { region }),
      ...(axis === undefined ? {} : { yAxis: axis }),
      ...(isHidden ? { visible: false } : {}),
    },
  ];
}
