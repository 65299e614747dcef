import { expect } from 'chai';
import { usd, usdToString } from '../../../domain/money.js';
import { readSettings, type Settings } from '../../../domain/settings/settings.js';
import { SETTING_NAMES, SETTINGS } from '../../../domain/settings/definitions.js';

function settings(given: Readonly<Record<string, string>>): Settings {
  const answer = readSettings(given);
  if (answer.kind === 'invalid') throw new Error(answer.problems.join('; '));
  return answer.settings;
}

describe('readSettings', () => {
  it('refuses a list that no parameter holds, and takes the longest that one does', () => {
    const pattern = 'arn:aws:iam::444455556666:user/break-glass-operator-x,';
    const fits = pattern.repeat(151) + 'arn:aws:iam::444455556666:user/on-call';
    expect([fits.length, readSettings({ protectedPrincipals: fits }).kind]).to.deep.equal([8192, 'settings']);
    expect(readSettings({ protectedPrincipals: `${fits}1` })).to.deep.equal({
      kind: 'invalid',
      problems: ['protectedPrincipals: 8193 characters are more than a parameter holds, 8192'],
    });
  });

  it('refuses roles that no parameter holds, and takes the longest that one does', () => {
    const fits = 'AWSReservedSSO_Developer_*,'.repeat(150) + 'x'.repeat(46);
    expect([fits.length, readSettings({ personRoles: fits }).kind]).to.deep.equal([4096, 'settings']);
    expect(readSettings({ personRoles: `${fits}x` })).to.deep.equal({
      kind: 'invalid',
      problems: ['personRoles: 4097 characters are more than a parameter holds, 4096'],
    });
  });

  it('has a default for everything', () => {
    expect(settings({})).to.deep.equal({
      monitorIntervalMinutes: 5,
      trustLimitTags: false,
      usageRetentionDays: 95,
      auditRetentionDays: 400,
      usageMetadataKeys: [],
      rules: [],
      teams: [],
      policy: {
        rule: undefined,
        limitUsd: usd('1'),
        stackLimitUsd: usd('1'),
        schedule: { period: { every: 'days', days: 30 }, timeZone: 'UTC' },
        carryOverMaxUsd: undefined,
        isMember: false,
        enforcement: 'observe',
        warnPercent: 70,
        criticalPercent: 90,
        exceededPercent: 100,
        hardStopPercent: undefined,
        gracePeriodSeconds: 300,
        protectedPrincipals: [],
        personRoles: ['AWSReservedSSO_*'],
        personPolicies: 0,
      },
    });
  });

  it('takes what is given', () => {
    expect(settings({ enforcement: 'enforce' }).policy.enforcement).to.equal('enforce');
    const given = settings({ budgetLimitUsd: '0.50', hardStopPercent: '150', gracePeriodSeconds: '0' });
    expect(usdToString(given.policy.limitUsd)).to.equal('0.5');
    expect(given.policy).to.include({ hardStopPercent: 150, gracePeriodSeconds: 0 });
    const patterns = 'arn:aws:iam::444455556666:user/teams/*, arn:aws:iam::*:role/break-glass*';
    expect(settings({ protectedPrincipals: patterns }).policy.protectedPrincipals).to.deep.equal(patterns.split(', '));
    const people = 'person/ana@example.com, person/*@example.org';
    expect(settings({ protectedPrincipals: people }).policy.protectedPrincipals).to.deep.equal(people.split(', '));
  });

  const taken: readonly (readonly [Readonly<Record<string, string>>, object])[] = [
    [{ personRoles: 'none' }, { personRoles: [] }],
    [{ personRoles: 'AWSReservedSSO_*, claude-code' }, { personRoles: ['AWSReservedSSO_*', 'claude-code'] }],
    [{ personRoles: 'claude-code,claude-code' }, { personRoles: ['claude-code'] }],
    [{ personRoles: 'r'.repeat(64) }, { personRoles: ['r'.repeat(64)] }],
    [{ personRoles: 'team-?' }, { personRoles: ['team-?'] }],
    [{ personPolicies: '9' }, { personPolicies: 9 }],
  ];
  for (const [given, policy] of taken) {
    it(`takes ${JSON.stringify(given)}`, () => {
      expect(settings(given).policy).to.deep.include(policy);
    });
  }

  const keys: readonly (readonly [string, readonly string[]])[] = [
    ['none', []],
    ['team', ['team']],
    ['team, cost center ,team', ['team', 'cost center']],
    ['a,b,c,d,e', ['a', 'b', 'c', 'd', 'e']],
    ['k'.repeat(64), ['k'.repeat(64)]],
  ];
  for (const [usageMetadataKeys, expected] of keys) {
    it(`takes the keys ${usageMetadataKeys}`, () => {
      expect(settings({ usageMetadataKeys }).usageMetadataKeys).to.deep.equal(expected);
    });
  }

  const noRole = 'is not a pattern of role names, such as AWSReservedSSO_*, that leaves some out, nor none';
  const noKey = 'is not a key of request metadata, of 1 to 64 characters, nor none';
  const refused: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ warnPercnt: '70' }, 'warnPercnt: unknown setting; the nearest is warnPercent'],
    [{ constructor: '70' }, 'constructor: unknown setting; the nearest is warnPercent'],
    [{ enforcement: 'Enforce' }, 'enforcement: "Enforce" is not observe or enforce'],
    [{ warnPercent: '0' }, 'warnPercent: "0" is not a whole number from 1 to 99'],
    [{ warnPercent: '7.5' }, 'warnPercent: "7.5" is not a whole number from 1 to 99'],
    [{ warnPercent: '' }, 'warnPercent: "" is not a whole number from 1 to 99'],
    [{ exceededPercent: '99' }, 'exceededPercent: "99" is not a whole number from 100 to 1000'],
    [{ hardStopPercent: '1e3' }, 'hardStopPercent: "1e3" is not a whole number from 100 to 10000, or off'],
    [{ gracePeriodSeconds: '-1' }, 'gracePeriodSeconds: "-1" is not a whole number from 0 to 604800'],
    [{ budgetLimitUsd: '0' }, 'budgetLimitUsd: "0" is not an amount of USD above 0, such as 25 or 0.50'],
    [{ budgetLimitUsd: 'ten' }, 'budgetLimitUsd: "ten" is not an amount of USD above 0, such as 25 or 0.50'],
    [{ warnPercent: '95' }, 'warnPercent: 95 is not below criticalPercent, 90'],
    [
      { protectedPrincipals: 'arn:aws:iam::444455556666:user/root-ops, role/x' },
      'protectedPrincipals: "role/x" is not an ARN of a user, or of a role without its path, nor person/NAME in small letters, nor none',
    ],
    [
      { protectedPrincipals: 'arn:aws:iam::444455556666:role/teams/deploy' },
      'protectedPrincipals: "arn:aws:iam::444455556666:role/teams/deploy" is not an ARN of a user, or of a role without its path, nor person/NAME in small letters, nor none',
    ],
    [{ hardStopPercent: '50' }, 'hardStopPercent: "50" is not a whole number from 100 to 10000, or off'],
    [
      { protectedPrincipals: '' },
      'protectedPrincipals: "" is not an ARN of a user, or of a role without its path, nor person/NAME in small letters, nor none',
    ],
    [{ personRoles: '' }, `personRoles: "" ${noRole}`],
    [{ personRoles: '*' }, `personRoles: "*" ${noRole}`],
    [{ personRoles: 'claude-code, *?**' }, `personRoles: "*?**" ${noRole}`],
    [{ personRoles: 'claude-code,' }, `personRoles: "" ${noRole}`],
    [{ personRoles: 'NONE, a b' }, `personRoles: "a b" ${noRole}`],
    [{ personRoles: 'teams/claude-code' }, `personRoles: "teams/claude-code" ${noRole}`],
    [
      { personRoles: 'arn:aws:iam::444455556666:role/claude-code' },
      `personRoles: "arn:aws:iam::444455556666:role/claude-code" ${noRole}`,
    ],
    [{ personRoles: 'r'.repeat(65) }, `personRoles: "${'r'.repeat(65)}" ${noRole}`],
    [{ personPolicies: '10' }, 'personPolicies: "10" is not a whole number from 0 to 9'],
    [{ personPolicies: '-1' }, 'personPolicies: "-1" is not a whole number from 0 to 9'],
    [{ personPolicies: '1.5' }, 'personPolicies: "1.5" is not a whole number from 0 to 9'],
    [{ personPolicies: 'two' }, 'personPolicies: "two" is not a whole number from 0 to 9'],
    [{ personPolicies: '' }, 'personPolicies: "" is not a whole number from 0 to 9'],
    [{ usageMetadataKeys: '' }, `usageMetadataKeys: "" ${noKey}`],
    [{ usageMetadataKeys: 'a,,b' }, `usageMetadataKeys: "" ${noKey}`],
    [{ usageMetadataKeys: 'team\n' + 'x' }, `usageMetadataKeys: "team\\nx" ${noKey}`],
    [{ usageMetadataKeys: 'équipe' }, `usageMetadataKeys: "équipe" ${noKey}`],
    [{ usageMetadataKeys: 'k'.repeat(65) }, `usageMetadataKeys: "${'k'.repeat(65)}" ${noKey}`],
    [{ usageMetadataKeys: 'a,b,c,d,e,f' }, 'usageMetadataKeys: 6 keys are more than 5'],
    [
      { protectedPrincipals: 'person/Ana@example.com' },
      'protectedPrincipals: "person/Ana@example.com" is not an ARN of a user, or of a role without its path, nor person/NAME in small letters, nor none',
    ],
    [{ trustLimitTags: 'yes' }, 'trustLimitTags: "yes" is neither true nor false'],
    [{ usageRetentionDays: '30' }, 'usageRetentionDays: 30 is not above refreshPeriodDays, 30'],
    [{ exceededPercent: '200', hardStopPercent: '150' }, 'hardStopPercent: 150 is below exceededPercent, 200'],
  ];
  for (const [given, problem] of refused) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      expect(readSettings(given)).to.deep.equal({ kind: 'invalid', problems: [problem] });
    });
  }

  it('names every problem at once', () => {
    const answer = readSettings({ warnPercent: 'x', budgetLimitUsd: 'y', z: '1' });
    expect(answer.kind === 'invalid' ? answer.problems.length : 0).to.equal(3);
  });
});

describe('SETTINGS', () => {
  it('have defaults within their own bounds', () => {
    expect(readSettings({}).kind).to.equal('settings');
    expect(SETTING_NAMES).to.have.length(Object.keys(SETTINGS).length);
  });
});
