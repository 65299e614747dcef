import { expect } from 'chai';
import fc from 'fast-check';
import { readSettings } from '../../../domain/settings/settings.js';
import { SETTING_NAMES } from '../../../domain/settings/definitions.js';
import { settleOverrides } from '../../../handlers/settings/overrides.js';

type Values = Readonly<Record<string, string>>;

describe('settleOverrides', () => {
  const deployed = { budgetLimitUsd: '40', warnPercent: '70', criticalPercent: '90' };
  const settled = (overrides: Values): { readonly rejected: readonly string[]; readonly settings: unknown } => {
    const answer = settleOverrides(deployed, overrides);
    if (answer.kind === 'invalid') throw new Error(answer.problems.join());
    return { rejected: answer.rejected.map(({ name }) => name), settings: answer.settings };
  };

  const cases: readonly (readonly [string, Values, readonly string[]])[] = [
    ['applies what is possible', { budgetLimitUsd: '5' }, []],
    ['applies a pair that is possible only together', { warnPercent: '92', criticalPercent: '95' }, []],
    ['leaves an unknown one out', { budgetLimit: '5', budgetLimitUsd: '5' }, ['budgetLimit']],
    ['leaves an impossible one out', { warnPercent: 'lots', budgetLimitUsd: '5' }, ['warnPercent']],
    [
      'is not misled by a value that is a name',
      { warnPercent: 'criticalPercent', criticalPercent: '95' },
      ['warnPercent'],
    ],
    ['is not misled by a name that is a problem', { 'warnPercent: x': '1', warnPercent: '60' }, ['warnPercent: x']],
    [
      'knows no setting by the name of an object’s own parts',
      { ['__proto__']: '1', constructor: '2' },
      ['__proto__', 'constructor'],
    ],
    ['leaves out what contradicts a deployed value', { warnPercent: '95', budgetLimitUsd: '5' }, ['warnPercent']],
    [
      'also where the problem begins with the deployed one',
      { criticalPercent: '60', budgetLimitUsd: '5' },
      ['criticalPercent'],
    ],
    [
      'keeps the other of a contradicting pair if it is possible alone',
      { warnPercent: '95', criticalPercent: '93' },
      ['warnPercent'],
    ],
    ['drops both if neither is', { warnPercent: '95', criticalPercent: '60' }, ['warnPercent', 'criticalPercent']],
    [
      'looks again once an impossible one is gone',
      { criticalPercent: 'x', warnPercent: '91' },
      ['criticalPercent', 'warnPercent'],
    ],
    [
      'settles several contradictions',
      { usageRetentionDays: '20', hardStopPercent: '100', exceededPercent: '120' },
      ['hardStopPercent', 'usageRetentionDays'],
    ],
  ];
  for (const [name, overrides, rejected] of cases) {
    it(name, () => {
      const kept = Object.fromEntries(Object.entries(overrides).filter(([key]) => !rejected.includes(key)));
      const answer = settled(overrides);
      expect(answer.rejected).to.have.members(rejected);
      expect(answer.settings).to.deep.equal(expected({ ...deployed, ...kept }));
    });
  }

  it('tells why, with the value', () => {
    expect(settleOverrides(deployed, { criticalPercent: '60' })).to.deep.include({
      rejected: [{ name: 'criticalPercent', value: '60', problem: 'warnPercent: 70 is not below criticalPercent, 60' }],
    });
  });

  it('names the deployed setting that is not possible', () => {
    expect(settleOverrides({ warnPercent: '95' }, { warnPercent: '50' })).to.deep.equal({
      kind: 'invalid',
      problems: ['warnPercent: 95 is not below criticalPercent, 90'],
    });
  });

  describe('of a rule or a team', () => {
    const rules = {
      ...deployed,
      'budgets/developers': '{"order":1,"match":["person/*"],"limitUsd":"50","timeZone":"Europe/Berlin"}',
      'teams/search': '{"order":1,"members":["person/*"],"limitUsd":"500"}',
    };
    const ruled = (overrides: Values) => {
      const answer = settleOverrides(rules, overrides);
      if (answer.kind === 'invalid') throw new Error(answer.problems.join());
      const [rule] = answer.settings.rules;
      const [team] = answer.settings.teams;
      return {
        limit: rule?.terms.limitUsd.toString(),
        zone: rule?.terms.schedule.timeZone,
        team: team?.terms.limitUsd.toString(),
        rejected: answer.rejected.map(({ name, problem }) => `${name}: ${problem}`),
      };
    };
    const none = { limit: '50', zone: 'Europe/Berlin', team: '500', rejected: [] };

    const cases: readonly (readonly [string, Values, Partial<ReturnType<typeof ruled>>])[] = [
      ['replaces the fields that it has', { 'budgets/developers': '{"limitUsd":"75"}' }, { limit: '75' }],
      ['goes before the deployed one', { 'teams/search': '{"limitUsd":700}' }, { team: '700' }],
      [
        'is left out where it is not possible',
        { 'budgets/developers': '{"limitUsd":"$75"}', 'teams/search': '{"limitUsd":700}' },
        {
          team: '700',
          rejected: [
            'budgets/developers: budgets/developers: limitUsd: "$75" is not an amount of USD above 0, such as 25 or 0.50',
          ],
        },
      ],
      [
        'is left out where it is no map of fields',
        { 'budgets/developers': '75' },
        { rejected: ['budgets/developers: budgets/developers: "75" is not a map of fields, as JSON'] },
      ],
      [
        'is left out where nothing of the name is deployed',
        { 'budgets/other': '{"match":"*","limitUsd":"75"}' },
        { rejected: ['budgets/other: no such rule or team is deployed'] },
      ],
    ];
    for (const [what, overrides, changed] of cases) {
      it(what, () => {
        expect(ruled(overrides)).to.deep.equal({ ...none, ...changed });
      });
    }
  });

  describe('whatever operators write', () => {
    const text = fc.oneof(
      fc.nat(500).map(String),
      fc.constantFrom('off', 'true', 'false', '', '0.5', 'warnPercent'),
      fc.string(),
    );
    const name = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...SETTING_NAMES) }, fc.string());
    const overrides = fc.dictionary(name, text, { maxKeys: 8 });

    it('is always possible, and is the deployed values with the rest of the overrides', () => {
      fc.assert(
        fc.property(overrides, (given) => {
          const answer = settled(given);
          const rest = Object.entries(given).filter(([key]) => !answer.rejected.includes(key));
          expect(answer.settings).to.deep.equal(expected({ ...deployed, ...Object.fromEntries(rest) }));
        }),
      );
    });

    it('does not depend on the order of the overrides', () => {
      fc.assert(
        fc.property(overrides, (given) => {
          const reversed = Object.fromEntries(Object.entries(given).reverse());
          expect(settled(reversed).settings).to.deep.equal(settled(given).settings);
        }),
      );
    });

    it('equals the deployed values when each override is impossible by itself', () => {
      const impossible = fc.dictionary(name, fc.constantFrom('', 'é', '\t'), { maxKeys: 8 });
      fc.assert(
        fc.property(impossible, (given) => {
          expect(settled(given)).to.deep.equal({ rejected: settled(given).rejected, settings: expected(deployed) });
          expect(settled(given).rejected).to.have.members(Object.keys(given));
        }),
      );
    });
  });
});

function expected(values: Values): unknown {
  const answer = readSettings(values);
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return answer.settings;
}
