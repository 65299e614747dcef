import { principalOf, type PolicyHolder } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import type { LedgerEntry } from '../../handlers/ports/usageLedger.js';
import type { IamPrincipal } from '../../local/memory/iamAccount.js';
import type { World } from '../../local/world/world.js';
import type { AccountAccess, Entity, HeldPolicy } from './accountAccess.js';

/** The IAM of a local world. Who used Bedrock is known by what was charged. */
export function worldAccess({ iam, tables }: Pick<World, 'iam' | 'tables'>): AccountAccess {
  const managed = (policyArn: string): HeldPolicy => ({ name: lastPart(policyArn), document: iam.policy(policyArn) });
  const ofGroup = (name: string): readonly HeldPolicy[] => {
    const { policyArns = [], inline = [] } = iam.group(name) ?? {};
    return [
      ...policyArns.map((policyArn) => ({ ...managed(policyArn), name: `${lastPart(policyArn)} (group ${name})` })),
      ...inline.map((document) => ({ name: `inline (group ${name})`, document })),
    ];
  };
  const entityOf = (holder: PolicyHolder, { arn, attached, inline, groups, boundary }: IamPrincipal): Entity => ({
    holder,
    arn,
    policies: [
      ...[...attached].map(managed),
      ...[...inline].map(([name, document]) => ({ name: `${name} (inline)`, document })),
      ...[...groups].flatMap(ofGroup),
    ],
    boundary: boundary === undefined ? undefined : managed(boundary),
  });
  return {
    entities: () =>
      Promise.resolve(
        (['user', 'role'] as const).flatMap((type) =>
          iam.all(type).map(([name, held]) => entityOf({ type, name }, held)),
        ),
      ),
    lastUsed: (arns) => Promise.resolve(lastCalls(tables.budgets.entries, arns)),
  };
}

function lastCalls(entries: readonly LedgerEntry[], arns: readonly string[]): ReadonlyMap<string, Instant> {
  const calls = new Map<string, Instant>();
  for (const { record } of entries) {
    // The calls of a person are those of the role, too.
    const callers = [record.principalId, ...(record.caller === undefined ? [] : [`role/${record.caller.role}`])];
    for (const caller of callers) calls.set(caller, Math.max(calls.get(caller) ?? 0, record.timestamp));
  }
  const used = arns.flatMap((arn) => {
    const at = calls.get(principalOf(arn).principalId) ?? calls.get(`role/${lastPart(arn)}`);
    return at === undefined ? [] : [[arn, at] as const];
  });
  return new Map(used);
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
