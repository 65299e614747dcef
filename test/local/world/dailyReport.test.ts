import { expect } from 'chai';
import { usdToString, ZERO_USD, addUsd } from '../../../domain/money.js';
import type { World } from '../../../local/world/world.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { ALICE, begin, callOften, settle, SUMMARISER, troubles, until } from './scenario.js';

const BUCKET = 'bedrock-budgeteer-dev-logs-444455556666-us-east-1';
const HOUR = 60;

async function writtenIn(settings: Readonly<Record<string, string>>, hours: number): Promise<World> {
  const { plan } = await StackGraph.of('dev', 'resolved', settings);
  const world = begin(plan);
  try {
    settle(world);
    callOften(world, ALICE, 10, 5);
    callOften(world, SUMMARISER, 12, 3);
    // On the next day, before the page is written: not on it.
    callOften(world, SUMMARISER, 16 * HOUR + 30, 1);
    await until(world, hours * HOUR);
    return world;
  } finally {
    world.time.close();
  }
}

function pagesIn({ buckets }: World): ReadonlyMap<string, string> {
  const pages = [...buckets.store.objects].filter(([key]) => key.includes('/reports/'));
  return new Map(pages.map(([key, content]) => [key, new TextDecoder().decode(content)]));
}

describe('the daily page in a world', function () {
  this.timeout(0);

  it('is in the log bucket in the night, with the exact sum of the day before', async () => {
    const world = await writtenIn({ dailyReport: 'on' }, 18);
    expect(troubles(world)).to.deep.equal([]);
    const pages = pagesIn(world);
    expect([...pages.keys()]).to.deep.equal([`${BUCKET}/reports/2026/10/05.html`, `${BUCKET}/reports/latest.html`]);
    const midnight = Date.UTC(2026, 9, 6);
    const before = world.tables.budgets.entries.filter(({ record }) => record.timestamp < midnight);
    const spent = before.reduce((sum, { record }) => addUsd(sum, record.costUsd), ZERO_USD);
    expect([before.length, world.tables.budgets.entries.length]).to.deep.equal([8, 9]);
    const page = pages.get(`${BUCKET}/reports/latest.html`) ?? '';
    const { spent: byDay } = JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '{}') as { spent: string[] };
    expect(byDay).to.deep.equal(['0', '0', '0', '0', usdToString(spent)]);
    expect(page).to.contain('<dt>Calls</dt><dd>8</dd>');
  });

  it('is not there without the setting', async () => {
    expect([...pagesIn(await writtenIn({}, 18)).keys()]).to.deep.equal([]);
  });
});
