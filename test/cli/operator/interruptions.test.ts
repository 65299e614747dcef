import { expect } from 'chai';
import type { ChangeRequest } from '../../../cli/changes/inputs.js';
import { settle, type SettleOptions } from '../../../cli/changes/settling.js';
import { runChange, type ChangeOptions } from '../../../cli/commands/change.js';
import { interruptible } from '../../../cli/interruption.js';
import type { Stack } from '../../../cli/stack/stack.js';
import { UserError } from '../../../cli/userError.js';
import type { Budget } from '../../../domain/budget/budget.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import { record } from '../../contracts/budgetRows.js';
import { rejectionOf } from '../../rejection.js';
import { budgetOf } from '../budgets/memoryStack.js';
import { ALICE, copiedWorld, INDEXER, jsonLines, worldIn, type Ran } from '../smallWorld.js';

const YES = { timeZone: 'UTC', yes: true } as const;
const SUSPEND: ChangeRequest = { operation: 'suspend-by-hand', who: 'indexer', reason: 'tried' };

/** As Ctrl-C does; the runner of the tests has its own ideas of SIGINT. */
function interrupt(): void {
  process.emit('SIGTERM');
}

describe('a change that is interrupted', () => {
  const place = copiedWorld();
  const change = (altered: (stack: Stack) => Stack, options: ChangeOptions = YES, asked = SUSPEND): Promise<Ran> =>
    place.run((stack, output) => runChange(altered(stack), asked, options, output));
  const status = (principalId = INDEXER): Promise<string | undefined> =>
    place.inside(({ tables }) => tables.budgets.stored(principalId)?.budget.status);

  it('leaves the old state where the call itself fails, and says why', async () => {
    const { error, code } = await change((stack) => ({
      ...stack,
      operate: () => Promise.reject(new UserError('budget-status: no answer')),
    }));
    expect([code, error])
      .to.deep.include(undefined)
      .and.have.nested.property('[1].message', 'budget-status: no answer');
    expect(await status()).to.equal('active');
  });

  it('finishes the call, then says which state it is in and how it goes on', async () => {
    const ran = await change((stack) => ({
      ...stack,
      operate: (input) => {
        interrupt();
        return stack.operate(input);
      },
    }));
    expect(ran.code).to.equal(1);
    expect(ran.complaints).to.deep.equal([
      'budgeteer: stops after this step',
      'budgeteer: interrupted: it was asked for, role/indexer is suspending, and the workflow goes on; `budgeteer show role/indexer` tells how it ends',
    ]);
    expect(ran.text).to.match(/^… suspending$/m);
    expect(await status()).to.be.oneOf(['suspending', 'suspended']);
  });

  it('stops to look on, and says the same as JSON', async () => {
    const ran = await change(
      (stack) => ({
        ...stack,
        clock: {
          ...stack.clock,
          sleep: async () => {
            interrupt();
            await Promise.resolve();
          },
        },
      }),
      { ...YES, json: true },
    );
    expect(ran.code).to.equal(1);
    expect(ran.complaints).to.deep.equal(['budgeteer: stops after this step']);
    const [report] = jsonLines(ran);
    expect(report).to.deep.include({ states: ['suspending'] });
    expect(report)
      .to.have.property('problem')
      .that.matches(/^interrupted: it was asked for, role\/indexer is suspending/);
  });

  it('takes the new state for done where it came in time', async () => {
    const limit: ChangeRequest = { operation: 'set-limit', who: 'alina', amount: '5', reason: 'tried' };
    const ran = await change(
      (stack) => ({
        ...stack,
        operate: async (input) => {
          const answer = await stack.operate(input);
          interrupt();
          return answer;
        },
      }),
      YES,
      limit,
    );
    expect(ran.code).to.equal(0);
  });

  it('leaves no listener for signals behind', async () => {
    const before = process.listenerCount('SIGTERM');
    await interruptible(async (interruption) => {
      expect(interruption.isRequested).to.equal(false);
      expect(process.listenerCount('SIGTERM')).to.equal(before + 1);
      await Promise.resolve();
    });
    await rejectionOf(interruptible(() => Promise.reject(new Error('x'))));
    expect(process.listenerCount('SIGTERM')).to.equal(before);
  });

  it('answers 1 with a line that helps where a workflow never ends', async () => {
    const ran = await change((stack) => {
      worldIn(stack).machines.start = () => undefined;
      return stack;
    });
    expect(ran.code).to.equal(1);
    expect(ran.complaints).to.deep.equal([
      'budgeteer: out of time: it was asked for, role/indexer is suspending, and the workflow goes on; `budgeteer show role/indexer` tells how it ends',
    ]);
  });

  it('waits as long as it is told, or not at all', async () => {
    const never = (stack: Stack): Stack => {
      worldIn(stack).machines.start = () => undefined;
      return stack;
    };
    const short = await change(never, { ...YES, wait: '5s' });
    expect([short.code, short.complaints[0]?.slice(0, 22)]).to.deep.equal([1, 'budgeteer: out of time']);
  });

  it('does not look on with --no-wait', async () => {
    const ran = await change((stack) => stack, { ...YES, wait: false });
    expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
    expect(ran.text).to.match(/^… suspending$/m);
    expect(await status()).to.be.oneOf(['suspending', 'suspended']);
  });

  it('refuses a time that is none before anything is changed', async () => {
    const ran = await change((stack) => stack, { ...YES, wait: 'long' });
    expect(ran.error).to.be.instanceOf(UserError);
    expect((ran.error as UserError).message).to.match(/^--wait: "long" is not a time /);
    expect(await status()).to.equal('active');
  });

  it('says so where budget-status finds that there is nothing to do', async () => {
    const ran = await change((stack) => ({
      ...stack,
      operate: () => Promise.resolve({ verdict: 'not-needed', reason: 'it is protected' }),
    }));
    expect(ran.error).to.be.instanceOf(UserError);
    expect((ran.error as UserError).message).to.equal('nothing was changed: it is protected');
  });

  it('says where it has ended elsewhere, and how to find out why', async () => {
    const ran = await change((stack) => ({ ...stack, operate: () => Promise.resolve({ verdict: 'done' }) }), YES, {
      operation: 'restore-by-hand',
      who: 'alice',
      reason: 'tried',
    });
    expect([ran.code, await status(ALICE)]).to.deep.equal([1, 'suspended']);
    expect(ran.complaints).to.deep.equal([
      'budgeteer: it was asked for, and user/teams/search/alice is suspended: `budgeteer why user/teams/search/alice` tells the reason',
    ]);
  });
});

