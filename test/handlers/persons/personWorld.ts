import type { BudgetCommand } from '../../../domain/budget/commands.js';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { usd } from '../../../domain/money.js';
import { changeBudget } from '../../../handlers/budgets/budgetChanges.js';
import { createPersonAccess } from '../../../handlers/functions/personAccess.js';
import type { PersonAccessPorts } from '../../../handlers/persons/denyPerson.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { NOON } from '../../domain/budget/histories.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { BudgetWorld } from '../budgetWorld.js';
import { settingsOf } from '../stubs.js';
import type { PortCalls } from '../portCalls.js';

const ROLE = 'AWSReservedSSO_Developer_0123456789abcdef';
const ROLE_ARN = `arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/eu-central-1/${ROLE}`;
const ALLOW = '{"Statement":{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}}';
export const LATER = NOON + 60 * 60_000;

/** People on one role of IAM Identity Center, which references the policies that deny persons. */
export class PersonWorld extends BudgetWorld {
  readonly iam = new MemoryIam(ENFORCEMENT_CONFIG);
  override settings = settingsOf({ personPolicies: '2' });

  constructor(referenced: readonly string[] = ENFORCEMENT_CONFIG.personPolicyArns) {
    super();
    this.clock.set(LATER);
    for (const policyArn of ENFORCEMENT_CONFIG.personPolicyArns) {
      this.iam.addPolicy(policyArn, JSON.stringify(personPolicyDocument([])));
    }
    this.iam.addPolicy('arn:aws:iam::aws:policy/AmazonBedrockFullAccess', ALLOW);
    this.iam.addPrincipal('role', ROLE_ARN);
    const { attached } = this.iam.held({ type: 'role', name: ROLE });
    for (const policyArn of ['arn:aws:iam::aws:policy/AmazonBedrockFullAccess', ...referenced]) attached.add(policyArn);
  }

  personPorts(calls?: PortCalls): PersonAccessPorts {
    return {
      ...this.ports(calls),
      lists: calls?.through(this.lists) ?? this.lists,
      documents: calls?.through(this.iam) ?? this.iam,
      personPolicyArns: ENFORCEMENT_CONFIG.personPolicyArns,
    };
  }

  /** A person over the limit, whose suspension execution `e-NAME` has taken on. */
  async suspending(name: string, session = name): Promise<void> {
    const principalId = `person/${name}`;
    const principal = { principalId, accountType: 'person' } as const;
    await this.change(principalId, { type: 'OpenBudget', principal, seenAt: NOON });
    const caller = { role: ROLE, session };
    await this.change(principalId, { type: 'RecordSpend', spend: [{ at: LATER, costUsd: usd('2'), caller }] });
    await this.change(principalId, { type: 'SuspendAccess' });
    await this.change(principalId, { type: 'BeginSuspension', execution: `e-${name}` });
  }

  /** The suspension is over; execution `r-NAME` has taken the restoration on. */
  async restoring(name: string): Promise<void> {
    await this.change(`person/${name}`, { type: 'RestoreAccess' });
    await this.change(`person/${name}`, { type: 'BeginRestoration', execution: `r-${name}` });
  }

  async change(principalId: string, command: BudgetCommand): Promise<void> {
    const { decision } = await changeBudget(this.ports(), principalId, command, this.settings);
    if (decision.kind === 'rejected') throw new Error(`${command.type}: ${decision.reason}`);
  }

  act(operation: 'deny' | 'allow' | 'put-back', name: string, ports = this.personPorts()): Promise<unknown> {
    const execution = `${operation === 'allow' ? 'r' : 'e'}-${name}`;
    return createPersonAccess(ports)({ operation, principalId: `person/${name}`, execution });
  }

  rowOf(principalId: string): StoredBudget {
    const found = this.tables.stored(principalId);
    if (found === undefined) throw new Error(`${principalId} has no budget`);
    return found;
  }

  isAllowed(session: string): boolean {
    return this.iam.isAllowed(ROLE_ARN, 'bedrock:InvokeModel', '*', session);
  }

  /** Documents that IAM holds, and those that the lists make. */
  async documents(): Promise<{ readonly held: readonly (string | undefined)[]; readonly derived: readonly string[] }> {
    const rows = await this.lists.read(ENFORCEMENT_CONFIG.personPolicyArns.map((_, index) => index + 1));
    return {
      held: ENFORCEMENT_CONFIG.personPolicyArns.map((policyArn) => this.iam.policy(policyArn)),
      derived: rows.map(({ persons }) => JSON.stringify(personPolicyDocument(persons))),
    };
  }
}
