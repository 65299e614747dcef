import { expect } from 'chai';
import { deadlineOf } from '../../../handlers/runtime/deadline.js';
import { clockAt } from '../stubs.js';

const NOW = Date.UTC(2026, 8, 10, 9);

describe('deadlineOf', () => {
  for (const [remainingMs, workingMs] of [
    [900_000, 885_000],
    [60_000, 45_000],
    [59_996, 44_997],
    [20_000, 15_000],
    [4000, 3000],
    [0, 0],
  ] as const) {
    it(`leaves ${workingMs} ms of ${remainingMs} for work`, () => {
      const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => remainingMs };
      expect(deadlineOf(clockAt(NOW), context) - NOW).to.equal(workingMs);
    });
  }
});
