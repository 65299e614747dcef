import type { Budget } from '../../domain/budget/budget.js';
import { formatInstant } from '../../domain/instant.js';
import { restorePointOf, type RestorePoint } from '../../domain/iam/principalAccess.js';
import { suspensionPlan } from '../../domain/iam/suspensionPlan.js';
import { changeBudget } from '../budgets/budgetChanges.js';
import { TransientError } from '../runtime/errors.js';
import type { PolicyBackupOutput, RestorePointRecord, TaskInput } from '../contracts/tasks.js';
import { deniesOfOtherStacks } from '../workflows/otherStacks.js';
import { notNeeded, notOurs, ownBudget } from '../workflows/ownership.js';
import { readTask } from '../runtime/taskInput.js';
import { accessOf, type AccessReaderPorts } from '../workflows/principalAccess.js';
import { task, type Handler } from '../runtime/handler.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';
import { readEnforcementConfig } from '../workflows/enforcementConfig.js';
import { isPersonId } from '../../domain/iam/person.js';
import { readPolicies } from '../persons/personPolicies.js';
import { planForPerson } from '../persons/personSuspension.js';
import type { PersonPolicyLists } from '../ports/personPolicyLists.js';

export interface PolicyBackupPorts extends AccessReaderPorts {
  /** Which persons are denied by which policy. */
  readonly lists: Pick<PersonPolicyLists, 'read'>;
}

/** IAM is eventually consistent: one that it does not show may be there all the same. After so many runs it is gone. */
const RUNS_UNTIL_GONE = 3;

/**
 * Keeps what a principal has, before anything is taken from it: once, however often it is asked, until it is given back.
 * Answers `refused` where the principal cannot or must not be suspended. Throws UnreadableEventError and what the ports
 * throw.
 */
export function createPolicyBackup(ports: PolicyBackupPorts): (event: unknown) => Promise<PolicyBackupOutput> {
  return async (event) => {
    try {
      return await backUp(ports, readTask(event));
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composePolicyBackup(
  environment: EnvironmentOf<'policyBackup'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'settings' | 'budgets' | 'accessReader' | 'personPolicyLists'>,
): Handler {
  const enforcementConfig = readEnforcementConfig(environment);
  return task(
    createPolicyBackup({
      ...withSettings(environment, services),
      budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
      iam: services.accessReader(enforcementConfig),
      enforcementConfig,
      lists: services.personPolicyLists(environment.required('PERSON_POLICIES_TABLE')),
    }),
  );
}

async function backUp(ports: PolicyBackupPorts, task: TaskInput): Promise<PolicyBackupOutput> {
  const { principalId } = task;
  const { enforcementConfig, clock } = ports;
  const settings = await ports.settings();
  const budget = await ownBudget(ports, task, 'suspending');
  if ('verdict' in budget) return budget;
  if (isPersonId(principalId)) return backUpPerson(ports, budget, task, settings);
  const access = await accessOf(ports, principalId);
  if (access === undefined) return gone(ports, budget, settings);
  const others = deniesOfOtherStacks(access, enforcementConfig);
  if (others.length > 0) {
    ports.telemetry.warn('suspended by another stack too', { principalId, policies: others.join(', ') });
  }
  const known = budget.restorePoint;
  const restorePoint =
    known?.uniqueId === access.uniqueId ? known : restorePointOf(access, enforcementConfig, clock.now());
  const plan = suspensionPlan(budget, access, restorePoint, {
    enforcementConfig,
    policy: settings.policy,
  });
  if (plan.kind === 'alert-only') return { verdict: 'refused', reason: plan.reason };
  return keep(ports, task, restorePoint, settings);
}

async function backUpPerson(
  ports: PolicyBackupPorts,
  budget: Budget,
  task: TaskInput,
  settings: Settings,
): Promise<PolicyBackupOutput> {
  const { personPolicyArns } = ports.enforcementConfig;
  const policies = await readPolicies({ lists: ports.lists, personPolicyArns });
  const plan = await planForPerson(ports, budget, policies, settings.policy, ports.clock.now());
  return 'verdict' in plan ? plan : keep(ports, task, plan, settings);
}

async function keep(
  ports: AccessReaderPorts,
  { principalId, execution }: TaskInput,
  restorePoint: RestorePoint,
  settings: Settings,
): Promise<PolicyBackupOutput> {
  const command = { type: 'TakeRestorePoint', execution, restorePoint } as const;
  const { record } = await changeBudget(ports, principalId, command, settings);
  const kept = record?.budget.restorePoint;
  const lifted = notOurs(record, execution, 'suspending');
  if (lifted !== undefined || kept === undefined) return lifted ?? notNeeded('there is no restore point');
  return { verdict: 'backed-up', restorePoint: recordOf(kept) };
}

/** Closes the budget of a principal that IAM has no more; a call of it would open the budget again. */
async function gone(ports: AccessReaderPorts, budget: Budget, settings: Settings): Promise<PolicyBackupOutput> {
  const { principalId } = budget;
  const runs = budget.status === 'suspending' ? budget.attempts : 0;
  if (runs < RUNS_UNTIL_GONE) throw new TransientError(`${principalId}: IAM does not show it`);
  await changeBudget(ports, principalId, { type: 'CloseBudget', deletedAt: ports.clock.now() }, settings);
  return notNeeded('IAM has no such principal; its budget is closed');
}

function recordOf(restorePoint: RestorePoint): RestorePointRecord {
  const { takenAt, arn, uniqueId, attachedPolicyArns, detachedPolicyArns, deactivatedKeyIds } = restorePoint;
  return {
    takenAt: formatInstant(takenAt),
    arn,
    uniqueId,
    attachedPolicyArns,
    detachedPolicyArns,
    deactivatedKeyIds,
  };
}
