import { expect } from 'chai';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { addUsd, usdToString, ZERO_USD } from '../../../domain/money.js';
import type { World } from '../../../local/world/world.js';
import { StackGraph } from '../../infra/stackGraph.js';
import {
  ALICE,
  atMinute,
  begin,
  callAs,
  callOften,
  COST_OF_CALL,
  KEY_USER,
  raiseLimit,
  settle,
  standing,
  SUMMARISER,
  told,
  troubles,
  until,
  type Inhabitants,
} from './scenario.js';

const BUDGET_STATUS = 'arn:aws:lambda:us-east-1:444455556666:function:bedrock-budgeteer-dev-budget-status';

describe('the declared stack, running', () => {
  let world: World;
  let people: Inhabitants;

  beforeEach(async () => {
    const { plan } = await StackGraph.of('dev');
    world = begin(plan);
    people = settle(world);
  });

  afterEach(() => {
    world.time.close();
  });

  it('warns, gives grace, suspends, refuses and restores at the refresh, with every amount exact', async () => {
    const before = world.iam.snapshot(people.alice);
    callOften(world, ALICE, 10, 12);
    await until(world, 120);
    // 0.84 at 70 %, 1.05 at 100 %; one more call in the five minutes of grace; the other six are refused.
    expect(standing(world, ALICE)).to.equal('suspended 1.26');
    expect(world.tables.budgets.entries.map(({ record }) => usdToString(record.costUsd))).to.deep.equal(
      Array.from({ length: 6 }, () => COST_OF_CALL),
    );
    expect(world.journal.of('call-refused')).to.have.length(6);
    expect(world.iam.isAllowed(ALICE, 'bedrock:InvokeModel')).to.equal(false);
    await until(world, (31 * DAY_MS) / MINUTE_MS);
    expect(standing(world, ALICE)).to.equal('active 0');
    expect(world.iam.snapshot(people.alice)).to.equal(before);
    expect(callAs(world, ALICE)).to.equal('served');
    expect(told(world, 'alice')).to.deep.equal([
      'budget-alerts: user/teams/search/alice has used 84 % of its Bedrock budget',
      'budget-alerts: user/tea...h/alice exceeded its budget, access ends 2026-10-05 08:35:18 UTC',
      'operational-alerts: user/teams/search/alice is losing its Bedrock access now',
      'high-severity: user/teams/search/alice is suspended from Bedrock',
      'operational-alerts: user/teams/search/alice has its Bedrock access back',
    ]);
    expect(troubles(world)).to.deep.equal([]);
  });

  it('suspends nobody whose limit is raised during grace', async () => {
    callOften(world, SUMMARISER, 10, 8);
    atMinute(world, 33, () => {
      raiseLimit(world, SUMMARISER, '50');
    });
    await until(world, 120);
    expect(standing(world, SUMMARISER)).to.equal('active 1.68');
    expect(world.journal.of('call-refused')).to.deep.equal([]);
    expect(world.journal.of('iam-changed').filter(({ by }) => by !== 'people')).to.deep.equal([]);
    expect(world.journal.of('execution-ended').map(({ end }) => end)).to.deep.equal(['NotNeeded']);
    expect(told(world, 'summariser').at(-1)).to.equal('operational-alerts: role/summariser keeps its Bedrock access');
    expect(troubles(world)).to.deep.equal([]);
  });

  it('gives access back when an operator asks for it', async () => {
    const before = world.iam.snapshot(people.summariser);
    callOften(world, SUMMARISER, 10, 10);
    await until(world, 70);
    expect(standing(world, SUMMARISER)).to.equal('suspended 1.26');
    await world.functions.invoke(BUDGET_STATUS, { operation: 'restore-by-hand', principalId: SUMMARISER });
    await until(world, 75);
    expect(standing(world, SUMMARISER)).to.equal('active 1.26');
    expect(world.iam.snapshot(people.summariser)).to.equal(before);
    expect(callAs(world, SUMMARISER)).to.equal('served');
    expect(troubles(world)).to.deep.equal([]);
  });

  it('puts the Deny back that somebody has detached', async () => {
    callOften(world, ALICE, 10, 7);
    atMinute(world, 60, () => {
      world.people.detach(people.alice, 'arn:aws:iam::444455556666:policy/bedrock-budgeteer-dev-deny');
    });
    await until(world, 61);
    await until(world, 75);
    expect(world.iam.isAllowed(ALICE, 'bedrock:InvokeModel')).to.equal(false);
    expect(world.journal.of('event').map(({ type }) => type)).to.include('SuspensionTampered');
  });

  it('closes the budget of a suspended user that is renamed, and tells of the Deny that went with it', async () => {
    callOften(world, ALICE, 10, 7);
    atMinute(world, 60, () => {
      world.people.rename('alice', 'alicia');
    });
    await until(world, 65);
    expect(standing(world, ALICE)).to.equal('closed 1.26');
    expect(told(world, 'alicia')).to.deep.equal([
      'operational-alerts: user/teams/search/alicia has the Deny and is not suspended',
    ]);
  });

  it('closes the budget of a user that is deleted', async () => {
    callOften(world, ALICE, 10, 2);
    atMinute(world, 60, () => {
      world.people.delete(people.alice);
    });
    await until(world, 65);
    expect(standing(world, ALICE)).to.equal('closed 0.42');
  });

  it('charges a batch once that Firehose has given up on, from the object it was written to', async () => {
    const { budgets } = world.tables;
    const charge = budgets.charge.bind(budgets);
    atMinute(world, 9, () => {
      budgets.charge = () => Promise.reject(new Error('the table is away'));
    });
    atMinute(world, 12, () => {
      budgets.charge = charge;
    });
    callOften(world, KEY_USER, 10, 2);
    await until(world, 30);
    expect(standing(world, KEY_USER)).to.equal('active 0.42');
    const keys = [...world.buckets.store.objects.keys()].map((key) => key.split('/')[1]);
    expect(keys).to.include.members(['processing-failed', 'replayed', 'usage']);
    expect(
      troubles(world).filter(
        (trouble) => !trouble.includes('the table is away') && !trouble.includes('could not be charged'),
      ),
    ).to.deep.equal([]);
  });

  it('is the same run every time', async () => {
    callOften(world, ALICE, 10, 12);
    callOften(world, SUMMARISER, 12, 12);
    await until(world, 120);
    const first = JSON.stringify(world.journal.entries);
    world.time.close();
    const { plan } = await StackGraph.of('dev');
    world = begin(plan);
    settle(world);
    callOften(world, ALICE, 10, 12);
    callOften(world, SUMMARISER, 12, 12);
    await until(world, 120);
    expect(JSON.stringify(world.journal.entries)).to.equal(first);
  });

  it('has in its ledger exactly what the budgets say', async () => {
    callOften(world, ALICE, 10, 12);
    callOften(world, KEY_USER, 11, 3);
    await until(world, 120);
    for (const { budget } of world.tables.budgets.records) {
      const own = world.tables.budgets.entries.filter(({ record }) => record.principalId === budget.principalId);
      const sum = own.reduce((total, { record }) => addUsd(total, record.costUsd), ZERO_USD);
      expect(usdToString(budget.spentUsd)).to.equal(usdToString(sum));
    }
  });
});
