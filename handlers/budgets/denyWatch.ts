import { isSuspension, isUnderWay } from '../../domain/budget/budget.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { IamCall } from '../../domain/iam/iamEvent.js';
import { formatInstant } from '../../domain/instant.js';
import { isDenied, type EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { EventBus } from '../ports/eventBus.js';
import type { AccessReader } from '../ports/iamAccess.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { changeBudget, readBudget } from './budgetChanges.js';
import { principalNamed, type OpeningPorts } from './budgetOpening.js';

export interface WatchingPorts extends OpeningPorts {
  readonly iam: AccessReader;
  readonly enforcementConfig: EnforcementConfig;
  readonly bus: EventBus;
}

/**
 * Compares the Deny of a principal with its budget after somebody, perhaps we, touched it. Events of IAM come minutes
 * late and in any order, so only what IAM holds now counts. A missing Deny is reported to the budget, which has it put
 * back once; one on a principal that is not suspended is announced and left to people.
 */
export async function watchDeny(
  ports: WatchingPorts,
  call: IamCall,
  holder: PolicyHolder,
  settings: Settings,
): Promise<void> {
  const principal = await principalNamed(ports, call, holder);
  if (principal === undefined) return;
  const { principalId } = principal;
  const record = await readBudget(ports, principalId);
  const access = await ports.iam.access(holder);
  if (access === undefined) return;
  const isThere = isDenied(access, ports.enforcementConfig);
  if (record?.budget.status === 'suspended' && !isThere) return reportTampering(ports, principalId, call, settings);
  if (isThere && !isExplained(record) && !isExplained(await readBudget(ports, principalId))) {
    await announceStray(ports, principalId, call);
  }
}

async function reportTampering(
  ports: WatchingPorts,
  principalId: string,
  { eventId }: IamCall,
  settings: Settings,
): Promise<void> {
  const { decision } = await changeBudget(ports, principalId, { type: 'ReportTampering' }, settings);
  if (decision.kind === 'rejected' || decision.events.length === 0) return;
  ports.telemetry.count('DeniesTampered', 1);
  ports.telemetry.warn('the Deny of a suspended principal is missing', { principalId, eventId });
}

/** A suspension, or a restoration on its way, explains a Deny; it may have begun while IAM was asked. */
function isExplained(record: StoredBudget | undefined): boolean {
  return record !== undefined && (isSuspension(record.budget) || isUnderWay(record.budget));
}

async function announceStray(ports: WatchingPorts, principalId: string, { at, eventId }: IamCall): Promise<void> {
  const detail = { type: 'StrayDenyFound', at: formatInstant(at), principalId } as const;
  await ports.bus.publish([{ eventId: `stray-deny-${eventId}`, detail }]);
  ports.telemetry.count('DeniesStray', 1);
}
