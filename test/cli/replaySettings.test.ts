import { expect } from 'chai';
import { replaySettings, type TermFlags } from '../../cli/replaySettings.js';
import { withEntriesOf } from '../../cli/stackSettings.js';
import { UserError } from '../../cli/userError.js';
import { periodText } from '../../domain/calendar/schedule.js';
import { usdToString } from '../../domain/money.js';
import { temporaryFolder } from './temporaryFolder.js';

describe('replaySettings', () => {
  const folder = temporaryFolder();
  const FILE = [
    'budgets:',
    '  - {name: bots, match: role/*, limitUsd: 5, period: weekly, weekStart: sunday}',
    '  - {name: rest, match: user/*, timeZone: Asia/Tokyo}',
    'teams:',
    '  - {name: search, members: user/alice, limitUsd: 100}',
  ].join('\n');
  const terms = (flags: TermFlags): readonly string[] =>
    replaySettings(flags).map(({ policy, rules, teams }) =>
      [policy, ...rules.map((rule) => rule.terms), ...teams.map((team) => team.terms)]
        .map(({ limitUsd, schedule }) =>
          [usdToString(limitUsd), periodText(schedule.period), schedule.timeZone].join(' '),
        )
        .join(', '),
    );

  it('takes the flags for the terms of the stack, and for what rules and teams do not say', () => {
    const budgets = folder.write('budgets.yaml', FILE);
    const table: readonly (readonly [TermFlags, readonly string[]])[] = [
      [{}, ['1 30 days UTC']],
      [{ stack: 'prod' }, ['50 30 days UTC, 50 30 days UTC, 50 monthly Europe/Berlin, 2000 monthly Europe/Berlin']],
      [{ refreshDays: '7' }, ['1 7 days UTC']],
      [{ limit: '20, 0.5', period: '7days' }, ['20 7 days UTC', '0.5 7 days UTC']],
      [{ period: 'quarterly', timeZone: 'Europe/Berlin' }, ['1 quarterly from 01-01 Europe/Berlin']],
      [
        { budgets, limit: '2,3', period: 'monthly', timeZone: 'Europe/Berlin' },
        ['2', '3'].map(
          (limit) =>
            `${limit} monthly Europe/Berlin, 5 weekly from sunday Europe/Berlin, ${limit} monthly Asia/Tokyo, 100 monthly Europe/Berlin`,
        ),
      ],
      [{ budgets }, ['1 30 days UTC, 5 weekly from sunday UTC, 1 30 days Asia/Tokyo, 100 30 days UTC']],
    ];
    for (const [flags, expected] of table) expect(terms(flags), JSON.stringify(flags)).to.deep.equal(expected);
  });

  it('enforces without a stack, and with one does as it says', () => {
    const enforcement = (flags: TermFlags): string => replaySettings(flags)[0].policy.enforcement;
    expect([{}, { stack: 'prod' }, { stack: 'prod', enforcement: 'enforce' }].map(enforcement)).to.deep.equal([
      'enforce',
      'observe',
      'enforce',
    ]);
  });

  const wrong: readonly (readonly [TermFlags, string])[] = [
    [{ limit: '20,x' }, 'budgetLimitUsd: "x" is not an amount of USD above 0, such as 25 or 0.50'],
    [{ limit: '$50' }, 'budgetLimitUsd: "$50" is not an amount of USD above 0, such as 25 or 0.50'],
    [{ limit: '20,' }, 'budgetLimitUsd: "" is not an amount of USD above 0, such as 25 or 0.50'],
    [{ limit: '20,20.0' }, 'budgetLimitUsd: "20,20.0" has a limit twice; give each once, such as 20,50,100'],
    [
      { period: 'montly' },
      'period: "montly" is not daily, weekly, monthly, quarterly, yearly or Ndays; the nearest is monthly',
    ],
    [{ period: '0days' }, 'period: "0days" is not Ndays, N from 1 to 366'],
    [{ timeZone: 'Europe/Berlim' }, 'timeZone: "Europe/Berlim" is not a time zone; the nearest is Europe/Berlin'],
  ];
  for (const [flags, problem] of wrong) {
    it(`refuses ${JSON.stringify(flags)} in one line`, () => {
      expect(() => replaySettings(flags)).to.throw(UserError, new RegExp(`^${escaped(problem)}$`));
    });
  }

  const files: readonly (readonly [string, string])[] = [
    ['{}', 'no list budgets or teams in it'],
    ['rules: []', 'rules: unknown; there are budgets and teams'],
    ['budgets: {}', 'budgets: {} is not a list of maps with a name each'],
    [
      'budgets: [{name: a, match: user/x, limitUsd: lots}]',
      'budgets/a: limitUsd: "lots" is not an amount of USD above 0, such as 25 or 0.50',
    ],
    ['budgets: [{name: a, match: user/x, periode: daily}]', 'budgets/a: periode: unknown; the nearest is period'],
    ['teams: [{name: a, members: user/x}]', 'teams/a: limitUsd: missing; a team has a limit of its own'],
  ];
  for (const [text, problem] of files) {
    it(`refuses a file of ${text} in one line that names it`, () => {
      const budgets = folder.write('budgets.yaml', text);
      expect(() => replaySettings({ budgets })).to.throw(
        UserError,
        new RegExp(`^${escaped(`${budgets}: ${problem}`)}$`),
      );
    });
  }

  it('does not blame the file for a flag', () => {
    const budgets = folder.write('budgets.yaml', FILE);
    expect(() => replaySettings({ budgets, warn: '95' })).to.throw(
      UserError,
      /^warnPercent: 95 is not below criticalPercent, 90$/,
    );
  });
});

describe('withEntriesOf', () => {
  const folder = temporaryFolder();

  it('puts the lists of a file, also empty ones, in place of those that are there', () => {
    const before = { budgetLimitUsd: '5', 'budgets/a': '{}', 'teams/b': '{}' };
    const entry = JSON.stringify({ order: 1, match: 'user/x' });
    const table: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['{"budgets": [{"name": "c", "match": "user/x"}]}', { budgetLimitUsd: '5', 'teams/b': '{}', 'budgets/c': entry }],
      ['teams: []', { budgetLimitUsd: '5', 'budgets/a': '{}' }],
    ];
    for (const [text, after] of table) {
      expect(withEntriesOf(folder.write('budgets.yaml', text), before)).to.deep.equal(after);
    }
  });
});

function escaped(text: string): string {
  return text.replace(/[$.{}[\]\\+*?^|()]/g, '\\$&');
}
