import type { Bench } from './bench.js';
import { bundles } from '../bundles/bundles.js';
import { metering } from '../metering/metering.js';

/** In the order in which they are measured. */
export const BENCHES: readonly Bench[] = [metering, bundles];
