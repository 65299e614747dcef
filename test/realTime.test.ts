import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { useFakeTimers } from 'sinon';
import { restoreRealTime } from './realTime.js';

describe('restoreRealTime', () => {
  const { setTimeout: realTimeout } = globalThis;
  const replacements: Readonly<Record<string, () => unknown>> = {
    sinon: () => useFakeTimers({ now: 0, toFake: ['setTimeout', 'Date'] }),
    'the fake timers themselves': () => install({ now: 0, toFake: ['setTimeout', 'Date'] }),
  };

  for (const [of, replace] of Object.entries(replacements)) {
    it(`gives back what ${of} replaced`, () => {
      replace();
      expect(globalThis.setTimeout).not.to.equal(realTimeout);
      restoreRealTime();
      expect(globalThis.setTimeout).to.equal(realTimeout);
      expect(Date.now()).to.be.greaterThan(Date.UTC(2026, 0));
    });
  }

  it('is called after each test (this one leaves its time behind)', () => {
    useFakeTimers({ now: 0, toFake: ['setTimeout'] });
  });

  it('is called after each test (this one finds the real time)', () => {
    expect(globalThis.setTimeout).to.equal(realTimeout);
  });
});
