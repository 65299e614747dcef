import { expect } from 'chai';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { meterDeliveries } from '../../../handlers/metering/meterDeliveries.js';
import { PortCalls } from '../portCalls.js';
import { settingsOf } from '../stubs.js';
import { call, deliveryOf, IN_TIME, MeteringWorld, NOW } from './meteringWorld.js';

const ONE = '0.00049';
const TWO = '0.00098';
const TODAY = Date.UTC(2026, 8, 10);
const MIDNIGHT = TODAY + DAY_MS;

type Json = Readonly<Record<string, unknown>>;

const callAt = (requestId: string, at: Instant, overrides: Json = {}): Json =>
  call(requestId, { timestamp: new Date(at).toISOString(), ...overrides });

function worldAt(now: Instant, settings: Readonly<Record<string, string>> = {}): MeteringWorld {
  const world = new MeteringWorld();
  world.clock.set(now);
  world.settings = settingsOf(settings);
  return world;
}

/** `REQUEST start of its period`, and whether it is late. */
function filed({ tables }: MeteringWorld): readonly string[] {
  return tables.entries.map(
    ({ record, periodStart, isLate }) =>
      `${record.requestId} ${new Date(periodStart).toISOString().slice(0, 10)}${isLate ? ' late' : ''}`,
  );
}

describe('a budget that a call opens', () => {
  it('charges it, made yesterday, and what came between', async () => {
    const world = worldAt(NOW);
    await world.meter([callAt('today', NOW), callAt('yesterday', TODAY - 1), callAt('before', NOW - DAY_MS)]);
    expect(filed(world)).to.deep.equal(['before 2026-09-09', 'yesterday 2026-09-09', 'today 2026-09-09']);
    expect(world.spent()).to.deep.equal(['0.00147', '0.00147']);
    expect(world.row().budget.lateSpentUsd.isZero()).to.equal(true);
  });

  it('is in a period of full length where the call is stamped ahead, across midnight', async () => {
    const world = worldAt(MIDNIGHT - SECOND_MS);
    await world.meter([callAt('ahead', MIDNIGHT + SECOND_MS)]);
    expect(world.row().budget.period).to.deep.equal({ start: TODAY, end: TODAY + 30 * DAY_MS });
    expect(world.spent()).to.deep.equal([ONE, ONE]);
  });
});

describe('a batch across the end of a period', () => {
  const before = callAt('before', MIDNIGHT - 1);
  const end = callAt('end', MIDNIGHT);

  for (const [what, now, records, rows, lateUsd] of [
    ['charged before', MIDNIGHT - SECOND_MS, [end, before], ['before 2026-09-10', 'end 2026-09-11'], '0'],
    ['charged at it', MIDNIGHT, [before, end], ['before 2026-09-11 late', 'end 2026-09-11'], ONE],
  ] as const) {
    it(`puts each call into its own period, one exactly at the end into the next: ${what}`, async () => {
      const world = worldAt(TODAY, { refreshPeriodDays: '1' });
      await world.meter([callAt('first', TODAY)]);
      world.clock.set(now);
      await world.meter(records);
      expect(filed(world)).to.deep.equal(['first 2026-09-10', ...rows]);
      expect(world.spent()).to.deep.equal([ONE, ONE]);
      expect(usdToString(world.row().budget.lateSpentUsd)).to.equal(lateUsd);
      const started = world.row().outbox.find(({ detail }) => detail.type === 'PeriodStarted');
      expect(started?.detail['previousSpentUsd']).to.equal(lateUsd === '0' ? TWO : ONE);
    });
  }
});

describe('the row of a call', () => {
  for (const [what, at, from] of [
    ['made before', NOW - DAY_MS, NOW],
    ['made now', NOW, NOW],
    ['stamped ahead of the clock', NOW + 3 * DAY_MS, NOW + 3 * DAY_MS],
  ] as const) {
    it(`is kept for usageRetentionDays from the later of its charge and its stamp: ${what}`, async () => {
      const world = worldAt(NOW, { usageRetentionDays: '60' });
      await world.meter([callAt('1', at)]);
      expect(world.tables.entries.map(({ expiresAt }) => expiresAt)).to.deep.equal([from + 60 * DAY_MS]);
    });
  }
});

describe('a call as old as usageRetentionDays', () => {
  for (const [what, ageMs, reasons] of [
    ['to the millisecond', 60 * DAY_MS, []],
    ['and a millisecond', 60 * DAY_MS + 1, [/^timestamp: older than usageRetentionDays/]],
  ] as const) {
    it(`is ${reasons.length === 0 ? 'charged' : 'quarantined'}: ${what}`, async () => {
      const world = worldAt(NOW, { usageRetentionDays: '60' });
      await world.meter([callAt('1', NOW - ageMs)]);
      expect(world.tables.entries).to.have.length(1 - reasons.length);
      expect(world.quarantine.kept).to.have.length(reasons.length);
      for (const [index, reason] of reasons.entries()) expect(world.quarantine.kept[index]?.reason).to.match(reason);
      expect(world.telemetry.total('RecordsQuarantined')).to.equal(reasons.length);
    });
  }
});

describe('a batch', () => {
  const failed = call('failed', { errorCode: 'ThrottlingException', output: undefined });

  it('of nothing that is billed calls no table and no queue', async () => {
    const world = worldAt(NOW);
    const none = new PortCalls(1);
    await meterDeliveries(world.ports(none), [deliveryOf('d', [failed])], IN_TIME);
    expect(none.hasFailed).to.equal(false);
    expect(world.telemetry.total('RecordsIgnored')).to.equal(1);
    expect(world.telemetry.entries).to.deep.equal([]);
  });

  it('tells how many successful calls nobody has counted, and quarantines them', async () => {
    const world = worldAt(NOW);
    const uncounted = call('uncounted', { input: {}, output: { outputContentType: 'application/json' } });
    await world.meter([uncounted, call('2')]);
    expect(world.quarantine.kept).to.have.length(1);
    const warned = world.telemetry.entries.filter(({ level }) => level === 'warn');
    expect(warned.map(({ message, fields }) => [message, fields['count']])).to.deep.equal([
      ['successful calls without token counts, not charged', 1],
    ]);
    expect(world.spent()).to.deep.equal([ONE, ONE]);
  });

  it('stops where time is over, and what was charged until then stays', async () => {
    const world = worldAt(NOW);
    const records = Array.from({ length: 120 }, (_, index) => callAt(String(index), NOW - index * MINUTE_MS));
    const ports = world.ports();
    const ledger = {
      ...ports.ledger,
      charge: async (...args: Parameters<typeof ports.ledger.charge>) => {
        const answer = await world.tables.charge(...args);
        world.clock.set(NOW + 1);
        return answer;
      },
    };
    let problem: unknown;
    await meterDeliveries({ ...ports, ledger }, [deliveryOf('d', records)], NOW + 1).catch((error: unknown) => {
      problem = error;
    });
    expect(String((problem as AggregateError).errors[0])).to.include('21 invocations left');
    expect(world.tables.entries).to.have.length(99);
  });
});
