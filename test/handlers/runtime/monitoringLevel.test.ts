import { expect } from 'chai';
import { monitoringLevel } from '../../../handlers/runtime/monitoringLevel.js';

describe('monitoringLevel', () => {
  it('is what the stack sets, and full where that is nothing known', () => {
    const levels = ['essential', 'full', 'more', undefined].map((MONITORING) => monitoringLevel({ MONITORING }));
    expect(levels).to.deep.equal(['essential', 'full', 'full', 'full']);
  });
});
