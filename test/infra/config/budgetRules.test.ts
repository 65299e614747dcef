import * as pulumi from '@pulumi/pulumi';
import { expect } from 'chai';
import { usdToString } from '../../../domain/money.js';
import { rejectionOf } from '../../rejection.js';
import { ADOPTED, configOf } from '../configOf.js';
import { planWith } from '../planWith.js';

describe('rules and teams in a stack’s configuration', () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it('takes rules and teams, exactly as they are given', () => {
    const budgets =
      '[{"name":"guests","match":["person/*"],"limitUsd":0.10},{"name":"all","match":"*","limitUsd":"50.00"}]';
    const { settings, settingTexts } = configOf({
      ...ADOPTED,
      budgets,
      teams: '[{"name":"all","members":["*"],"limitUsd":2000}]',
    });
    const texts = Object.entries(settingTexts).filter(([name]) => name.includes('/'));
    expect(Object.fromEntries(texts)).to.deep.equal({
      'budgets/guests': '{"order":1,"match":["person/*"],"limitUsd":0.1}',
      'budgets/all': '{"order":2,"match":"*","limitUsd":"50.00"}',
      'teams/all': '{"order":1,"members":["*"],"limitUsd":2000}',
    });
    const policies = [...settings.rules, ...settings.teams].map(({ terms }) => terms);
    expect(policies.map(({ limitUsd }) => usdToString(limitUsd))).to.deep.equal(['0.1', '50', '2000']);
  });

  it('tells all that is wrong with rules and settings, a line each', () => {
    const given = { warnPercent: '0', budgets: '["x",{"name":"a","match":"*","limitUsd":"$5"}]', teams: '[{}]' };
    expect(() => configOf({ ...ADOPTED, ...given })).to.throw(
      pulumi.RunError,
      /^budgets\[0\]: .*\nteams\[0\]: .*\nwarnPercent: .*\nbudgets\/a: limitUsd: [^\n]*$/,
    );
  });

  const refused: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ budgets: '[{"name":"a","match":"*"},{"name":"a","match":"root"}]' }, 'budgets/a: two of this name'],
    [
      { budgets: '[{"name":"a","match":"*","limitUsd":1e400}]' },
      'budgets/a: limitUsd: "null" is not an amount of USD above 0',
    ],
    [{ budgets: '{}' }, `budgets: {} is not a list; set one entry after another by --path 'budgets[0]'`],
    [{ teams: '"x"' }, `teams: "x" is not a list; set one entry after another by --path 'teams[0]'`],
    [
      { teams: '[{"name":"a","members":[],"limitUsd":5}]' },
      'teams/a: members: missing; without a principal it would count nothing',
    ],
  ];
  for (const [given, problem] of refused) {
    it(`are refused as ${JSON.stringify(given)}, in one line`, () => {
      expect(() => configOf({ ...ADOPTED, ...given }))
        .to.throw(pulumi.RunError, problem)
        .with.property('message')
        .that.does.not.contain('\n');
    });
  }

  it('stop the program where they are not possible, with one line', async () => {
    const rule = '{name: a, match: person/*, limitUsd: 1e400}';
    const { message } = await rejectionOf(planWith(`  bedrock-budgeteer:budgets: [${rule}]\n`));
    expect(message).to.equal('budgets/a: limitUsd: "1e400" is not an amount of USD above 0, such as 25 or 0.50');
  });

  it('become a parameter each, whose name in the program does not tell its place', async () => {
    const { resources } = await planWith(
      [
        '  bedrock-budgeteer:invocationLogging: manage\n',
        '  bedrock-budgeteer:budgets: [{name: ops, match: root}, {name: a.B_1, match: person/*, limitUsd: 0.10}]\n',
        '  bedrock-budgeteer:teams: [{name: ops, members: [role/ops-*], limitUsd: "2000"}]\n',
      ].join(''),
    );
    const parameters = resources.filter(({ inputs }) =>
      /\/(?:budgets|teams)\//.test(JSON.stringify(inputs['name'] ?? '')),
    );
    expect(
      parameters.map(({ name, inputs }) => [name, inputs['name'], inputs['insecureValue'], inputs['tier']]),
    ).to.deep.equal([
      [
        'configuration-budgets-a.B_1',
        '/bedrock-budgeteer/test/budgets/a.B_1',
        '{"order":2,"match":"person/*","limitUsd":0.1}',
        undefined,
      ],
      ['configuration-budgets-ops', '/bedrock-budgeteer/test/budgets/ops', '{"order":1,"match":"root"}', undefined],
      [
        'configuration-teams-ops',
        '/bedrock-budgeteer/test/teams/ops',
        '{"order":1,"members":["role/ops-*"],"limitUsd":"2000"}',
        undefined,
      ],
    ]);
  });
});
