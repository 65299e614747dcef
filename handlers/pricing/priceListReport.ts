import type { PriceListEntry } from '../../domain/priceList/priceList.js';
import type { RowsFound } from '../../domain/priceList/priceRows.js';
import type { Telemetry } from '../ports/telemetry.js';

/** Names that one log line holds. */
const MAX_NAMES = 50;

/** What became of the rows of a Region that lent no rate; some hundreds of them are told in a few lines. */
export class PriceListReport {
  readonly #telemetry: Telemetry;
  readonly #region: string;
  readonly #skipped = new Map<string, number>();
  readonly #unused = new Map<string, Set<string>>();
  readonly #invalid: string[] = [];

  constructor(telemetry: Telemetry, region: string) {
    this.#telemetry = telemetry;
    this.#region = region;
  }

  add(entry: Exclude<PriceListEntry, { readonly kind: 'rate' }>): void {
    if (entry.kind === 'skipped') this.#skipped.set(entry.reason, (this.#skipped.get(entry.reason) ?? 0) + 1);
    else this.#invalid.push(`${entry.sku ?? 'no SKU'}: ${entry.path}: ${entry.reason}`);
  }

  addUnused(unused: RowsFound['unused']): void {
    for (const { rate, reason } of unused) {
      this.#unused.set(reason, (this.#unused.get(reason) ?? new Set<string>()).add(rate.offer));
    }
  }

  write(): void {
    const region = this.#region;
    if (this.#skipped.size > 0)
      this.#telemetry.info('price list rows skipped', { region, ...Object.fromEntries(this.#skipped) });
    for (const [reason, all] of this.#unused) {
      const names = [...all].sort().slice(0, MAX_NAMES).join('; ');
      this.#telemetry.info('price list names not used', { region, reason, count: all.size, names });
    }
    if (this.#invalid.length === 0) return;
    const { length: count, 0: first } = this.#invalid;
    this.#telemetry.warn('price list rows that cannot be read', { region, count, first });
    this.#telemetry.count('PriceLookupsFailed', count);
  }
}
