import type { Bench } from './bench.js';
import { bundles } from '../bundles/bundles.js';
import { calls } from '../calls/calls.js';
import { command } from '../command/command.js';
import { detection } from '../detection/detection.js';
import { directCalls } from '../directCalls/directCalls.js';
import { metering } from '../metering/metering.js';
import { ownCost } from '../ownCost/ownCost.js';
import { start } from '../start/start.js';
import { sweep } from '../sweep/sweep.js';
import { tests } from '../start/tests.js';

/** In the order in which they are measured. */
export const BENCHES: readonly Bench[] = [
  metering,
  calls,
  directCalls,
  ownCost,
  detection,
  sweep,
  bundles,
  command,
  start,
  tests,
];
