import type { BudgetCommand } from '../../domain/budget/commands.js';
import { MINUTE_MS } from '../../domain/instant.js';
import { createBudgetStatus } from '../../handlers/functions/budgetStatus.js';
import { changeBudget } from '../../handlers/budgets/budgetChanges.js';
import { createGraceNotification } from '../../handlers/functions/graceNotification.js';
import { createIamUtilities } from '../../handlers/functions/iamUtilities.js';
import { createPolicyBackup } from '../../handlers/functions/policyBackup.js';
import type { BudgetMonitorPorts } from '../../handlers/functions/budgetMonitor.js';
import { createRestorationValidation } from '../../handlers/functions/restorationValidation.js';
import type { AccessPorts } from '../../handlers/workflows/principalAccess.js';
import { denyBoundaryDocument, denyPolicyDocument } from '../../infra/denyPolicies.js';
import { MemoryIam } from '../../local/memory/memoryIam.js';
import { changeLimit, close, NOON, open, report, spend, step, type Step } from '../domain/budget/histories.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { BudgetWorld, idOf, settled } from './budgetWorld.js';

export const EVA = { type: 'user', name: 'eva' } as const;
export const EVA_ARN = idOf(EVA.name);
/** Of the first principal that an account in memory gets. */
export const EVA_ID = 'AIDA00000000000000001';
export const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
export const LIMITED_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
const ALLOW = '{"Statement":{"Effect":"Allow","Action":["bedrock:*","bedrock-mantle:*"],"Resource":"*"}}';

export const GRACE_ENDS = NOON + 5 * MINUTE_MS;
export const NOW = NOON + 20 * MINUTE_MS;

const ANNOUNCED = [open('10'), spend('12', NOON), step('ReviewBudget', NOON)];
/** A second grace, of which the threshold does not tell. */
const GRACE = [...ANNOUNCED, changeLimit('20', NOON), changeLimit('10', NOON), step('ReviewBudget', NOON)];
const ASKED = [...GRACE, step('ReviewBudget', GRACE_ENDS)];
const SUSPENDING = [...ASKED, report.suspensionBegun(GRACE_ENDS)];
const BACKED_UP = [...SUSPENDING, report.backedUp(GRACE_ENDS, 'e1', EVA_ID)];
const SUSPENDED = [...BACKED_UP, report.suspended(GRACE_ENDS)];
const LIFTED = [...SUSPENDED, changeLimit('50', GRACE_ENDS)];
const RESTORING = [...LIFTED, report.restorationBegun(GRACE_ENDS)];

/** Histories of a budget by where it stands after them; its suspension is of execution e1, its restoration of r1. */
export const SITUATIONS = {
  'without budget': [],
  active: [open('10'), spend('9', NOON)],
  'in grace': GRACE,
  'in announced grace': ANNOUNCED,
  'to be suspended': ASKED,
  suspending: SUSPENDING,
  'backed up': BACKED_UP,
  suspended: SUSPENDED,
  'held by an operator': [...SUSPENDED, step('SuspendAccess', GRACE_ENDS)],
  'to be restored': LIFTED,
  restoring: RESTORING,
  restored: [...RESTORING, report.restored(GRACE_ENDS)],
  refused: [...SUSPENDING, report.refused(GRACE_ENDS)],
  'refused with a restore point': [...BACKED_UP, report.refused(GRACE_ENDS)],
  closed: [open('10'), close(NOON)],
  'alert only': [open('10', 'sso_role')],
} as const satisfies Readonly<Record<string, readonly Step[]>>;

export type Situation = keyof typeof SITUATIONS;

/** The user `EVA`, her budget and her access, with what the functions of the workflows need of them. */
export class AccessWorld extends BudgetWorld {
  readonly iam = new MemoryIam(ENFORCEMENT_CONFIG);
  enforcementConfig = ENFORCEMENT_CONFIG;

  /** `attached`: to EVA, whose budget is in a situation. */
  static async where(situation: Situation, attached: readonly string[] = [LIMITED_ACCESS]): Promise<AccessWorld> {
    const world = new AccessWorld();
    world.clock.set(NOW);
    const history: readonly Step[] = SITUATIONS[situation];
    if (history.length > 0) await world.tables.save({ before: undefined, after: settled(EVA.name, history) });
    world.iam.addPolicy(ENFORCEMENT_CONFIG.denyPolicyArn, JSON.stringify(denyPolicyDocument()));
    world.iam.addPolicy(ENFORCEMENT_CONFIG.denyBoundaryArn, JSON.stringify(denyBoundaryDocument()));
    for (const policyArn of [FULL_ACCESS, LIMITED_ACCESS]) world.iam.addPolicy(policyArn, ALLOW);
    world.iam.addPrincipal('user', EVA_ARN);
    for (const policyArn of attached) world.iam.held(EVA).attached.add(policyArn);
    return world;
  }

  accessPorts(): AccessPorts & BudgetMonitorPorts {
    return { ...this.ports(), iam: this.iam, enforcementConfig: this.enforcementConfig };
  }

  /** What somebody else does to the budget. */
  async changes(command: BudgetCommand): Promise<void> {
    await changeBudget(this.ports(), EVA_ARN, command, this.settings);
  }

  /** `TYPE` of each event that waits in the outbox. */
  get waiting(): readonly string[] {
    return this.row(EVA.name).outbox.map(({ detail }) => detail.type);
  }
}

/** The functions of the workflows by name. */
export const FUNCTIONS = {
  'grace-notification': createGraceNotification,
  'budget-status': createBudgetStatus,
  'policy-backup': createPolicyBackup,
  'iam-utilities': createIamUtilities,
  'restoration-validation': createRestorationValidation,
} as const;

/** The port, with something that happens right before a call of one of its methods. */
export function interrupted<T extends object>(port: T, method: keyof T, call: number, act: () => unknown): T {
  let calls = 0;
  return new Proxy(port, {
    get: (target, name): unknown => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        if (name === method) calls += 1;
        if (name === method && calls === call) await act();
        return (await Reflect.apply(member, target, args)) as unknown;
      };
    },
  });
}
