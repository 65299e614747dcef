import type { Bench } from './bench.js';
import { bundles } from '../bundles/bundles.js';
import { directCalls } from '../directCalls/directCalls.js';
import { detection } from '../detection/detection.js';
import { sweep } from '../sweep/sweep.js';

/** In the order in which they are measured. */
export const BENCHES: readonly Bench[] = [bundles, directCalls, detection, sweep];
