import { readFileSync } from 'node:fs';
import { loadFallbackPriceBook } from '../../../cli/fallbackPriceBook.js';
import type { PriceBookData } from '../../../domain/pricing/priceBookData.js';
import { generateScenario } from '../../../local/simulator/scenario/generate.js';
import { stackSettingsOf } from '../../../local/simulator/scenario/stackSettings.js';
import type { Scenario } from '../../../local/simulator/scenario/scenario.js';
import type { SimulationOptions } from '../../../local/simulator/run/simulation.js';
import { StackGraph } from '../../infra/stackGraph.js';

const DAYS = 20;

const book = loadFallbackPriceBook();
const { models } = JSON.parse(readFileSync('prices/priceBook.json', 'utf8')) as PriceBookData;
const MODELS = models.filter(({ modality }) => modality === 'text').map(({ modelId }) => modelId);

export function scenarioOf(seed: number): Scenario {
  return generateScenario(seed, DAYS, MODELS);
}

/** The declared stack of dev; the program is run once for all tests and each choice of settings. */
export function simulationOptions(): Promise<SimulationOptions> {
  const planOf: SimulationOptions['planOf'] = async (choice) => {
    return (await StackGraph.of('dev', 'resolved', stackSettingsOf(choice))).plan;
  };
  return Promise.resolve({ planOf, book });
}
