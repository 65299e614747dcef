import { expect } from 'chai';
import { measureBatch } from '../../../bench/ownCost/measured.js';
import { perMillion, type PartName } from '../../../bench/ownCost/perMillion.js';
import { usualBatch } from '../../../bench/ownCost/traffic.js';
import { costOf, gigabytes } from '../../../bench/ownCost/unitPrices.js';

const TRAFFIC = { principals: 10, callsEach: 100_000, callsAMinute: 30 };
const TERMS = { usageRetentionDays: 95, logRetentionDays: 30, lineRetentionDays: 400, deliverySeconds: 60 };

describe('the cost of a million calls', () => {
  it('is computed part by part from what a delivery takes', async () => {
    const measured = await measureBatch({ calls: 20, callers: 4 });
    const parts = perMillion(TRAFFIC, measured, [], TERMS);
    const of = (part: PartName): string => parts.find(({ name }) => name === part)?.usd.toString() ?? '';
    // Two units a row, two a budget, one to read each budget.
    expect(of('tables')).to.equal('1.525');
    // A record of its own for each call, rounded up to 5 KB.
    expect(of('stream')).to.equal('0.14848');
    expect(parts.map(({ usd }) => usd.isPositive())).to.not.include(false);
  });

  it('grows with the callers of a delivery: each has a budget that is written', async () => {
    const tables = async (callers: number): Promise<number> => {
      const parts = perMillion(TRAFFIC, await measureBatch({ calls: 20, callers }), [], TERMS);
      return parts.find(({ name }) => name === 'tables')?.usd.toNumber() ?? NaN;
    };
    expect(await tables(20)).to.be.above(await tables(2));
  });
});

describe('usualBatch', () => {
  it('has the calls of its seconds, by no more callers than are at work', () => {
    expect(usualBatch(TRAFFIC, 15)).to.deep.equal({ calls: 21, callers: 3 });
    expect(usualBatch({ principals: 5, callsEach: 10, callsAMinute: 1 }, 15)).to.deep.equal({ calls: 1, callers: 1 });
  });
});

describe('costOf', () => {
  it('multiplies exactly, and refuses what has no price', () => {
    expect(costOf('dynamoWriteUnit', 3).toString()).to.equal('0.000001875');
    expect(costOf('logIngestionGb', gigabytes(717)).toString()).to.equal('3.585e-7');
    expect(() => costOf('moonlight', 1)).to.throw('moonlight: no price');
  });
});
