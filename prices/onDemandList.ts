import { Decimal } from 'decimal.js';
import type { Scope } from '../domain/invocations/modelReference.js';

/** A row of the list of all Regions: USD per 1M tokens, as JSON numbers. */
export interface ListRow {
  readonly m: string;
  readonly r: readonly string[];
  readonly i: number | null;
  readonly o: number | null;
}

export interface ListRate {
  readonly name: string;
  readonly region: string;
  readonly scope: Scope;
  readonly tier: 'standard' | 'batch';
  readonly inputTokens: Decimal | undefined;
  readonly outputTokens: Decimal | undefined;
}

/** The list's marks for the global scope and the batch rate. */
const GLOBAL_MARK = ' (クロスリージョン)';
const BATCH_MARK = ' (バッチ)';

export function ratesOfList(rows: readonly ListRow[]): readonly ListRate[] {
  return rows.flatMap(({ m, r, i, o }) =>
    r.map((region) => ({
      name: m.replace(GLOBAL_MARK, '').replace(BATCH_MARK, ''),
      region,
      scope: m.endsWith(GLOBAL_MARK) ? 'global' : 'regional',
      tier: m.endsWith(BATCH_MARK) ? 'batch' : 'standard',
      inputTokens: perThousand(i),
      outputTokens: perThousand(o),
    })),
  );
}

/** The list's numbers are binary floats: 0.034999999999999996 stands for 0.035. */
function perThousand(usdPerMillion: number | null): Decimal | undefined {
  if (usdPerMillion === null) return undefined;
  return new Decimal(String(usdPerMillion)).toSignificantDigits(12).dividedBy(1000);
}
