import type { Played } from './simulation.js';

/** Everything that happened, in order, one JSON object a line. The same seed gives the same bytes. */
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
