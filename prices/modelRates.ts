import type { Decimal } from 'decimal.js';
import type { ContextSize, RowTier } from '../domain/pricing/priceBookData.js';
import type { Dimension } from '../domain/invocations/usage.js';
import type { Scope, Modality } from '../domain/invocations/modelReference.js';

/** An entry of models.json: the names of a model in each source, and its own rules. */
export interface ModelEntry {
  readonly modelId: string;
  readonly name: string;
  readonly modality: Modality;
  readonly aliases?: readonly string[];
  /** Its names in the on-demand list. */
  readonly list?: readonly string[];
  /** Its name in offers and GetProducts replies. */
  readonly offer?: string;
  /** Its names for reading live prices, instead of those above; empty if live prices are unreliable for it. */
  readonly priceListNames?: readonly string[];
  /** Key into the cache factors. */
  readonly cache?: string;
  readonly longContext?: {
    readonly aboveTokens: number;
    readonly inputFactor: string;
    readonly outputFactor: string;
    /** First day, `YYYY-MM-DD`, if later than the model's rates. */
    readonly since?: string;
  };
  /** Set if GovCloud has it but not every model of its maker. */
  readonly isInGovCloud?: boolean;
  readonly embedsImages?: true;
  readonly unpricedReason?: string;
}

export interface RowKey {
  readonly region: string;
  readonly scope: Scope;
  readonly tier: RowTier;
  readonly contextSize: ContextSize;
  readonly effectiveFrom: string;
}

export interface DraftRate {
  readonly usdPer1000: Decimal;
  readonly source: string;
  readonly note?: string;
}

/** A model's rates for one key, by dimension. */
export interface DraftRow extends RowKey {
  readonly rates: ReadonlyMap<Dimension, DraftRate>;
}

/** The rows of one model, one for each key. */
export class ModelRates {
  readonly #rows = new Map<string, RowKey & { readonly rates: Map<Dimension, DraftRate> }>();

  get rows(): readonly DraftRow[] {
    return [...this.#rows.values()];
  }

  set(key: RowKey, dimension: Dimension, rate: DraftRate): void {
    const id = [key.region, key.scope, key.tier, key.contextSize, key.effectiveFrom].join('|');
    const row = this.#rows.get(id) ?? { ...key, rates: new Map<Dimension, DraftRate>() };
    this.#rows.set(id, row);
    row.rates.set(dimension, rate);
  }

  /** Drops rates that a better source replaces: all of a scope and tier, in some Regions or everywhere (`*`). */
  drop(regions: readonly string[], scope: Scope, tier: RowTier): void {
    for (const [id, row] of this.#rows) {
      const isIn = regions.includes('*') || regions.includes(row.region);
      if (isIn && row.scope === scope && row.tier === tier) this.#rows.delete(id);
    }
  }
}

export function scaled(rate: DraftRate, factor: string, source: string, note: string): DraftRate {
  return { usdPer1000: rate.usdPer1000.times(factor), source, note };
}
