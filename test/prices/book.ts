import { readFileSync } from 'node:fs';
import { costOf, type Cost } from '../../domain/pricing/cost.js';
import { createPriceBook } from '../../domain/pricing/priceBook.js';
import type { PriceBookData } from '../../domain/pricing/priceBookData.js';
import { invocationOf, withCounts } from '../domain/invocations/records.js';

/** The price book as it is deployed. */
export const DATA = JSON.parse(readFileSync('prices/priceBook.json', 'utf8')) as PriceBookData;

export const BOOK = createPriceBook(DATA);

/** What a call consumed and how it was made: in us-east-1 on 10 November 2026, unless said otherwise. */
export interface TestCall {
  readonly input?: number;
  readonly output?: number;
  readonly cacheWrite?: number;
  readonly region?: string;
  readonly day?: string;
  readonly body?: unknown;
}

export function costOfCall(modelId: string, call: TestCall): Cost {
  const { input = 0, output = 0, cacheWrite, region = 'us-east-1', day = '2026-11-10', body } = call;
  const counts = withCounts({ inputTokenCount: input, cacheWriteInputTokenCount: cacheWrite }, output, body);
  return costOf(invocationOf({ modelId, region, timestamp: `${day}T12:00:00Z`, ...counts }), BOOK);
}
