import type { Instant } from '../../domain/instant.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { PriceListIndex } from '../../domain/priceList/priceRows.js';
import type { EventBus } from '../ports/eventBus.js';
import type { PriceList } from '../ports/priceList.js';
import type { PriceTable } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';

export interface RefreshJob {
  readonly priceList: PriceList;
  readonly prices: PriceTable;
  readonly bus: EventBus;
  readonly telemetry: Telemetry;
  readonly book: PriceBook;
  readonly index: PriceListIndex;
  readonly now: Instant;
  /** How far back earlier rates are kept. */
  readonly keepFrom: Instant;
  /** Throws OutOfTimeError. */
  readonly assertTime: () => void;
}
