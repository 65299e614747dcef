import { expect } from 'chai';
import { ContentionError } from '../../../handlers/runtime/errors.js';
import { writeToLedger, type LedgerWrites } from '../../../handlers/metering/ledgerWrites.js';
import type { ChargeAnswer } from '../../../handlers/ports/usageLedger.js';
import { failureOf } from '../portCalls.js';
import { IN_TIME, MeteringWorld, NOW } from './meteringWorld.js';

const CHARGED: ChargeAnswer = { kind: 'charged' };
const BUSY: ChargeAnswer = { kind: 'busy' };
const STALE: ChargeAnswer = { kind: 'refused', isStale: true, duplicates: [] };
/** The first of what was written is not as expected; `isStale`: nor is the budget. */
const known = (isStale = false): ChargeAnswer => ({
  kind: 'refused',
  isStale,
  duplicates: [{ index: 0, stored: undefined }],
});

interface Outcome {
  readonly failure: unknown;
  readonly tries: number;
  readonly reads: number;
  readonly world: MeteringWorld;
}

const times = (count: number, answer: ChargeAnswer): readonly ChargeAnswer[] =>
  Array.from({ length: count }, () => answer);

/** Writes items one at a time; the ledger gives these answers, and `charged` from then on. */
async function write(
  items: number,
  answers: readonly ChargeAnswer[],
  retry: LedgerWrites<number>['retry'] = () => undefined,
): Promise<Outcome> {
  const world = new MeteringWorld();
  let [tries, reads] = [0, 0];
  const ports = world.ports();
  const read: typeof ports.budgets.read = () => {
    reads += 1;
    return Promise.resolve(new Map());
  };
  const charge = (): Promise<ChargeAnswer> => Promise.resolve(answers[tries++] ?? CHARGED);
  const written = writeToLedger<number>(
    { ...ports, budgets: { ...ports.budgets, read }, ledger: { ...ports.ledger, charge } },
    {
      principalId: 'alice',
      pending: Array.from({ length: items }, (_, index) => index),
      known: undefined,
      deadline: IN_TIME,
      next: () => ({ after: NOTHING, entries: [NOTHING] }) as unknown as ReturnType<LedgerWrites<number>['next']>,
      retry,
      onCharged: () => undefined,
    },
  );
  return { failure: await failureOf(written), tries, reads, world };
}

const NOTHING = {};

describe('writeToLedger', () => {
  for (const [what, answer] of [
    ['the table is busy', BUSY],
    ['the budget has changed', STALE],
  ] as const) {
    it(`gives up after twenty tries in a row where ${what}, not after nineteen`, async () => {
      const often = await write(1, times(19, answer));
      expect([often.failure, often.tries, often.reads]).to.deep.equal([undefined, 20, 19]);
      expect(often.world.telemetry.total('WriteConflicts')).to.equal(19);
      const always = await write(1, times(30, answer));
      expect(always.failure).to.be.instanceOf(ContentionError);
      expect([always.tries, always.reads]).to.deep.equal([20, 19]);
    });

    it(`counts tries anew after each step forward where ${what}`, async () => {
      const blocked = times(19, answer);
      const { failure, tries } = await write(3, [...blocked, CHARGED, ...blocked, CHARGED, ...blocked]);
      expect([failure, tries]).to.deep.equal([undefined, 60]);
    });

    it(`waits longer with each try in a row where ${what}, and little again after a step forward`, async () => {
      const { world: few } = await write(2, [answer, CHARGED, answer]);
      expect(few.clock.now() - NOW).to.be.within(1, 40);
      const { world: many } = await write(1, times(19, answer));
      expect(many.clock.now() - NOW).to.be.within(2000, 12 * 2000 + 2560);
    });
  }

  it('takes an entry that is there already for a step forward, without a pause', async () => {
    const { failure, tries, reads, world } = await write(25, times(24, known()));
    expect([failure, tries, reads, world.clock.now()]).to.deep.equal([undefined, 25, 0, NOW]);
    expect(world.telemetry.total('WriteConflicts')).to.equal(0);
  });

  it('gives up where what is tried instead is never as expected either', async () => {
    const { failure, tries } = await write(1, times(30, known()), (item) => item);
    expect(failure).to.be.instanceOf(ContentionError);
    expect(tries).to.equal(20);
  });

  it('reads a budget that has changed, also where entries are there already', async () => {
    const { failure, tries, reads } = await write(2, [known(true)]);
    expect([failure, tries, reads]).to.deep.equal([undefined, 2, 1]);
  });
});
