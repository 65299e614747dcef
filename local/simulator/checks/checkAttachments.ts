import { holderOf } from '../../../domain/iam/principal.js';
import type { Played } from '../run/simulation.js';
import type { Violation } from './watched.js';

/** Invariant 3: whoever has access again has exactly what people gave it. Also checked right after each restoration. */
export function checkAttachments(played: Played): readonly Violation[] {
  const { watch } = played;
  const looks = [...watch.looks, ...looksAtRest(played)];
  return looks.flatMap(({ at, principalId, expected, found }) => {
    const missing = expected.filter((arn) => !found.includes(arn)).map((arn) => `lacks ${arn}`);
    const added = found.filter((arn) => !expected.includes(arn)).map((arn) => `has ${arn}`);
    const problems = watch.contested.has(principalId) ? [] : [...missing, ...added];
    return problems.map((problem) => ({
      invariant: 'attachments' as const,
      principalId,
      problem: `${new Date(at).toISOString()}: ${problem}`,
    }));
  });
}

function looksAtRest({ world, watch, known, endedAt }: Played): Played['watch']['looks'] {
  return known.flatMap(({ principalId }) => {
    const holder = holderOf(principalId);
    const principal = holder === undefined ? undefined : world.iam.find(holder);
    const status = world.tables.budgets.stored(principalId)?.budget.status;
    if (principal === undefined || status === 'suspended') return [];
    const expected = [...(watch.given.get(principalId) ?? [])];
    return [{ at: endedAt, principalId, expected, found: [...principal.attached] }];
  });
}
