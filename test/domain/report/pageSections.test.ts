import { expect } from 'chai';
import { pageSections } from '../../../domain/report/pageSections.js';

describe('the sections of a page', () => {
  const always = ['team', 'principal', 'person', 'model', 'day', 'region'];

  it('are the same for all', () => {
    expect(pageSections().map((keys) => keys.join())).to.deep.equal(always);
  });

  it('have what was asked for too, together first, each once', () => {
    expect(pageSections(['session', 'team']).map((keys) => keys.join())).to.deep.equal([
      'session,team',
      ...always,
      'session',
    ]);
  });
});
