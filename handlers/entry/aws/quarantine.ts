import type { Quarantine } from '../../ports/quarantine.js';
import { clock, LIMITS } from './services.js';

/** Few invocations need it: its client is a part of the bundle that the first call loads. */
export function quarantine(queueUrl: string): Quarantine {
  let connected: Promise<Quarantine> | undefined;
  const connect = async (): Promise<Quarantine> =>
    (await import('../../adapters/sqsQuarantine.js')).connectQuarantine(LIMITS, queueUrl, clock);
  return { put: async (events) => (await (connected ??= connect())).put(events) };
}
