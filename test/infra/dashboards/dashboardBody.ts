/** What CloudWatch's page "Dashboard Body Structure and Syntax" allows, as far as our widgets go. */

type Fields = Readonly<Record<string, unknown>>;

const DASHBOARD_KEYS = ['start', 'end', 'periodOverride', 'variables', 'widgets'];
const WIDGET_KEYS = ['type', 'x', 'y', 'width', 'height', 'properties'];
const VIEWS = ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'];
const STATISTICS = /^(SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(\.\d+)?)$/;

const PROPERTIES: Readonly<
  Record<string, { readonly required: readonly string[]; readonly allowed: readonly string[] }>
> = {
  text: { required: ['markdown'], allowed: ['background'] },
  alarm: { required: ['alarms'], allowed: ['sortBy', 'states', 'title'] },
  log: { required: ['region', 'query'], allowed: ['accountId', 'title', 'view'] },
  metric: {
    required: ['region', 'metrics'],
    allowed: [
      'accountId',
      'annotations',
      'liveData',
      'legend',
      'period',
      'sparkline',
      'stacked',
      'stat',
      'table',
    ].concat(['timezone', 'title', 'view', 'yAxis']),
  },
};

const RENDERING_KEYS = ['color', 'label', 'period', 'stat', 'visible', 'yAxis', 'id', 'region', 'accountId'];
const EXPRESSION_KEYS = ['expression', 'label', 'id'];
const ANNOTATION_KEYS = ['value', 'label', 'color', 'fill', 'yAxis', 'visible'];

/** What is wrong with a body, a line each. */
export function problemsOf(body: string): readonly string[] {
  const dashboard = JSON.parse(body) as Fields;
  const widgets = dashboard['widgets'] as readonly Fields[];
  return [
    ...unknown('dashboard', dashboard, DASHBOARD_KEYS),
    ...check(/^-P(T\d+[MH]|\d+[DWM])$/.test(String(dashboard['start'])), 'start is no span'),
    ...check(['auto', 'inherit'].includes(String(dashboard['periodOverride'])), 'periodOverride is neither'),
    ...check(widgets.length <= 500, 'more than 500 widgets'),
    ...widgets.flatMap((widget, index) => widgetProblems(widget).map((problem) => `widget ${index}: ${problem}`)),
  ];
}

function widgetProblems(widget: Fields): readonly string[] {
  const { type, x, y, width, height } = widget;
  const properties = widget['properties'] as Fields;
  const rules = PROPERTIES[String(type)];
  if (rules === undefined) return [`type ${String(type)} does not exist`];
  return [
    ...unknown('widget', widget, WIDGET_KEYS),
    ...[x, y, width, height].flatMap((size) => check(Number.isInteger(size), 'a place that is no whole number')),
    ...check(Number(x) >= 0 && Number(x) <= 23 && Number(y) >= 0, 'begins outside the grid'),
    ...check(Number(width) >= 1 && Number(x) + Number(width) <= 24, 'ends outside the grid'),
    ...check(Number(height) >= 1 && Number(height) <= 1000, 'is too high or has no height'),
    ...rules.required.flatMap((key) => check(properties[key] !== undefined, `lacks ${key}`)),
    ...unknown('properties', properties, [...rules.required, ...rules.allowed]),
    ...specific(String(type), properties),
  ];
}

function specific(type: string, properties: Fields): readonly string[] {
  if (type === 'metric') return metricProblems(properties);
  if (type === 'alarm') {
    const arns = properties['alarms'] as readonly string[];
    return [
      ...check(arns.length >= 1 && arns.length <= 100, 'has none or more than 100 alarms'),
      ...arns.flatMap((arn) =>
        check(/^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:[\w-]+$/.test(arn), `${arn} is no alarm`),
      ),
    ];
  }
  if (type === 'log') {
    const query = String(properties['query']);
    return [
      ...check(/^(SOURCE '[\w/-]+' \| )+fields /.test(query), 'a query without log groups'),
      ...check((query.match(/SOURCE/g) ?? []).length <= 50, 'more than 50 log groups'),
    ];
  }
  return check(String(properties['markdown']).length > 0, 'an empty text');
}

function metricProblems(properties: Fields): readonly string[] {
  const { view, period, metrics } = properties;
  const entries = metrics as readonly (readonly unknown[])[];
  const annotations = (properties['annotations'] ?? {}) as { readonly horizontal?: readonly Fields[] };
  const ids = entries.map((entry) => (entry.at(-1) as Fields)['id']);
  return [
    ...check(VIEWS.includes(String(view)), `view ${String(view)} does not exist`),
    ...check(Number(period) >= 60 && Number(period) % 60 === 0, 'a period that is no multiple of a minute'),
    ...check(entries.length >= 1 && entries.length <= 500, 'none or more than 500 metrics'),
    ...check(new Set(ids).size === ids.length, 'an id twice'),
    ...entries.flatMap(entryProblems),
    ...check(
      entries.some((entry) => (entry.at(-1) as Fields)['visible'] !== false),
      'nothing to see',
    ),
    ...(annotations.horizontal ?? []).flatMap((one) => [
      ...check(typeof one['value'] === 'number', 'an annotation without a value'),
      ...unknown('annotation', one, ANNOTATION_KEYS),
    ]),
  ];
}

function entryProblems(entry: readonly unknown[]): readonly string[] {
  const options = entry.at(-1) as Fields;
  if (entry.length === 1) return [...unknown('expression', options, EXPRESSION_KEYS), ...used(options)];
  const texts = entry.slice(0, -1);
  return [
    ...check(
      texts.every((text) => typeof text === 'string' && text !== ''),
      'a metric that is no list of texts',
    ),
    ...check(texts.length >= 2 && texts.length % 2 === 0, 'a dimension without a value'),
    ...check(STATISTICS.test(String(options['stat'])), `statistic ${String(options['stat'])} does not exist`),
    ...check(/^[a-z]\w*$/.test(String(options['id'])), 'an id that is none'),
    ...unknown('metric', options, RENDERING_KEYS),
  ];
}

function used({ expression }: Fields): readonly string[] {
  return check(typeof expression === 'string' && expression.length > 0, 'an empty expression');
}

function unknown(what: string, fields: Fields, known: readonly string[]): readonly string[] {
  return Object.keys(fields).flatMap((key) => check(known.includes(key), `${what}: ${key} does not exist`));
}

function check(holds: boolean, problem: string): readonly string[] {
  return holds ? [] : [problem];
}
