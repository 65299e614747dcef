import { expect } from 'chai';
import { runKeysCreate, runKeysList, runKeysRevoke } from '../../../cli/commands/keys.js';
import { administrationOf } from '../../../cli/keys/administrationOf.js';
import type { TextOutput } from '../../../cli/output/textOutput.js';
import { keepWorld } from '../../../cli/stack/keptWorld.js';
import { onStack } from '../../../cli/stack/openStacks.js';
import type { Stack } from '../../../cli/stack/stack.js';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { begin } from '../../local/world/scenario.js';
import { rejectionOf } from '../../rejection.js';
import { captured } from '../captured.js';
import { temporaryFolder } from '../temporaryFolder.js';

describe('budgeteer keys on a world that is kept in a folder', () => {
  const folder = temporaryFolder();

  async function run(command: (stack: Stack, output: TextOutput) => Promise<number>): Promise<string> {
    const { output, text } = captured();
    await onStack({ local: folder.path }, (stack) => command(stack, output));
    return text();
  }

  const list = (): Promise<string> => run((stack, output) => runKeysList(stack, { timeZone: 'UTC' }, output));

  it('finds there what the command before has changed, also where it was cut short', async () => {
    const world = begin((await StackGraph.of('dev')).plan);
    keepWorld(folder.path, { stack: 'dev', account: EXAMPLE_ACCOUNT, settings: {}, profiles: [] }, world, 'the start');
    world.time.close();
    const create = { limit: '25', expires: '2d', timeZone: 'UTC', yes: true } as const;
    await run((stack, output) => runKeysCreate(stack, 'ci', create, output));
    expect(await list()).to.match(/\n ci +2026-10-05 +2026-10-07 +active +\$25\.00 /);

    const interrupted = run((stack, output) => {
      const keys = administrationOf(stack);
      const setActive = keys.setActive.bind(keys);
      keys.setActive = async (...change) => {
        await setActive(...change);
        process.emit('SIGINT');
      };
      return runKeysRevoke(stack, 'ci', { yes: true }, output, keys);
    });
    const { message } = await rejectionOf(interrupted);
    expect(message).to.match(
      /^delete key \w+: interrupted; done: deactivate key \w+; left: delete key \w+, delete user /,
    );
    expect(await list()).to.match(/\n ci +2026-10-05 +2026-10-07 +inactive /);

    await run((stack, output) => runKeysRevoke(stack, 'ci', { yes: true }, output));
    expect(await list()).to.match(/^no keys/);
  });
});
