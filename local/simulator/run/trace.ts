import type { Played } from './simulation.js';

/** All that happened, one JSON object a line, in order; the same for the same seed, byte by byte. */
export function traceOf({ world, watch, faults }: Played): readonly string[] {
  const lines = [
    ...watch.served.map(({ at, principalId, requestId, costUsd }) => ({
      at,
      kind: 'call',
      principalId,
      requestId,
      costUsd,
    })),
    ...watch.acts.map(({ kind, ...act }) => ({ ...act, kind: 'act', act: kind })),
    ...faults.records.map(({ kind, ...fault }) => ({ ...fault, kind: 'fault', fault: kind })),
    ...world.journal.entries,
  ];
  const inOrder = lines.sort((left, right) => left.at - right.at);
  return inOrder.map(({ at, ...others }) => JSON.stringify({ at: new Date(at).toISOString(), ...others }));
}
