import { readSettings, type Settings } from '../../domain/settings/settings.js';
import type { PriceKey, PriceRow } from '../../domain/priceList/priceTable.js';
import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { EmfTelemetry } from '../../handlers/adapters/emfTelemetry.js';
import type { UsageCalculatorPorts } from '../../handlers/functions/usageCalculator.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import { LivePrices } from '../../handlers/pricing/livePrices.js';
import { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';
import { MemoryInferenceProfiles } from '../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../local/memory/memoryObjectStore.js';
import { MemoryPriceTable } from '../../local/memory/memoryPriceTable.js';
import { MemoryQuarantine } from '../../local/memory/memoryQuarantine.js';
import { VirtualClock } from '../../local/memory/virtualClock.js';
import { NOW } from './batches.js';

export const BUDGET_LIMIT_USD = '1000000';

const book = loadFallbackPriceBook();

/** Ports that answer at once: budgets are kept, rows of usage are not; each model has a row of prices. */
export function stubbedPorts(rows = new Map<string, StoredBudget>()): UsageCalculatorPorts {
  const clock = new VirtualClock(NOW);
  const telemetry = new EmfTelemetry(() => undefined, clock, 'usageCalculator', 'essential');
  const unused = new MemoryBudgetTables();
  const settings = benchSettings();
  const priceTable = new MemoryPriceTable();
  priceTable.read = (keys) => Promise.resolve(keys.map(priceRowOf));
  const livePorts = {
    priceTable,
    lookUp: () => Promise.resolve(undefined),
    profileDirectory: new MemoryInferenceProfiles(new Map()),
    clock,
    telemetry,
  };
  unused.read = () => Promise.resolve(rows);
  unused.charge = ({ after }) => {
    rows.set(after.budget.principalId, after);
    return Promise.resolve({ kind: 'charged' });
  };
  return {
    clock,
    telemetry,
    budgets: unused,
    ledger: unused,
    quarantine: new MemoryQuarantine(),
    objects: new MemoryObjectStore(),
    replayedPrefix: '',
    arrival: 'once',
    settings: () => Promise.resolve(settings),
    prices: new LivePrices(livePorts, book),
  };
}

export function benchSettings(): Settings {
  const answer = readSettings({ budgetLimitUsd: BUDGET_LIMIT_USD });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return answer.settings;
}

/** What the Pricing table holds of a model: the rates of the book. */
export function priceRowOf(key: PriceKey): PriceRow {
  const known = book.rates({ ...key, tier: 'standard', contextSize: 'standard' }, NOW);
  return {
    ...key,
    source: 'price-list',
    rates: [...known].map(([dimension, { usdPer1000, effectiveFrom }]) => {
      return { dimension, tier: 'standard', contextSize: 'standard', usdPer1000, effectiveFrom };
    }),
  };
}
