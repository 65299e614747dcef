import { expect } from 'chai';

import { type Principal } from '../../../domain/iam/principal.js';
import { usd } from '../../../domain/money.js';
import { entryTexts, isEntryName } from '../../../domain/settings/entryTexts.js';
import { policyOf, teamsOf } from '../../../domain/settings/policyOf.js';
import { teamId, teamNameOf } from '../../../domain/settings/teams.js';

import { ANA, CI, problemsOf, settingsWith } from './entries.js';

describe('teams', () => {
  const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/abc123';
  const found = settingsWith(
    {
      'teams/search': {
        order: 1,
        members: ['person/ana@example.com', 'role/search-*', 'application-inference-profile/abc*'],
        limitUsd: 2000,
        period: 'quarterly',
      },
      'teams/all': { order: 2, members: ['*'], limitUsd: '5000' },
      'budgets/developers': { order: 1, match: 'person/*', limitUsd: 50 },
    },
    { enforcement: 'enforce' },
  );
  const names = (principal: Principal, profile?: string): readonly string[] =>
    teamsOf(found, principal, profile).map(({ name }) => name);

  it('have the principals that match, and the calls by their profiles', () => {
    expect(names(ANA)).to.deep.equal(['search', 'all']);
    expect(names(CI)).to.deep.equal(['all']);
    expect(names(CI, PROFILE)).to.deep.equal(['all', 'search']);
    expect(names(CI, PROFILE.replace('abc', 'xyz'))).to.deep.equal(['all']);
    expect(names({ principalId: 'team/search', accountType: 'team' })).to.deep.equal([]);
    expect(policyOf(found, ANA)).to.include({ isMember: true, rule: 'developers' });
    expect(policyOf(settingsWith({}), ANA).isMember).to.equal(false);
  });

  it('have budgets of their own', () => {
    expect(policyOf(found, { principalId: teamId('search'), accountType: 'team' })).to.deep.include({
      rule: 'team search',
      limitUsd: usd('2000'),
      isMember: false,
      schedule: { period: { every: 'quarter', fiscalStart: { month: 1, day: 1 } }, timeZone: 'UTC' },
    });
    expect(policyOf(found, { principalId: 'team/gone', accountType: 'team' })).to.include({
      rule: undefined,
      enforcement: 'exempt',
    });
    expect([teamNameOf('team/search'), teamNameOf('person/team')]).to.deep.equal(['search', undefined]);
  });

  it('may have one person in ten of them', () => {
    const ten = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`teams/t${index}`, { members: 'person/ana@example.com', limitUsd: 1 }]),
    );
    expect(teamsOf(settingsWith(ten), ANA)).to.have.length(10);
  });

  const bad: readonly (readonly [string, object, string])[] = [
    ['no members', { limitUsd: 5 }, 'members: missing; without a principal it would count nothing'],
    ['an empty list', { members: [], limitUsd: 5 }, 'members: missing; without a principal it would count nothing'],
    [
      'a team in it',
      { members: ['team/search'], limitUsd: 5 },
      'members: "team/search" is a team in a team; list its members instead',
    ],
    [
      'what is no principal',
      { members: 'alice', limitUsd: 5 },
      'members: "alice" is not user/NAME, role/NAME without its path, person/NAME in small letters, an ARN, or one of bedrock_api_key, iam_user, iam_role, person, sso_role, service_linked_role, federated_user, root, unknown, or application-inference-profile/ID',
    ],
    ['no limit', { members: '*' }, 'limitUsd: missing; a team has a limit of its own'],
    ['a match', { members: '*', limitUsd: 5, match: '*' }, 'match: unknown; the nearest is name'],
  ];
  for (const [what, entry, problem] of bad) {
    it(`are refused with ${what}`, () => {
      expect(problemsOf({ 'teams/t': entry })).to.deep.equal([`teams/t: ${problem}`]);
    });
  }
});

describe('the lists of the configuration', () => {
  it('are one text an entry, by its name, with its place', () => {
    const problems: string[] = [];
    const texts = entryTexts(
      'budgets',
      [
        { name: 'a', match: ['*'] },
        { name: 'b', limitUsd: 5 },
      ],
      problems,
    );
    expect(texts).to.deep.equal({ 'budgets/a': '{"order":1,"match":["*"]}', 'budgets/b': '{"order":2,"limitUsd":5}' });
    expect([problems, entryTexts('teams', undefined, problems)]).to.deep.equal([[], {}]);
    expect(['budgets/a', 'teams/a', 'budgets/', 'budgets/a/b', 'warnPercent'].map(isEntryName)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  const bad: readonly (readonly [unknown, string])[] = [
    [{}, 'teams: {} is not a list of maps with a name each'],
    ['x', 'teams: "x" is not a list of maps with a name each'],
    [['x'], 'teams[0]: "x" is not a map with a name'],
    [[{ members: '*' }], 'teams[0]: {"members":"*"} is not a map with a name'],
    [[{ name: 'a' }, { name: 'a' }], 'teams/a: two of this name'],
  ];
  for (const [list, problem] of bad) {
    it(`are refused as ${JSON.stringify(list)}`, () => {
      const problems: string[] = [];
      entryTexts('teams', list, problems);
      expect(problems).to.deep.equal([problem]);
    });
  }
});
