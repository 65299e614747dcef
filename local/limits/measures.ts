import { isObject } from '../../domain/json.js';
import type { PlanValue } from '../engine/plan.js';
import { isList, isPlanObject } from '../engine/planValue.js';

/** How AWS counts. A value that is not known, or of another kind, measures nothing. */
export const MEASURES = {
  characters: (value: PlanValue) => Array.from(textIn(value)).length,
  bytes: (value: PlanValue) => Buffer.byteLength(textIn(value)),
  /** As IAM counts the size of a policy. */
  'characters without white space': (value: PlanValue) => Array.from(textIn(value).replace(/\s/g, '')).length,
  entries: (value: PlanValue) => {
    if (isList(value)) return value.length;
    return isPlanObject(value) ? Object.keys(value).length : 0;
  },
  /** As Lambda counts an environment. */
  'bytes of names and values': (value: PlanValue) =>
    !isPlanObject(value)
      ? 0
      : Object.entries(value).reduce((sum, [name, text]) => sum + Buffer.byteLength(name + textIn(text)), 0),
  'of them': () => 1,
  /** Of an alarm. */
  'seconds evaluated': (alarm: PlanValue) => numberAt(alarm, 'period') * numberAt(alarm, 'evaluationPeriods'),
  /** Of a parameter; an advanced one holds more. */
  'bytes in the standard tier': (parameter: PlanValue) =>
    isPlanObject(parameter) && parameter['tier'] !== 'Advanced'
      ? Buffer.byteLength(textIn(parameter['insecureValue'] ?? parameter['value']))
      : 0,
  units: (value: PlanValue) => (typeof value === 'number' ? value : 0),
  statements: (value: PlanValue) => listIn(textIn(value), 'Statement').length,
  widgets: (value: PlanValue) => listIn(textIn(value), 'widgets').length,
  'metrics in a widget': (value: PlanValue) => Math.max(0, ...metricsOf(value)),
  'metrics in all': (value: PlanValue) => metricsOf(value).reduce((sum, count) => sum + count, 0),
} as const satisfies Readonly<Record<string, (value: PlanValue) => number>>;

export type Measure = keyof typeof MEASURES;

function textIn(value: PlanValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberAt(value: PlanValue, key: string): number {
  const found = isPlanObject(value) ? value[key] : undefined;
  return typeof found === 'number' ? found : 0;
}

function metricsOf(body: PlanValue): readonly number[] {
  return listIn(textIn(body), 'widgets').map((widget) =>
    isObject(widget) && isObject(widget['properties']) ? count(widget['properties']['metrics']) : 0,
  );
}

function count(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function listIn(json: string, key: string): readonly unknown[] {
  if (json === '') return [];
  const value: unknown = JSON.parse(json);
  const list = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}
