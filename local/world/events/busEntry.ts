import type { JsonObject } from '../../../domain/json.js';

/** What somebody puts on a bus. */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
  /** ISO 8601; the time of the call by default. */
  readonly time?: string;
}
