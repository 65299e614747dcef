import type { ContextSize, Scope, Tier } from '../domain/priceBookData.js';
import type { Dimension } from '../domain/usage.js';

/** What a usage type of the AWS Price List bills, as far as it bills tokens on demand. */
export interface UsageType {
  readonly dimensions: readonly Dimension[];
  readonly scope: Scope;
  readonly tier: Tier;
  readonly contextSize: ContextSize;
}

/** Not on demand, not the base model, or a row of the mantle endpoint beside the one of the model itself. */
const OTHER_PRODUCTS = /custom-model|customization|provisioned|reserved|tpm|-mantle-|created_image|search_units/i;

/**
 * Classifies a usage type such as `USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units` or
 * `USE1-NovaMicro-input-tokens-batch`. Undefined where it bills anything else. Cache rows come first: their names hold
 * "input" as well.
 */
export function classifyUsageType(usageType: string): UsageType | undefined {
  if (OTHER_PRODUCTS.test(usageType)) return undefined;
  const dimensions = dimensionsOf(usageType);
  if (dimensions === undefined) return undefined;
  return {
    dimensions,
    scope: /global/i.test(usageType) ? 'global' : 'regional',
    tier: tierOf(usageType),
    contextSize: /long-context|long_ctx/i.test(usageType) ? 'long' : 'standard',
  };
}

function dimensionsOf(usageType: string): readonly Dimension[] | undefined {
  if (/cache[-_]?read/i.test(usageType)) return ['cacheReadTokens'];
  if (/cache[-_]?write.*1h/i.test(usageType)) return ['cacheWrite1hTokens'];
  if (/cache[-_]?write/i.test(usageType)) return ['cacheWrite5mTokens'];
  if (/output[-_]?token/i.test(usageType)) return ['outputTokens'];
  if (/input[-_]?token/i.test(usageType)) return ['inputTokens'];
  return undefined;
}

function tierOf(usageType: string): Tier {
  if (/batch/i.test(usageType)) return 'batch';
  if (/flex/i.test(usageType)) return 'flex';
  if (/priority/i.test(usageType)) return 'priority';
  return /latency[-_]?optimized/i.test(usageType) ? 'latency-optimized' : 'standard';
}
