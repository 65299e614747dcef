import { expect } from 'chai';
import fc from 'fast-check';
import { matchesPattern } from '../../../domain/iam/pattern.js';
import { principalWithId, type Principal } from '../../../domain/iam/principal.js';
import { usd, usdToString } from '../../../domain/money.js';
import { entryTexts, isEntryName } from '../../../domain/settings/entryTexts.js';
import { policyOf, teamsOf } from '../../../domain/settings/policyOf.js';
import { covers, matchesPrincipal } from '../../../domain/settings/principalPatterns.js';
import { readSettings, type Settings } from '../../../domain/settings/settings.js';
import { teamId, teamNameOf } from '../../../domain/settings/teams.js';

function answer(entries: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, string>> = {}) {
  const texts = Object.entries(entries).map(([name, entry]) => [
    name,
    typeof entry === 'string' ? entry : JSON.stringify(entry),
  ]);
  return readSettings({ ...settings, ...(Object.fromEntries(texts) as Record<string, string>) });
}

function settingsWith(
  entries: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, string>> = {},
): Settings {
  const found = answer(entries, settings);
  if (found.kind === 'invalid') throw new Error(found.problems.join('\n'));
  return found.settings;
}

function problemsOf(
  entries: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, string>> = {},
): readonly string[] {
  const found = answer(entries, settings);
  return found.kind === 'invalid' ? found.problems : [];
}

const ACCOUNT = 'arn:aws:iam::444455556666';
const ANA = principalWithId('person/ana@example.com');
const CI = principalWithId(`${ACCOUNT}:role/ci-build`);
const KEY = principalWithId(`${ACCOUNT}:user/BedrockAPIKey-k7qd`);
const PATHED = principalWithId(`${ACCOUNT}:user/teams/search/alice`);

