import type { BudgetPolicy } from '../budget/budgetPolicy.js';
import type { Principal } from '../iam/principal.js';
import { memoize } from '../memoize.js';
import { matchesPrincipal, matchesProfile } from './principalPatterns.js';
import type { Settings } from './settings.js';
import { teamNameOf, type Team } from './teams.js';

/** How the budget of a principal or a team is treated: by the first rule that matches, by the team's terms, else by the stack's settings. */
export function policyOf(settings: Settings, principal: Principal): BudgetPolicy {
  if (settings.rules.length === 0 && settings.teams.length === 0) return settings.policy;
  return termsIn(settings).policyOf(keyOf(principal));
}

/** The teams that a call counts in: its principal's, and those of the application inference profile by which it was made. */
export function teamsOf(settings: Settings, principal: Principal, profileArn?: string): readonly Team[] {
  if (settings.teams.length === 0) return [];
  const { ofPrincipal, ofProfile } = termsIn(settings);
  const teams = ofPrincipal(keyOf(principal));
  if (profileArn === undefined) return teams;
  return [...new Set([...teams, ...ofProfile(profileArn)])];
}

interface Terms {
  readonly policyOf: (key: string) => BudgetPolicy;
  readonly ofPrincipal: (key: string) => readonly Team[];
  readonly ofProfile: (profileArn: string) => readonly Team[];
}

/** Each call asks for the terms of the same few principals, under one reading of the settings. */
const termsBy = new WeakMap<Settings, Terms>();

function termsIn(settings: Settings): Terms {
  const known = termsBy.get(settings);
  if (known !== undefined) return known;
  const ofPrincipal = memoize((key) => settings.teams.filter(({ patterns }) => isAmong(patterns, principalOf(key))));
  const terms: Terms = {
    policyOf: memoize((key) => found(settings, principalOf(key), ofPrincipal(key).length > 0)),
    ofPrincipal,
    ofProfile: memoize((arn) =>
      settings.teams.filter(({ patterns }) => patterns.some((pattern) => matchesProfile(pattern, arn))),
    ),
  };
  termsBy.set(settings, terms);
  return terms;
}

function found({ policy, rules, teams }: Settings, principal: Principal, isMember: boolean): BudgetPolicy {
  const teamName = teamNameOf(principal.principalId);
  if (teamName !== undefined) {
    const team = teams.find(({ name }) => name === teamName);
    // A team that is configured no longer counts nothing and holds nobody.
    if (team === undefined) return { ...policy, enforcement: 'exempt' };
    return { ...policy, ...team.terms, rule: `team ${teamName}` };
  }
  const rule = rules.find(({ patterns }) => isAmong(patterns, principal));
  return { ...policy, ...(rule === undefined ? {} : { ...rule.terms, rule: rule.name }), isMember };
}

function isAmong(patterns: readonly string[], principal: Principal): boolean {
  return patterns.some((pattern) => matchesPrincipal(pattern, principal));
}

/** No id has a blank in it. */
function keyOf({ principalId, accountType }: Principal): string {
  return `${accountType} ${principalId}`;
}

function principalOf(key: string): Principal {
  const at = key.indexOf(' ');
  return { accountType: key.slice(0, at) as Principal['accountType'], principalId: key.slice(at + 1) };
}
