import type { Instant } from '../../domain/instant.js';
import type { PriceKey, PriceRow } from '../../domain/priceList/priceTable.js';
import type { PriceTable, ProfileRow } from '../../handlers/ports/priceTable.js';

interface Expiring<T> {
  readonly row: T;
  readonly updatedAt: Instant;
  readonly expiresAt: Instant;
}

/** What the table holds beside rates. */
export interface PriceTableOthers {
  readonly profiles: readonly (readonly [string, Expiring<ProfileRow>])[];
  readonly services: readonly (readonly [string, readonly string[]])[];
  readonly refreshedAt: Instant | undefined;
}

/** The Pricing table in memory. */
export class MemoryPriceTable implements PriceTable {
  readonly #rows = new Map<string, Expiring<PriceRow>>();
  readonly #profiles = new Map<string, Expiring<ProfileRow>>();
  readonly #services = new Map<string, readonly string[]>();
  #refreshedAt: Instant | undefined;

  /** All rows with their dates, expired ones too. */
  get rows(): readonly Expiring<PriceRow>[] {
    return [...this.#rows.values()];
  }

  /** All but the rows of rates, as plain JSON. */
  get others(): PriceTableOthers {
    return { profiles: [...this.#profiles], services: [...this.#services], refreshedAt: this.#refreshedAt };
  }

  /** Puts in what another of these had. */
  restore(rows: readonly Expiring<PriceRow>[], { profiles, services, refreshedAt }: PriceTableOthers): void {
    for (const row of rows) this.#rows.set(keyOf(row.row), row);
    for (const [profileArn, profile] of profiles) this.#profiles.set(profileArn, profile);
    for (const [region, names] of services) this.#services.set(region, names);
    this.#refreshedAt = refreshedAt;
  }

  read(keys: readonly PriceKey[], now: Instant): Promise<readonly PriceRow[]> {
    return Promise.resolve(live(this.#rows, keys.map(keyOf), now));
  }

  readProfiles(profileArns: readonly string[], now: Instant): Promise<readonly ProfileRow[]> {
    return Promise.resolve(live(this.#profiles, profileArns, now));
  }

  write(rows: readonly PriceRow[], updatedAt: Instant, expiresAt: Instant): Promise<void> {
    for (const row of rows) this.#rows.set(keyOf(row), { row, updatedAt, expiresAt });
    return Promise.resolve();
  }

  writeProfiles(rows: readonly ProfileRow[], updatedAt: Instant, expiresAt: Instant): Promise<void> {
    for (const row of rows) this.#profiles.set(row.profileArn, { row, updatedAt, expiresAt });
    return Promise.resolve();
  }

  refreshedAt(): Promise<Instant | undefined> {
    return Promise.resolve(this.#refreshedAt);
  }

  markRefreshed(at: Instant): Promise<void> {
    this.#refreshedAt = at;
    return Promise.resolve();
  }

  servicesOf(region: string): Promise<readonly string[]> {
    return Promise.resolve(this.#services.get(region) ?? []);
  }

  writeServices(region: string, services: readonly string[]): Promise<void> {
    this.#services.set(region, services);
    return Promise.resolve();
  }
}

function live<T>(rows: ReadonlyMap<string, Expiring<T>>, keys: readonly string[], now: Instant): readonly T[] {
  return [...new Set(keys)].flatMap((key) => {
    const found = rows.get(key);
    return found === undefined || found.expiresAt <= now ? [] : [found.row];
  });
}

function keyOf({ modelId, region, scope }: PriceKey): string {
  return [modelId, region, scope].join('|');
}
