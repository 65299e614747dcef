import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { PriceKey, PriceRow } from '../../domain/priceList/priceTable.js';

/** How long a row is good after its last refresh; a refresh runs daily, and its absence is alarmed long before. */
export const PRICE_RETENTION_MS = 35 * DAY_MS;

/** What stands behind an application inference profile: a model id, or a `global.` profile id. */
export interface ProfileRow {
  readonly profileArn: string;
  readonly modelId: string;
}

export interface PriceTable {
  /** Rows that are there and have not expired. */
  read(keys: readonly PriceKey[], now: Instant): Promise<readonly PriceRow[]>;
  readProfiles(profileArns: readonly string[], now: Instant): Promise<readonly ProfileRow[]>;
  /** Adds or replaces rows; they expire at an instant. */
  write(rows: readonly PriceRow[], updatedAt: Instant, expiresAt: Instant): Promise<void>;
  writeProfiles(rows: readonly ProfileRow[], updatedAt: Instant, expiresAt: Instant): Promise<void>;
  /** When a refresh last came to its end; undefined before the first. */
  refreshedAt(): Promise<Instant | undefined>;
  markRefreshed(at: Instant): Promise<void>;
  /** The services that have given rates of a Region so far. */
  servicesOf(region: string): Promise<readonly string[]>;
  writeServices(region: string, services: readonly string[], at: Instant): Promise<void>;
}
