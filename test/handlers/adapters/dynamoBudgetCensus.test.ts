import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { DynamoBudgetCensus } from '../../../handlers/adapters/dynamoBudgetCensus.js';
import { OutOfTimeError } from '../../../handlers/runtime/errors.js';
import { NO_BUDGETS } from '../../../handlers/ports/budgetCensus.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { failureOf } from '../portCalls.js';
import { clientAnswering } from './clientAnswering.js';

const NOW = Date.UTC(2026, 9, 1);
const PAGE_MS = 100;

type Row = Readonly<Record<string, { readonly S: string }>>;

function row(name: string, status?: string): Row {
  return { principal_id: { S: name }, ...(status === undefined ? {} : { status: { S: status } }) };
}

/** A table of pages, each of which takes a while. */
function censusOf(pages: readonly (readonly Row[])[]) {
  const clock = new VirtualClock(NOW);
  const { client, inputs } = clientAnswering(DynamoDBClient, (_input, call) => {
    clock.set(clock.now() + PAGE_MS);
    return { Items: pages[call - 1], ...(call < pages.length ? { LastEvaluatedKey: row(`end of ${call}`) } : {}) };
  });
  return { census: new DynamoBudgetCensus(client, 'budgets', clock), inputs };
}

const PAGES = [[row('a', 'active'), row('b', 'grace')], [], [row('c', 'active')]];

describe('DynamoBudgetCensus', () => {
  it('asks for keys and status of every page, and for no consistent reads', async () => {
    const { census, inputs } = censusOf(PAGES);
    const { budgets } = await census.countByStatus(NOW + 10 * PAGE_MS);
    expect(budgets).to.deep.equal({ ...NO_BUDGETS, active: 2, grace: 1 });
    const page = {
      TableName: 'budgets',
      ProjectionExpression: '#id, #status, #type',
      ExpressionAttributeNames: { '#id': 'principal_id', '#status': 'status', '#type': 'account_type' },
    };
    const [first, ...others] = inputs;
    expect(first).to.deep.equal(page);
    const ends = [1, 2].map((number) => row(`end of ${number}`));
    expect(others).to.deep.equal(ends.map((ExclusiveStartKey) => ({ ...page, ExclusiveStartKey })));
  });

  it('names the rows whose status is none, and counts the others', async () => {
    const edited = [row('b', 'asleep'), row('c'), row('d', 'toString')];
    const { census } = censusOf([[row('a', 'active'), ...edited, row('e', 'closed')]]);
    expect(await census.countByStatus(NOW + PAGE_MS)).to.deep.equal({
      budgets: { ...NO_BUDGETS, active: 1, closed: 1 },
      unreadable: ['b', 'c', 'd'],
    });
  });

  it('tells nothing rather than a part when time runs out', async () => {
    const { census, inputs } = censusOf(PAGES);
    expect(await failureOf(census.countByStatus(NOW + 2 * PAGE_MS))).to.be.instanceOf(OutOfTimeError);
    expect(inputs).to.have.length(2);
    const whole = censusOf(PAGES);
    await whole.census.countByStatus(NOW + 2 * PAGE_MS + 1);
    expect(whole.inputs).to.have.length(3);
  });
});
