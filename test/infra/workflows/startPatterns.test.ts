import { expect } from 'chai';
import { RESTORATION_STARTS, type StartPattern, SUSPENSION_STARTS } from '../../../infra/workflows/startPatterns.js';
import { compilePattern, matches } from '../../../local/events/eventPattern.js';

const TYPES = [
  ...['GraceStarted', 'SuspensionStarted', 'RestorationStarted', 'AccessSuspended', 'BudgetOpened'],
  ...['PersonPolicyTampered', 'PersonPolicyOutdated'],
];

const PATTERNS: readonly (readonly [string, StartPattern, readonly string[]])[] = [
  [
    'the suspension',
    SUSPENSION_STARTS,
    ['GraceStarted', 'SuspensionStarted', 'PersonPolicyTampered', 'PersonPolicyOutdated'],
  ],
  ['the restoration', RESTORATION_STARTS, ['RestorationStarted']],
];

describe('startPatterns', () => {
  for (const [name, pattern, types] of PATTERNS) {
    const startedBy = (event: object): readonly string[] =>
      TYPES.filter((type) => matches(compilePattern(pattern), { ...event, 'detail-type': type }));

    it(`starts ${name} by an event of ours that no execution caused`, () => {
      const principalId = 'person/ana';
      expect(startedBy({ source: 'bedrock-budgeteer', detail: { principalId } })).to.deep.equal(types);
      expect(startedBy({ source: 'bedrock-budgeteer', detail: { principalId, execution: 'arn:x' } })).to.deep.equal([]);
      expect(startedBy({ source: 'somebody-else', detail: { principalId } })).to.deep.equal([]);
    });
  }

  it('starts no suspension of a team, whose members are suspended one by one', () => {
    const grace = {
      source: 'bedrock-budgeteer',
      'detail-type': 'GraceStarted',
      detail: { principalId: 'team/search' },
    };
    expect(matches(compilePattern(SUSPENSION_STARTS), grace)).to.equal(false);
  });
});