describe('settle', () => {
  type Seen = Budget['status'] | undefined;
  const UNDER_WAY = { since: 0, attempts: 1, execution: undefined, suspendedIn: 0, isManual: false, team: undefined };

  /** A stack whose budget is this at each look, the last for good. */
  async function settled(looks: readonly Seen[], options: Partial<SettleOptions>) {
    let [now, look] = [0, 0];
    const stack: Pick<Stack, 'clock' | 'budgets'> = {
      clock: {
        now: () => now,
        sleep: (milliseconds) => {
          now += milliseconds;
          return Promise.resolve();
        },
      },
      budgets: {
        named: () => Promise.resolve([]),
        all: () => {
          throw new Error('reads all');
        },
        read: () => {
          const status = looks[Math.min(look, looks.length - 1)];
          look += 1;
          const budget = budgetOf('person/ana', { ...UNDER_WAY, status } as Partial<Budget>);
          return Promise.resolve(new Map(status === undefined ? [] : [['person/ana', record({ budget })]]));
        },
      },
    };
    const seen: string[] = [];
    const { end, states, budget } = await settle(stack as Stack, 'person/ana', {
      from: undefined,
      expected: 'suspended',
      milliseconds: 15 * MINUTE_MS,
      lookMilliseconds: 10 * MINUTE_MS,
      interruption: { isRequested: false },
      onState: (status) => Promise.resolve(void seen.push(status)),
      ...options,
    });
    expect(seen).to.deep.equal(states);
    return [end, states.join(' '), budget?.status, now] as const;
  }

  const INTERRUPTED = { interruption: { isRequested: true } };
  const table: readonly (readonly [readonly Seen[], Partial<SettleOptions>, readonly unknown[]])[] = [
    [['suspended'], {}, ['settled', 'suspended', 'suspended', 0]],
    [['suspending', 'suspending', 'suspended'], {}, ['settled', 'suspending suspended', 'suspended', 6000]],
    [['active', 'suspending', 'suspended'], {}, ['settled', 'active suspending suspended', 'suspended', 6000]],
    // No workflow has it: the monitor may look yet.
    [['active'], {}, ['settled', 'active', 'active', 600_000]],
    [['active'], { lookMilliseconds: 0 }, ['settled', 'active', 'active', 0]],
    [[undefined], {}, ['settled', '', undefined, 600_000]],
    [[undefined], { expected: undefined }, ['settled', '', undefined, 0]],
    [['suspending'], {}, ['out of time', 'suspending', 'suspending', 900_000]],
    [['suspending'], { milliseconds: 0 }, ['out of time', 'suspending', 'suspending', 0]],
    [['suspending'], INTERRUPTED, ['interrupted', 'suspending', 'suspending', 0]],
    [['active', 'suspended'], { from: 'active' }, ['settled', 'suspended', 'suspended', 3000]],
    [['suspended'], { from: 'suspended' }, ['settled', '', 'suspended', 0]],
    [['suspended'], INTERRUPTED, ['settled', 'suspended', 'suspended', 0]],
  ];
  for (const [looks, options, expected] of table) {
    it(`ends ${String(expected[0])} after ${looks.map(String).join(', ')} with ${JSON.stringify(options)}`, async () => {
      expect(await settled(looks, options)).to.deep.equal(expected);
    });
  }
});
