import type { Measure } from './measures.js';

/** The most of something that AWS takes. */
export interface Limit {
  /** Property names; `*` for each entry of a list or map. */
  readonly at: readonly string[];
  readonly max: number;
  readonly measure: Measure;
  /** Page of AWS's documentation. */
  readonly source: string;
  /** Of all resources with the same value there together, such as a role's inline policies. */
  readonly sumBy?: string;
}

/** What a name may consist of. */
export interface Form {
  readonly at: readonly string[];
  readonly pattern: RegExp;
  readonly source: string;
}

export interface Limits {
  readonly limits: readonly Limit[];
  readonly forms: readonly Form[];
}

/** Of one page. */
export function limitsOf(source: string, ...rows: readonly (readonly [string, number, Measure])[]): readonly Limit[] {
  return rows.map(([path, max, measure]) => ({ at: path.split('.'), max, measure, source }));
}

export function formOf(source: string, path: string, pattern: RegExp): Form {
  return { at: path.split('.'), pattern, source };
}
