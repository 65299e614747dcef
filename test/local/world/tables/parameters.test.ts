import { expect } from 'chai';
import { Parameters } from '../../../../local/world/tables/parameters.js';
import type { Graph } from '../../../../local/world/declared.js';
import { rejectionOf } from '../../../rejection.js';

const PATH = '/bedrock-budgeteer/dev/';

describe('Parameters', () => {
  const scene = (values: Readonly<Record<string, string>>): Parameters => {
    const parameters = new Parameters({ all: () => [] } as unknown as Graph);
    for (const [name, value] of Object.entries(values)) parameters.put('eu-west-1', `${PATH}${name}`, value);
    return parameters;
  };

  it('reads settings, rules and teams as the adapter does', async () => {
    const source = scene({
      warnPercent: '60',
      'budgets/a': '{}',
      'overrides/budgets/a': '{"limitUsd":"75"}',
      'other/a': '{}',
    }).below('eu-west-1', PATH);
    expect(await source.read()).to.deep.equal({
      deployed: { warnPercent: '60', 'budgets/a': '{}' },
      overrides: { 'budgets/a': '{"limitUsd":"75"}' },
    });
  });

  it('throws where nothing is deployed', async () => {
    const { message } = await rejectionOf(scene({ warnPercent: '60' }).below('us-east-1', PATH).read());
    expect(message).to.equal(`no setting is deployed below ${PATH}`);
  });

  it('takes no rule for the setting of its name', () => {
    const rules = { 'budgets/personRoles': '{}', 'overrides/teams/personRoles': '{}' };
    expect(scene({ ...rules, personRoles: 'a, b' }).list('personRoles')).to.deep.equal(['a', 'b']);
    expect(scene({ ...rules, personRoles: 'a', 'overrides/personRoles': 'c' }).list('personRoles')).to.deep.equal([
      'c',
    ]);
    expect(scene({ ...rules, personRoles: 'none' }).list('personRoles')).to.deep.equal([]);
  });
});
