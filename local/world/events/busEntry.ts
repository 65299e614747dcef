import type { JsonObject } from '../../../domain/json.js';

/** An entry of PutEvents. */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
  /** ISO 8601; by default the time of the call. */
  readonly time?: string;
}
