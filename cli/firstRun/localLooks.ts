import { NotKnown } from '../doctor/unanswered.js';
import type { FirstRunLooks } from './looks.js';

/** A local world is what we think of AWS: it can answer none of these. */
export const LOCAL_LOOKS: FirstRunLooks = {
  logEvents: () => unknown('a local world keeps no log events'),
  decisions: () => unknown('the IAM of a local world is our own'),
  userPath: () => unknown('the IAM of a local world is our own'),
  table: () => unknown('the tables of a local world are in memory'),
};

function unknown(reason: string): Promise<never> {
  return Promise.reject(new NotKnown(reason));
}
