import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepWorld, openWorld } from '../../../cli/stack/keptWorld.js';
import { openLocalStack } from '../../../cli/stack/localStack.js';
import type { Stack } from '../../../cli/stack/stack.js';
import { UserError } from '../../../cli/userError.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import type { OperatorInput } from '../../../handlers/contracts/tasks.js';
import type { World } from '../../../local/world/world.js';
import { callAs } from '../../local/world/scenario.js';
import { rejectionOf } from '../../rejection.js';
import { ALICE, copiedWorld, INDEXER, KEPT_AT, ORIGIN, smallWorld, worldIn } from '../smallWorld.js';

const BY = { by: 'arn:aws:sts::444455556666:assumed-role/Admin/olga', note: 'tried' };
const SUSPEND: OperatorInput = { operation: 'suspend-by-hand', principalId: INDEXER, ...BY };
const RESTORE: OperatorInput = { operation: 'restore-by-hand', principalId: INDEXER, ...BY };

describe('a kept world', () => {
  const place = copiedWorld();

  it('is the same when it is opened and written again', async () => {
    const { world, origin } = await openWorld(place.folder);
    const again = mkdtempSync(join(tmpdir(), 'budgeteer-'));
    try {
      expect(world.time.now()).to.equal(KEPT_AT);
      keepWorld(again, origin, world, 'the start');
      const files = ['world.json', ...readdirSync(join(place.folder, 'tables')).map((file) => `tables/${file}`)];
      expect(files).to.have.length(6);
      for (const file of files) {
        const [before, after] = [place.folder, again].map((folder) => readFileSync(join(folder, file), 'utf8'));
        expect(before, file).not.to.equal('');
        expect(jsonsIn(after), file).to.deep.equal(jsonsIn(before));
      }
    } finally {
      world.time.close();
      rmSync(again, { recursive: true });
    }
  });

  it('is not written where nothing was changed', async () => {
    const before = readFileSync(join(place.folder, 'world.json'), 'utf8');
    await place.inside(async (_, stack) => {
      await stack.clock.sleep(5 * MINUTE_MS);
    });
    expect(readFileSync(join(place.folder, 'world.json'), 'utf8')).to.equal(before);
  });

  it('goes on where it ended: an operator’s change, the time, IAM and the journal are there when it is opened again', async () => {
    const journal = join(place.folder, 'journal.jsonl');
    const before = readFileSync(journal, 'utf8');
    await place.inside(async (world, stack) => {
      expect(await stack.operate(SUSPEND)).to.deep.equal({ verdict: 'done' });
      await stack.clock.sleep(MINUTE_MS);
      expect(statusOf(world, INDEXER)).to.equal('suspended');
    });
    const after = readFileSync(journal, 'utf8');
    expect(after.startsWith(before)).to.equal(true);
    expect(after.slice(before.length)).to.contain('"kind":"operated","operation":"suspend-by-hand"');
    await place.inside((world) => {
      expect(statusOf(world, INDEXER)).to.equal('suspended');
      expect(world.time.now()).to.be.within(KEPT_AT + MINUTE_MS, KEPT_AT + 2 * MINUTE_MS);
      expect(callAs(world, INDEXER)).to.equal('refused');
    });
  });

  it('has executions of new names after it was opened, so that the log tells of each', async () => {
    for (const input of [SUSPEND, RESTORE, SUSPEND]) {
      await place.inside(async (world, stack) => {
        expect(await stack.operate(input)).to.deep.equal({ verdict: 'done' });
        await stack.clock.sleep(MINUTE_MS);
        expect(statusOf(world, INDEXER)).to.equal(input === RESTORE ? 'active' : 'suspended');
      });
    }
    await place.inside(async (_, stack) => {
      const types = await typesOf(stack, INDEXER);
      expect(types.filter((type) => type === 'SuspensionCompleted')).to.have.length(2);
      expect(types.filter((type) => type === 'RestorationCompleted')).to.have.length(1);
    });
  });

  it('lets the monitor begin a workflow again that was cut off', async () => {
    const cut = await openLocalStack(place.folder);
    await cut.operate(SUSPEND);
    keepWorld(place.folder, ORIGIN, worldIn(cut), 'opened');
    worldIn(cut).time.close();
    await place.inside(async (world, stack) => {
      expect(statusOf(world, INDEXER)).to.equal('suspending');
      await stack.clock.sleep(15 * MINUTE_MS);
      expect(statusOf(world, INDEXER)).to.equal('suspended');
    });
  });

  it('has the monitor look again', async () => {
    await place.inside(async ({ tables, parameters }, stack) => {
      parameters.put('us-east-1', '/bedrock-budgeteer/dev/overrides/budgetLimitUsd', '50');
      await stack.clock.sleep(15 * MINUTE_MS);
      expect(tables.budgets.stored(ALICE)?.budget.status).to.equal('active');
    });
  });

  it('goes on with an override that was put and without one that was removed', async () => {
    await place.inside(async (_, stack) => {
      await stack.overrides.put('warnPercent', '60');
      await stack.overrides.put('criticalPercent', '80');
      await stack.overrides.remove('criticalPercent');
    });
    await place.inside(async (_, stack) => {
      expect((await stack.storedSettings()).overrides).to.deep.equal({ warnPercent: '60' });
      expect(await stack.settings()).to.nested.include({ 'policy.warnPercent': 60, 'policy.criticalPercent': 90 });
    });
  });

  it('tells who uses it, what it is, and that it costs no read units', async () => {
    await place.inside(async (_, stack) => {
      expect(await stack.caller()).to.equal('arn:aws:sts::444455556666:assumed-role/PlatformAdmin/olga');
      const { name, accountId, homeRegion, regions } = stack;
      const expected = { name: 'dev', accountId: '444455556666', homeRegion: 'us-east-1', regions: ['us-east-1'] };
      expect({ name, accountId, homeRegion, regions }).to.deep.equal(expected);
      expect(stack.readUnits()).to.equal(0);
    });
  });

  it('says what budget-status says to what it cannot read', async () => {
    await place.inside(async (_, stack) => {
      const failure = await rejectionOf(stack.operate({ ...SUSPEND, principalId: '' }));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.match(/^budget-status: .*principalId/);
    });
  });

  const broken: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
    [
      'no folder',
      (folder) => {
        rmSync(folder, { recursive: true });
      },
      /world\.json: cannot be read; `budgeteer start --keep FOLDER` writes a world$/,
    ],
    [
      'another folder',
      (folder) => {
        rmSync(join(folder, 'world.json'));
      },
      /world\.json: cannot be read; /,
    ],
    [
      'a cut file',
      (folder) => {
        truncateSync(join(folder, 'world.json'), 100);
      },
      /world\.json: not JSON: /,
    ],
    [
      'an empty file',
      (folder) => {
        truncateSync(join(folder, 'world.json'));
      },
      /world\.json: not JSON: /,
    ],
    [
      'a file of another program',
      (folder) => {
        writeFileSync(join(folder, 'world.json'), '{"at":"2026-10-05T09:00:00Z"}');
      },
      /world\.json: not a world that `budgeteer start --keep` of this version wrote$/,
    ],
    [
      'a list',
      (folder) => {
        writeFileSync(join(folder, 'world.json'), '[]');
      },
      /of this version wrote$/,
    ],
    [
      'a table that is not there',
      (folder) => {
        rmSync(join(folder, 'tables/Pricing.jsonl'));
      },
      /Pricing\.jsonl: cannot be read; /,
    ],
    [
      'a cut table',
      (folder) => {
        truncateSync(join(folder, 'tables/UserBudgets.jsonl'), 300);
      },
      /UserBudgets\.jsonl: not JSON: /,
    ],
    [
      'a row that is none',
      (folder) => {
        writeFileSync(join(folder, 'tables/UserBudgets.jsonl'), '{}\n');
      },
      /UserBudgets/,
    ],
    [
      'a stack that is not there',
      (folder) => {
        edit(folder, (state) => ({ ...state, stack: 'nobody' }));
      },
      /Pulumi\.nobody\.yaml/,
    ],
    [
      'an IAM that is none',
      (folder) => {
        edit(folder, (state) => ({ ...state, iam: {} }));
      },
      /world\.json: not a world /,
    ],
    [
      'parameters that are none',
      (folder) => {
        edit(folder, (state) => ({ ...state, parameters: 5 }));
      },
      /world\.json: not a world /,
    ],
  ];
  for (const [what, breaks, problem] of broken) {
    it(`says in one line what is wrong with ${what}, and leaves the time as it is`, async () => {
      breaks(place.folder);
      const failure = await rejectionOf(openLocalStack(place.folder));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.match(problem).and.not.contain('\n');
      expect(setTimeout).not.to.have.property('clock');
    });
  }

  it('was never written to by these tests', async () => {
    expect(readFileSync(join(await smallWorld(), 'world.json'), 'utf8')).to.contain('"at": "2026-10-05T09:00:00.000Z"');
  });
});

function statusOf({ tables }: World, principalId: string): string | undefined {
  return tables.budgets.stored(principalId)?.budget.status;
}

async function typesOf(stack: Stack, principalId: string): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const entries of stack.audit.of(principalId, 0, stack.clock.now() + 1)) {
    types.push(...entries.map(({ eventType }) => eventType));
  }
  return types;
}

/** Of a file, one value or one a line: DynamoDB has no order of attributes. */
function jsonsIn(text = ''): unknown {
  return text.startsWith('{\n')
    ? JSON.parse(text)
    : text.split('\n').map((line): unknown => JSON.parse(line || 'null'));
}

function edit(folder: string, edited: (state: object) => object): void {
  const file = join(folder, 'world.json');
  writeFileSync(file, JSON.stringify(edited(JSON.parse(readFileSync(file, 'utf8')) as object)));
}
