import type { Dimension } from '../invocations/usage.js';
import type { Tier } from '../invocations/serviceTier.js';
import type { Scope, Modality } from '../invocations/modelReference.js';

/** The tiers that rows may state. AWS sells `ultrafast` for a few models at their own rates; no factor is known for it. */
export const ROW_TIERS = ['standard', 'batch', 'flex', 'priority', 'latency-optimized', 'ultrafast'] as const;

export type RowTier = (typeof ROW_TIERS)[number];

/** `long`: the whole request is billed so once its prompt passes the model's `longContextAboveTokens`. */
export type ContextSize = 'standard' | 'long';

export interface Rate {
  /** USD per 1,000 units of the dimension (tokens, images, seconds, search units), a plain decimal string. */
  readonly usdPer1000: string;
  /** Key into `PriceBookData.sources`. */
  readonly source: string;
  /** How the rate was derived or what another source says instead, naming it and its value. */
  readonly note?: string;
}

/** The rates of one model in some Regions at one scope, tier and context size from one day on. */
export interface RateRow {
  /** Region codes; `*` stands for every Region of the commercial partition that no other row of the model names. */
  readonly regions: readonly string[];
  readonly scope: Scope;
  readonly tier: RowTier;
  readonly contextSize: ContextSize;
  /** First day (UTC, `YYYY-MM-DD`) of these rates. The oldest row of its kind also prices what came before it. */
  readonly effectiveFrom: string;
  readonly rates: Readonly<Partial<Record<Dimension, Rate>>>;
}

export interface ModelPrices {
  /** As ListFoundationModels spells it, without a context-size suffix. */
  readonly modelId: string;
  readonly name: string;
  /** The id's first label: `anthropic`, `amazon`, … */
  readonly provider: string;
  readonly modality: Modality;
  /** Other ids billed the same. */
  readonly aliases?: readonly string[];
  /** What stands for it in the AWS Price List; its `name` where absent, nothing where empty. */
  readonly priceListNames?: readonly string[];
  readonly longContextAboveTokens?: number;
  /** First day (UTC, `YYYY-MM-DD`) of its long-context rates: before it, every prompt has the standard ones. */
  readonly longContextSince?: string;
  /** An embedding model that takes images as well as text. */
  readonly embedsImages?: true;
  /** Why no rate (or none per token) is known; shown to whoever asks for the price. */
  readonly unpricedReason?: string;
  readonly rows: readonly RateRow[];
}

/** The dated price book as it lies on disk and, later, in the Pricing table. */
export interface PriceBookData {
  /** The day the book was put together, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly sources: Readonly<Record<string, { readonly title: string; readonly published: string }>>;
  /** Factors on the standard rates, used where a model has no row of its own for the tier. */
  readonly tierFactors: Readonly<
    Record<Exclude<Tier, 'standard'>, { readonly factor: string; readonly source: string }>
  >;
  readonly models: readonly ModelPrices[];
}
