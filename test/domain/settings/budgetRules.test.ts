import { expect } from 'chai';

import { principalWithId } from '../../../domain/iam/principal.js';
import { usd, usdToString } from '../../../domain/money.js';
import { policyOf, teamsOf } from '../../../domain/settings/policyOf.js';

import { ACCOUNT, ANA, CI, KEY, PATHED, problemsOf, settingsWith } from './entries.js';

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

  it('of one place in the list go by name', () => {
    const [first, second] = [{ 'budgets/a': { match: 'user/a' } }, { 'budgets/b': { match: 'user/b' } }];
    for (const given of [
      { ...first, ...second },
      { ...second, ...first },
    ]) {
      expect(settingsWith(given).rules.map(({ name }) => name)).to.deep.equal(['a', 'b']);
    }
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
});
