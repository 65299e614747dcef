import { expect } from 'chai';
import { eventDetail } from '../../../domain/budget/eventDetail.js';
import { DAY_MS } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import { NOON, restorePoint } from './histories.js';

const FACTS = {
  at: NOON,
  principalId: 'arn:aws:iam::444455556666:user/alice',
  spentUsd: usd('10.5'),
  limitUsd: usd('10'),
  refreshesAt: NOON + DAY_MS,
  timeZone: 'Europe/Berlin',
};

describe('eventDetail', () => {
  it('says instants as ISO 8601 and amounts as exact decimals, in the restore point and the period too', () => {
    const taken = eventDetail({ ...FACTS, type: 'RestorePointTaken', restorePoint: restorePoint('AIDA1', NOON) });
    expect(taken).to.deep.equal({
      at: '2026-06-01T12:00:00Z',
      principalId: FACTS.principalId,
      type: 'RestorePointTaken',
      spentUsd: '10.5',
      limitUsd: '10',
      refreshesAt: '2026-06-02T12:00:00Z',
      resetsAt: '2026-06-02T14:00:00+02:00[Europe/Berlin]',
      restorePoint: {
        takenAt: '2026-06-01T12:00:00Z',
        arn: FACTS.principalId,
        uniqueId: 'AIDA1',
        attachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess'],
        boundaryArn: undefined,
        activeKeyIds: [],
        detachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess'],
        deactivatedKeyIds: [],
      },
    });
    const period = { start: NOON, end: NOON + 1000 };
    const started = { type: 'PeriodStarted', period, previousSpentUsd: usd('1'), previousStatus: 'active' } as const;
    expect(eventDetail({ ...FACTS, ...started })).to.deep.include({
      previousSpentUsd: '1',
      period: { start: '2026-06-01T12:00:00Z', end: '2026-06-01T12:00:01Z' },
    });
    for (const event of [
      { type: 'GraceStarted', isAnnounced: true, graceDeadline: NOON },
      { type: 'BudgetClosed', closedAt: NOON },
    ] as const) {
      expect(Object.values(eventDetail({ ...FACTS, ...event })).at(-1)).to.equal('2026-06-01T12:00:00Z');
    }
    const teamSpend = [{ team: 'search', period, spentUsd: usd('0.5'), lateSpentUsd: usd('0') }];
    expect(eventDetail({ ...FACTS, type: 'TeamSpendRecorded', teamSpend })).to.deep.include({
      teamSpend: [
        {
          team: 'search',
          period: { start: '2026-06-01T12:00:00Z', end: '2026-06-01T12:00:01Z' },
          spentUsd: '0.5',
          lateSpentUsd: '0',
        },
      ],
    });
    const broken = { type: 'SpendAfterSuspension', costUsd: usd('0.00000000875'), willBeReattached: true } as const;
    expect(eventDetail({ ...FACTS, ...broken })).to.include({ costUsd: '0.00000000875', willBeReattached: true });
  });
});