describe('the rules of budgets', () => {
  const rules = settingsWith(
    {
      'budgets/exempt': { order: 1, match: 'role/ci-*', enforcement: 'exempt' },
      'budgets/developers': {
        order: 2,
        match: ['person/*', 'bedrock_api_key'],
        limitUsd: 50,
        period: 'monthly',
        timeZone: 'Europe/Berlin',
        carryOver: { maxUsd: '20' },
        warnPercent: 80,
        hardStopPercent: '150',
        gracePeriodSeconds: 0,
      },
      'budgets/rest': { order: 3, match: '*', limitUsd: '0.10', hardStopPercent: 'off' },
    },
    { budgetLimitUsd: '7', hardStopPercent: '120', enforcement: 'enforce' },
  );

  it('decide by the first that matches, and take the rest from the stack', () => {
    expect(policyOf(rules, CI)).to.include({ rule: 'exempt', enforcement: 'exempt', hardStopPercent: 120 });
    expect(usdToString(policyOf(rules, CI).limitUsd)).to.equal('7');
    for (const who of [ANA, KEY]) {
      expect(policyOf(rules, who)).to.deep.include({
        rule: 'developers',
        limitUsd: usd('50'),
        stackLimitUsd: usd('7'),
        schedule: { period: { every: 'month' }, timeZone: 'Europe/Berlin' },
        carryOverMaxUsd: usd('20'),
        warnPercent: 80,
        criticalPercent: 90,
        hardStopPercent: 150,
        gracePeriodSeconds: 0,
        enforcement: 'enforce',
      });
    }
    expect(policyOf(rules, PATHED)).to.deep.include({ rule: 'rest', limitUsd: usd('0.1'), hardStopPercent: undefined });
  });

  it('are none by default: everybody has the stack’s', () => {
    const none = settingsWith({});
    expect(policyOf(none, ANA)).to.equal(none.policy);
    expect(teamsOf(none, ANA)).to.deep.equal([]);
  });

  it('are read in their order, a hundred of them too', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        `budgets/r${index}`,
        { order: 100 - index, match: [`user/u${index}-*`], limitUsd: index + 1 },
      ]),
    );
    const { rules: found, ...others } = settingsWith(many);
    expect(found.map(({ name }) => name)).to.deep.equal(Array.from({ length: 100 }, (_, index) => `r${99 - index}`));
    const policy = policyOf({ rules: found, ...others }, principalWithId(`${ACCOUNT}:user/u37-x`));
    expect([policy.rule, usdToString(policy.limitUsd)]).to.deep.equal(['r37', '38']);
  });

  const limits: readonly (readonly [unknown, string | undefined])[] = [
    [50, '50'],
    [0.1, '0.1'],
    ['50.00', '50'],
    ['0.000000000000001', '0.000000000000001'],
    [123456789.123456, '123456789.123456'],
    ...['$50', '-5', '0', '1e400', '', '1,000', ' 5', '0.00', 'ten', 1e21, -5, 0, null, true, [], [5], {}, 1e-7].map(
      (limit) => [limit, undefined] as const,
    ),
  ];
  for (const [limitUsd, expected] of limits) {
    it(`${expected === undefined ? 'refuse' : 'take'} the limit ${JSON.stringify(limitUsd)}`, () => {
      const entry = { 'budgets/r': { match: '*', limitUsd } };
      if (expected !== undefined) {
        expect(usdToString(settingsWith(entry).rules[0]?.terms.limitUsd ?? usd('0'))).to.equal(expected);
        return;
      }
      const [problem, ...others] = problemsOf(entry);
      expect(others).to.deep.equal([]);
      expect(problem).to.match(/^budgets\/r: limitUsd: .+ is not an amount of USD above 0, such as 25 or 0\.50$/);
    });
  }

  const bad: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    [
      'a number with more digits than JSON keeps',
      { 'budgets/r': '{"match":"*","limitUsd":123456789.1234567}' },
      'budgets/r: limitUsd: 123456789.1234567 has more than 15 digits; write it as a text, in quotes',
    ],
    [
      '1e400',
      { 'budgets/r': '{"match":"*","limitUsd":1e400}' },
      'budgets/r: limitUsd: "Infinity" is not an amount of USD above 0, such as 25 or 0.50',
    ],
    ['no JSON', { 'budgets/r': 'fifty' }, 'budgets/r: "fifty" is not a map of fields, as JSON'],
    ['a list', { 'budgets/r': [] }, 'budgets/r: "[]" is not a map of fields, as JSON'],
    [
      'nobody',
      { 'budgets/r': { limitUsd: 5 } },
      'budgets/r: match: missing; without a principal it would count nothing',
    ],
    [
      'an empty list',
      { 'budgets/r': { match: [] } },
      'budgets/r: match: missing; without a principal it would count nothing',
    ],
    [
      'a field of no kind',
      { 'budgets/r': { match: '*', limitUSD: 5 } },
      'budgets/r: limitUSD: unknown; the nearest is limitUsd',
    ],
    ['members', { 'budgets/r': { match: '*', members: '*' } }, 'budgets/r: members: unknown; the nearest is name'],
    [
      'a name of no parameter',
      { 'budgets/a b': { match: '*' } },
      'budgets/a b: name: "a b" is not 1 to 63 letters, digits, - _ .',
    ],
    [
      'no place',
      { 'budgets/r': { match: '*', order: 'first' } },
      'budgets/r: order: "\\"first\\"" is not a whole number from 0 to 999999',
    ],
    [
      'a zone of other capitals',
      { 'budgets/r': { match: '*', timeZone: 'Europe/berlin' } },
      'budgets/r: timeZone: "Europe/berlin" is not a time zone; the nearest is Europe/Berlin',
    ],
    [
      'another period',
      { 'budgets/r': { match: '*', period: 'monthy' } },
      'budgets/r: period: "monthy" is not daily, weekly, monthly, quarterly, yearly or {days: N}; the nearest is monthly',
    ],
    [
      'another enforcement',
      { 'budgets/r': { match: '*', enforcement: 'block' } },
      'budgets/r: enforcement: "block" is not observe or enforce or exempt',
    ],
    [
      'warnings out of order',
      { 'budgets/r': { match: '*', warnPercent: 95 } },
      'budgets/r: warnPercent: 95 is not below criticalPercent, 90',
    ],
    [
      'a stop before the end',
      { 'budgets/r': { match: '*', hardStopPercent: 150, exceededPercent: 200 } },
      'budgets/r: hardStopPercent: 150 is below exceededPercent, 200',
    ],
    [
      'a stop that is no number',
      { 'budgets/r': { match: '*', hardStopPercent: 'never' } },
      'budgets/r: hardStopPercent: "never" is not a whole number from 100 to 10000, or off',
    ],
    [
      'a part of a percent',
      { 'budgets/r': { match: '*', warnPercent: 70.5 } },
      'budgets/r: warnPercent: "70.5" is not a whole number from 1 to 99',
    ],
    [
      'another carry-over',
      { 'budgets/r': { match: '*', carryOver: 20 } },
      'budgets/r: carryOver: 20 is not {maxUsd: AMOUNT}',
    ],
    [
      'a carry-over of nothing',
      { 'budgets/r': { match: '*', carryOver: { maxUsd: 0 } } },
      'budgets/r: carryOver.maxUsd: "0" is not an amount of USD above 0, such as 25 or 0.50',
    ],
    [
      'more than a parameter holds',
      { 'budgets/r': { match: Array.from({ length: 500 }, (_, index) => `user/u${index}`) } },
      'budgets/r: 5901 characters are more than a parameter holds, 4096',
    ],
    [
      'usage that is gone before its period',
      { 'budgets/r': { match: '*', period: 'yearly' } },
      'budgets/r: period: 366 days are not below usageRetentionDays, 300',
    ],
  ];
  for (const [what, entries, problem] of bad) {
    it(`are refused with ${what}`, () => {
      expect(problemsOf(entries, what.startsWith('usage') ? { usageRetentionDays: '300' } : {})).to.deep.equal([
        problem,
      ]);
    });
  }

  const covered: readonly (readonly [string, readonly string[], readonly string[], boolean])[] = [
    ['everybody', ['*'], ['person/ana'], true],
    ['the same', ['role/ci-*'], ['role/ci-*'], true],
    ['a wider pattern', ['role/ci-*'], ['role/ci-build-*'], true],
    ['a narrower one', ['role/ci-build-*'], ['role/ci-*'], false],
    ['persons as a type', ['person'], ['person/ana'], true],
    ['the type of all persons', ['person/*'], ['person'], true],
    ['all roles', ['role/*'], ['sso_role', 'iam_role'], true],
    ['all users', ['user/*'], ['bedrock_api_key'], true],
    ['a type of users', ['iam_user'], ['user/alice'], false],
    ['one of two', ['person/*'], ['person/ana', 'role/x'], false],
    ['two rules together', ['person/*', 'role/*'], ['person/ana', 'role/x'], true],
  ];
  for (const [what, first, second, isCovered] of covered) {
    it(`${isCovered ? 'are refused where they' : 'are taken where they do not'} come too late for any: ${what}`, () => {
      const problems = problemsOf({
        'budgets/a': { order: 1, match: first },
        'budgets/b': { order: 2, match: second },
      });
      const problem = `budgets/b: match: can never match; a before it take all of ${second.join(', ')}`;
      expect(problems).to.deep.equal(isCovered ? [problem] : []);
    });
  }

  const patterns = fc.oneof(
    fc.constantFrom('*', 'person', 'iam_user', 'iam_role', 'bedrock_api_key', 'sso_role', 'unknown'),
    fc
      .tuple(
        fc.constantFrom('user/', 'role/', 'person/'),
        fc.array(fc.constantFrom('a', 'b', '*', '-'), { minLength: 1, maxLength: 4 }),
      )
      .map(([kind, parts]) => `${kind}${parts.join('')}`),
    fc.constantFrom(`${ACCOUNT}:role/a*`, 'arn:aws:iam::*:user/*', 'user/p/a*', 'user/p/*'),
  );
  const principals = fc
    .tuple(
      fc.constantFrom('user/', 'user/p/', 'role/', 'person/', 'assumed-role/AWSReservedSSO_'),
      fc.stringMatching(/^[ab-]{2,4}$/),
    )
    .map(([kind, name]): Principal => {
      if (kind === 'person/') return principalWithId(`person/${name}`);
      return principalWithId(
        kind.startsWith('assumed') ? `arn:aws:sts::444455556666:${kind}${name}/x@y` : `${ACCOUNT}:${kind}${name}`,
      );
    });

  it('match as a first-match over whole ids would, and cover only what they match', () => {
    const oracle = (pattern: string, { principalId, accountType }: Principal): boolean => {
      if (pattern === accountType || pattern === '*') return true;
      if (pattern.startsWith('arn:')) return matchesPattern(pattern, principalId);
      if (!pattern.includes('/')) return false;
      if (pattern.startsWith('person/')) return matchesPattern(pattern, principalId);
      const resource = principalId.split(':').slice(5).join(':');
      const [kind = '', ...path] = resource.split('/');
      return [resource, `${kind}/${path.at(-1) ?? ''}`].some((one) => matchesPattern(pattern, one));
    };
    fc.assert(
      fc.property(
        fc.array(fc.array(patterns, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        principals,
        (lists, principal) => {
          const entries = Object.fromEntries(
            lists.map((match, index) => [`budgets/r${index}`, { order: index, match, limitUsd: index + 1 }]),
          );
          const first = lists.findIndex((match) => match.some((pattern) => oracle(pattern, principal)));
          const read = answer(entries);
          if (read.kind === 'settings') {
            expect(policyOf(read.settings, principal).rule).to.equal(first === -1 ? undefined : `r${first}`);
            return;
          }
          for (const problem of read.problems) {
            const index = Number(/^budgets\/r(\d+): match: can never match/.exec(problem)?.[1]);
            expect(index, problem).to.be.a('number').and.not.equal(first);
          }
        },
      ),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(patterns, patterns, principals, (wide, narrow, principal) => {
        fc.pre(covers(wide, narrow) && matchesPrincipal(narrow, principal));
        expect(matchesPrincipal(wide, principal)).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the patterns of principals', () => {
  for (const pattern of [
    'role/a/b',
    'role/',
    'person/ANA',
    'user/al ice',
    'user/a/',
    '',
    'alice',
    'person',
    'arn:aws:iam::1:group/x',
    'team/search',
    'arn:aws:iam::444455556666:role/path/x',
    'PERSON/x',
    7,
    null,
  ]) {
    const isGood = pattern === 'person';
    it(`are ${isGood ? 'taken' : 'refused'}: ${JSON.stringify(pattern)}`, () => {
      const problems = problemsOf({ 'budgets/r': { match: [pattern] } });
      expect(problems).to.have.length(isGood ? 0 : 1);
      if (!isGood) expect(problems[0]).to.match(/^budgets\/r: match: .+ is not /);
    });
  }

  it('find a user by its name whatever its path, and by both', () => {
    for (const pattern of [
      'user/alice',
      'user/al*',
      'user/teams/search/alice',
      'user/teams/*',
      `${ACCOUNT}:user/teams/*`,
      'iam_user',
      '*',
    ])
      expect(matchesPrincipal(pattern, PATHED), pattern).to.equal(true);
    const disguised = principalWithId(`${ACCOUNT}:user/a:role/x/mallory`);
    for (const pattern of ['role/*', 'role/x/*', 'iam_role']) {
      expect(matchesPrincipal(pattern, disguised), pattern).to.equal(false);
    }
    for (const pattern of ['user/search/alice', 'role/alice', 'user/bob', 'bedrock_api_key', 'person/alice'])
      expect(matchesPrincipal(pattern, PATHED), pattern).to.equal(false);
  });
});

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
