import { expect } from 'chai';
import { keyNameOf, readExpiry, userNameOf } from '../../../cli/keys/keyNames.js';
import { UserError } from '../../../cli/userError.js';

const HERE = { now: Date.UTC(2026, 10, 28, 17), timeZone: 'Europe/Berlin' };

describe('what somebody types for a key', () => {
  for (const [text, days] of [
    ['1d', 1],
    ['90d', 90],
    ['12w', 84],
    ['2026-12-01', 3],
    ['monday', 2],
    ['never', undefined],
  ] as const) {
    it(`takes ${text} as ${days ?? 'no'} days`, () => {
      expect(readExpiry(text, HERE)).to.equal(days);
    });
  }

  // Of the 28th seven hours are left.
  for (const text of ['0d', '36601d', '90', '3m', '2026-11-28', '2025-01-01', '2026-02-30', '-3d']) {
    it(`refuses ${text} as an expiry`, () => {
      expect(() => readExpiry(text, HERE)).to.throw(UserError, /^--expires: /);
    });
  }

  it('has a user name that the stack takes for a key’s, and back', () => {
    expect(userNameOf('ci')).to.equal('BedrockAPIKey-ci');
    expect(keyNameOf('BedrockAPIKey-ci')).to.equal('ci');
  });

  for (const name of ['', '-x', 'a b', 'a/b', 'x'.repeat(51), 'ü']) {
    it(`refuses ${JSON.stringify(name.slice(0, 9))} as a name`, () => {
      expect(() => userNameOf(name)).to.throw(UserError, /is no name of a key/);
    });
  }
});
