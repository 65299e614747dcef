import { expect } from 'chai';
import { readSettings } from '../../domain/settings/settings.js';
import { easyToMiss } from '../../infra/easyToMiss.js';

const RULE = JSON.stringify({ match: ['person/*', 'role/ci'], limitUsd: 5 });

function warnings(entries: Readonly<Record<string, string>>, regions: readonly string[]): readonly string[] {
  const answer = readSettings({ budgetLimitUsd: '5', ...entries });
  if (answer.kind === 'invalid') throw new Error(answer.problems.join());
  return easyToMiss({ settings: answer.settings, regions }, { homeRegion: 'eu-west-1' });
}

describe('easyToMiss', () => {
  it('has nothing to say of a stack that does what it says', () => {
    expect(warnings({}, ['eu-west-1'])).to.deep.equal([]);
    expect(warnings({ 'budgets/a': RULE, personPolicies: '1' }, ['eu-west-1', 'us-east-1'])).to.deep.equal([]);
  });

  it('names persons whom no policy can deny', () => {
    expect(warnings({ 'budgets/a': RULE }, ['eu-west-1'])).to.deep.equal([
      'personPolicies: 0, so person/* are only warned about, never suspended; see docs/persons.md',
    ]);
  });

  it('names the Region of the stack where its log is not read', () => {
    expect(warnings({}, ['us-east-1'])).to.deep.equal([
      "regions: us-east-1: calls in the stack's own Region, eu-west-1, are not metered",
    ]);
  });
});
