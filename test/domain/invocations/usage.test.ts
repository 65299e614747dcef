import { expect } from 'chai';
import { addUsage, DIMENSIONS, hasUsage, NO_USAGE, promptTokens } from '../../../domain/invocations/usage.js';

describe('usage', () => {
  it('adds by dimension', () => {
    const total = { ...NO_USAGE, inputTokens: 3, images: 1 };
    addUsage(total, { ...NO_USAGE, inputTokens: 4, searchUnits: 2 });
    expect(total).to.deep.equal({
      ...NO_USAGE,
      inputTokens: 7,
      images: 1,
      searchUnits: 2,
    });
  });

  it('is there as soon as one dimension is', () => {
    expect(hasUsage(NO_USAGE)).to.equal(false);
    for (const dimension of DIMENSIONS) expect(hasUsage({ ...NO_USAGE, [dimension]: 1 })).to.equal(true);
  });

  it('counts cached tokens as part of the prompt', () => {
    const usage = {
      ...NO_USAGE,
      inputTokens: 1,
      cacheReadTokens: 20,
      cacheWrite5mTokens: 300,
      cacheWrite1hTokens: 4000,
    };
    expect(promptTokens({ ...usage, outputTokens: 9 })).to.equal(4321);
  });
});
