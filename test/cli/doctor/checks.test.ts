import { expect } from 'chai';
import { CHECKS } from '../../../cli/doctor/checks/all.js';
import { LOGS } from './logCases.js';
import { diagnosisOf, illsOf } from './patient.js';
import { ACCESS, MONEY, OPERATION } from './stackCases.js';

const CASES = [...LOGS, ...MONEY, ...ACCESS, ...OPERATION];

describe('diagnose', () => {
  it('finds nothing where everything is well, and looks at everything', async () => {
    const { findings } = await diagnosisOf();
    expect(findings.filter(({ level }) => level !== 'ok')).to.deep.equal([]);
    expect(new Set(findings.map(({ check }) => check))).to.deep.equal(new Set(CHECKS.map(({ name }) => name)));
  });

  for (const [broken, ailment, check, level, says, fix] of CASES) {
    it(`${check}: ${level} where ${broken}`, async () => {
      const found = (await illsOf(ailment)).filter((finding) => finding.check === check);
      expect(found.length, 'findings').to.be.greaterThan(0);
      const [first] = found;
      expect(first?.text).to.match(says);
      expect(first?.level).to.equal(level);
      expect(first?.fixes[0] ?? '').to.match(fix);
    });
  }

  it('has a broken world for each check', () => {
    expect(new Set(CASES.map(([, , check]) => check))).to.deep.equal(new Set(CHECKS.map(({ name }) => name)));
  });
});
