import { expect } from 'chai';
import { memoize } from '../../domain/memoize.js';

describe('remembered', () => {
  it('computes each key once, and forgets before there are too many', () => {
    const asked: string[] = [];
    const length = memoize((key) => {
      asked.push(key);
      return key.length;
    });
    expect([length('a'), length('a'), length('bb')]).to.deep.equal([1, 1, 2]);
    expect(asked).to.deep.equal(['a', 'bb']);
    for (let index = 0; index < 5000; index += 1) length(`key-${index}`);
    expect(length('a')).to.equal(1);
    expect(asked.filter((key) => key === 'a')).to.have.lengthOf(2);
  });
});
