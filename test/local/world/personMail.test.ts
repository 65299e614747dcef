import { expect } from 'chai';
import { noticeTable } from '../../../cli/output/worldTables.js';
import type { World } from '../../../local/world/world.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { ALICE, begin, callOften, settle, troubles, until } from './scenario.js';

const MAIL = {
  notifyPersons: 'mail',
  mailSender: 'Budgets <budgets@mail.example.com>',
  mailIdentity: 'example.com',
  mailConfigurationSet: 'budgets',
  personAddresses: '[{"who":"user/alice","address":"alice@example.com"}]',
};

/** Nine calls of 0.21 against a limit of 1. */
async function overspent(settings: Readonly<Record<string, string>>): Promise<World> {
  const { plan } = await StackGraph.of('dev', 'resolved', settings);
  const world = begin(plan);
  settle(world);
  callOften(world, ALICE, 10, 9);
  await until(world, 90);
  return world;
}

describe('persons in the world', function () {
  this.timeout(120_000);
  let world: World | undefined;

  afterEach(() => {
    world?.time.close();
    world = undefined;
  });

  it('get mail of what the topics get about them, in order, each once', async () => {
    world = await overspent(MAIL);
    expect(troubles(world)).to.deep.equal([]);
    const mails = world.journal.of('mailed');
    expect(mails.map(({ to }) => to)).to.deep.equal(mails.map(() => 'alice@example.com'));
    const subjects = mails.map(({ subject }) => subject.replace('[bedrock-budgeteer-dev] ', ''));
    expect(subjects.map((subject) => subject.replace(/2026.*/, 'TIME'))).to.deep.equal([
      'You have used 84 % of your Bedrock budget',
      'You have used up your Bedrock budget, access ends TIME',
      'Your Bedrock access is suspended',
    ]);
    expect(world.journal.of('notified').length).to.be.at.least(mails.length);
    expect(noticeTable(world.journal, 'bedrock-budgeteer-dev-')).to.contain('alice@example.com: ');
  });

  it('are in no row of the audit log or of the notices by their address', async () => {
    world = await overspent(MAIL);
    const { audit, budgets } = world.tables;
    const kept = JSON.stringify([audit.rows, budgets.records, world.journal.of('logged')]);
    expect(kept).to.contain('/alice"').and.to.not.contain('alice@example.com');
  });

  it('get nothing by default', async () => {
    world = await overspent({});
    expect(world.journal.of('mailed')).to.deep.equal([]);
    expect(world.journal.of('notified')).to.not.deep.equal([]);
  });
});
