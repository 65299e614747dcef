import { expect } from 'chai';
import { RESTORATION_STARTS, SUSPENSION_STARTS } from '../../../infra/workflows/startPatterns.js';

const PATTERNS = [
  { name: 'the suspension', pattern: SUSPENSION_STARTS, types: ['GraceStarted', 'SuspensionStarted'] },
  { name: 'the restoration', pattern: RESTORATION_STARTS, types: ['RestorationStarted'] },
];

describe('startPatterns', () => {
  for (const { name, pattern, types } of PATTERNS) {
    it(`starts ${name} by an event of ours that no execution caused`, () => {
      expect(pattern).to.deep.equal({
        source: ['bedrock-budgeteer'],
        'detail-type': types,
        detail: { execution: [{ exists: false }] },
      });
    });
  }
});
