/** What a field of a cron expression takes; names stand for the numbers from `min` on. */
export interface Field {
  readonly min: number;
  readonly max: number;
  readonly steps: boolean;
  readonly names?: readonly string[];
}

/** The values, ascending, that a field in capital letters lists: `*`, `a`, `a-b`, `x/n` of these, and lists of them. */
export function valuesOf(text: string, field: Field): readonly number[] | undefined {
  const parts = text.split(',').map((part) => partOf(part, field));
  const values = new Set<number>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const value of part) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

export function valueOf(text: string, { min, max, names = [] }: Field): number | undefined {
  const named = names.indexOf(text);
  const value = named >= 0 ? min + named : /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? value : undefined;
}

function partOf(part: string, field: Field): readonly number[] | undefined {
  const [base = '', step, ...others] = part.split('/');
  const stepped = step !== undefined;
  const by = stepped ? stepOf(step, field) : 1;
  const bounds = boundsOf(base, field, stepped);
  if (by === undefined || bounds === undefined || others.length > 0) return undefined;
  const [from, to] = bounds;
  return Array.from({ length: Math.max(0, Math.floor((to - from) / by) + 1) }, (_, index) => from + index * by);
}

/** `a/n` runs from a to the end of the field; a range runs forward only. */
function boundsOf(base: string, field: Field, stepped: boolean): readonly [number, number] | undefined {
  if (base === '*') return [field.min, field.max];
  const [low = '', high, ...others] = base.split('-');
  const from = valueOf(low, field);
  const to = high === undefined ? (stepped ? field.max : from) : valueOf(high, field);
  return from === undefined || to === undefined || from > to || others.length > 0 ? undefined : [from, to];
}

function stepOf(step: string, { max, steps }: Field): number | undefined {
  const by = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  return steps && by >= 1 && by <= max ? by : undefined;
}
