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
      expect(startedBy({ source: 'bedrock-budgeteer', detail: { type: 'x' } })).to.deep.equal(types);
      expect(startedBy({ source: 'bedrock-budgeteer', detail: { execution: 'arn:x' } })).to.deep.equal([]);
      expect(startedBy({ source: 'somebody-else', detail: { type: 'x' } })).to.deep.equal([]);
    });
  }
});
