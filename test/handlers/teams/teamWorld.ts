import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetCommand } from '../../../domain/budget/commands.js';
import { type Instant } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import type { Settings } from '../../../domain/settings/settings.js';
import { changeBudget } from '../../../handlers/budgets/budgetChanges.js';
import { createBudgetMonitor } from '../../../handlers/functions/budgetMonitor.js';

import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { teamPeriods } from '../../../handlers/teams/teamPeriods.js';
import { NOON } from '../../domain/budget/histories.js';
import { usage } from '../../contracts/budgetRows.js';
import { BudgetWorld, idOf, streamOf } from '../budgetWorld.js';
import { type PortCalls } from '../portCalls.js';
import { CONTEXT, settingsOf } from '../stubs.js';

const SWEEP = { source: 'aws.scheduler' };
export const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/indexer';
export const TEAM = {
  limitUsd: '10',
  period: 'monthly',
  gracePeriodSeconds: 0,
  members: ['user/ana', 'user/ben', 'user/cleo', 'application-inference-profile/indexer'],
};
export const TEAM_ID = 'team/search';

export function settingsWith(team: object | undefined, more: Readonly<Record<string, string>> = {}): Settings {
  const teams = team === undefined ? {} : { 'teams/search': JSON.stringify(team) };
  return settingsOf({ budgetLimitUsd: '100', ...teams, ...more });
}

/** A team, its members' rows, and the stream of them that has not been delivered yet. */
export class TeamWorld extends BudgetWorld {
  override settings = settingsWith(TEAM);
  readonly undelivered: StoredBudget[] = [];

  constructor(now = NOON) {
    super();
    this.clock.set(now);
    this.tables.onWrite = ({ after }) => void this.undelivered.push(after);
  }

  /** One call, as the meter charges it. */
  async spends(
    name: string,
    cost: string,
    { at = this.clock.now(), profile }: { at?: Instant; profile?: string } = {},
  ): Promise<void> {
    const principal = { principalId: idOf(name), accountType: 'iam_user' } as const;
    const record = usage('call', { timestamp: at, ...(profile === undefined ? {} : { inferenceProfile: profile }) });
    const teams = await this.tables.read([TEAM_ID]);
    const counts = teamPeriods(record, principal, { settings: this.settings, teams }, this.clock.now());
    if (this.tables.stored(principal.principalId) === undefined) {
      await this.does(principal.principalId, { type: 'OpenBudget', principal, seenAt: at });
    }
    await this.does(principal.principalId, { type: 'RecordSpend', spend: [{ at, costUsd: usd(cost), teams: counts }] });
  }

  async does(principalId: string, command: BudgetCommand): Promise<void> {
    await changeBudget(this.ports(), principalId, command, this.settings);
  }

  /** The stream brings what was written until then, and what that writes, until nothing is left. */
  async delivers(calls?: PortCalls): Promise<void> {
    while (this.undelivered.length > 0) {
      const batch = this.undelivered.slice(0, 100);
      const answer = await createBudgetMonitor(this.ports(calls))(streamOf(...batch), CONTEXT);
      const failed = answer?.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier) - 1) ?? [];
      this.undelivered.splice(0, failed.length === 0 ? batch.length : Math.min(...failed));
      if (failed.length > 0) return;
    }
  }

  async sweeps(): Promise<void> {
    await createBudgetMonitor(this.ports())(SWEEP, CONTEXT);
    await this.delivers();
  }

  /** The workflows take no time. */
  async works(): Promise<void> {
    for (const { budget } of this.tables.records) {
      const { principalId } = budget;
      const execution = `e-${this.clock.now()}-${principalId}`;
      if (budget.status === 'suspending') {
        await this.does(principalId, { type: 'BeginSuspension', execution });
        await this.does(principalId, { type: 'ConfirmSuspension', execution });
      }
      if (budget.status === 'restoring') {
        await this.does(principalId, { type: 'BeginRestoration', execution });
        await this.does(principalId, { type: 'ConfirmRestoration', execution, notRestored: [] });
      }
    }
    await this.delivers();
  }

  async passes(milliseconds: number): Promise<void> {
    await this.clock.sleep(milliseconds);
    await this.sweeps();
    await this.works();
  }

  get team(): Budget {
    const found = this.tables.stored(TEAM_ID)?.budget;
    if (found === undefined) throw new Error('no team');
    return found;
  }

  statusOf(name: string): string {
    return this.row(name).budget.status;
  }

  statuses(...names: readonly string[]): readonly string[] {
    return names.map((name) => this.statusOf(name));
  }
}
