import type { BudgetPolicy } from '../budget/budgetPolicy.js';
import type { Principal } from '../iam/principal.js';
import type { Settings } from './settings.js';
export interface Team { readonly name: string }
export function policyOf(settings: Settings, _principal: Principal): BudgetPolicy {
  return settings.policy;
}
export function teamsOf(_settings: Settings, _principal: Principal, _profileArn?: string): readonly Team[] {
  return [];
}
export function isMember(_team: Team, _principal: Principal): boolean { return false; }
export function policyOfTeam(settings: Settings, _name: string): BudgetPolicy | undefined { return settings.policy; }
