import type { Bench } from './bench.js';
import { bundles } from '../bundles/bundles.js';
import { calls } from '../calls/calls.js';
import { command } from '../command/command.js';
import { ownCost } from '../ownCost/ownCost.js';
import { start } from '../start/start.js';
import { tests } from '../start/tests.js';

/** In the order in which they are measured. */
export const BENCHES: readonly Bench[] = [bundles, calls, ownCost, command, start, tests];
