import { expect } from 'chai';
import { Cli, hasCli, type Ended } from './cli.js';

const STACK = 'dev';
const NO_CHANGES = ['preview', '--expect-no-changes', '--stack', STACK];
const UP = ['up', '--yes', '--skip-preview', '--stack', STACK];
const DESTROY = ['destroy', '--yes', '--skip-preview', '--stack', STACK];

describe('the stack under the real CLI', () => {
  const cli = new Cli();

  before(async function () {
    if (!hasCli()) {
      console.log('      skipped: pulumi is not on PATH');
      this.skip();
    }
    await cli.start(STACK);
    await succeeds(cli.run('stack', 'init', STACK));
  });

  after(() => {
    cli.close();
  });

  async function succeeds(run: Promise<Ended>): Promise<string> {
    const { exitCode, text } = await run;
    expect(exitCode, text).to.equal(0);
    return text;
  }

  async function set(setting: string, value: string): Promise<void> {
    await succeeds(cli.run('config', 'set', `bedrock-budgeteer:${setting}`, value, '--stack', STACK));
  }

  it('is made by up, and a second look finds nothing to change', async () => {
    await set('deletionProtection', 'true');
    expect(await succeeds(cli.run(...UP))).to.match(/\+ \d{3} created/);
    await succeeds(cli.run(...NO_CHANGES));
  });

  it('refuses destroy while its data is protected', async () => {
    const { exitCode, text } = await cli.run(...DESTROY);
    expect(exitCode).to.not.equal(0);
    expect(text).to.contain('protect');
  });

  it('goes into a network and out of it again', async () => {
    await set('deletionProtection', 'false');
    await set('network', 'true');
    expect(await succeeds(cli.run(...UP))).to.contain('created');
    await succeeds(cli.run(...NO_CHANGES));
    await set('network', 'false');
    expect(await succeeds(cli.run(...UP))).to.contain('deleted');
    await succeeds(cli.run(...NO_CHANGES));
  });

  it('is destroyed whole by the steps of docs/deployment.md', async () => {
    await set('destroying', 'true');
    await succeeds(cli.run(...UP));
    await succeeds(cli.run('state', 'unprotect', '--all', '--yes', '--stack', STACK));
    await succeeds(cli.run(...DESTROY));
    expect(await succeeds(cli.run('stack', '--show-urns', '--stack', STACK))).to.match(/No resources|resources \(0\)/i);
  });
});
