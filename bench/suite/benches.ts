import type { Bench } from './bench.js';
import { bundles } from '../bundles/bundles.js';
import { command } from '../command/command.js';

/** In the order in which they are measured. */
export const BENCHES: readonly Bench[] = [bundles, command];
