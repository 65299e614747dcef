import { expect } from 'chai';
import { runBudgetsList, type BudgetsListOptions } from '../../../cli/commands/budgets.js';
import { runShow, type ShowOptions } from '../../../cli/commands/show.js';
import { runStatus } from '../../../cli/commands/status.js';
import type { BudgetRows } from '../../../handlers/ports/budgetReader.js';
import { UserError } from '../../../cli/userError.js';
import {
  ALICE,
  ALINA,
  ANA,
  copiedWorld,
  INDEXER,
  jsonLines,
  RESEARCH,
  SUMMARISER,
  tooLong,
  type Ran,
} from '../smallWorld.js';

const UTC = { timeZone: 'UTC' };
const KEY_USER = 'arn:aws:iam::444455556666:user/BedrockAPIKey-k7qd';

function problemOf({ error }: Ran): string {
  expect(error).to.be.instanceOf(UserError);
  const { message } = error as UserError;
  expect(message).not.to.contain('\n');
  return message;
}

describe('budgeteer status', () => {
  const place = copiedWorld();

  it('tells totals, who needs a look, the fullest first, and that metering is alive', async () => {
    const ran = await place.run((stack, output) => runStatus([stack], UTC, output));
    expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
    expect(ran.text).to.match(/^dev {2}account 444455556666 {2}2026-10-05 09:00 UTC\n/);
    expect(ran.text).to.contain('\n$2.94 spent in the current periods of 7 principals\n');
    expect(ran.text).to.contain('\n1 suspended, 1 warning, 4 active, 1 would be suspended\n');
    expect(
      ran.text
        .split('\n')
        .filter((line) => / \d+ % /.test(line))
        .map((line) => / (\d+) % /.exec(line)?.[1]),
    ).to.deep.equal(['210', '126', '84']);
    expect(ran.text).to.contain('\nlast metered call in us-east-1: 2026-10-05 08:35, 25 min ago\n');
    expect(tooLong(ran)).to.deep.equal([]);
  });

  it('is one object of JSON a stack, exact and in UTC', async () => {
    const ran = await place.run((stack, output) => runStatus([stack, stack], { json: true }, output));
    const [status, again] = jsonLines(ran);
    expect(again).to.deep.equal(status);
    const { attention, ...totals } = status as { readonly attention: readonly { readonly principalId: string }[] };
    expect(totals).to.deep.equal({
      stack: 'dev',
      account: '444455556666',
      at: '2026-10-05T09:00:00Z',
      spentUsd: '2.94',
      budgets: { suspended: 1, warning: 1, active: 4, 'would be suspended': 1 },
      teams: { active: 1 },
      lastRecords: { 'us-east-1': '2026-10-05T08:35:00Z' },
      unreadable: [],
      readUnits: 0,
    });
    expect(attention.map(({ principalId }) => principalId)).to.deep.equal([RESEARCH, ALICE, SUMMARISER]);
  });

  it('prints times in a zone, and refuses one that is none', async () => {
    const there = await place.run((stack, output) => runStatus([stack], { timeZone: 'Asia/Tokyo' }, output));
    expect(there.text).to.contain('2026-10-05 18:00 Asia/Tokyo').and.contain(': 2026-10-05 17:35, 25 min ago');
    const nowhere = await place.run((stack, output) => runStatus([stack], { timeZone: 'Mars' }, output));
    expect(problemOf(nowhere)).to.match(/^--time-zone: "Mars" /);
  });

  it('says so where nobody needs a look and nothing was metered', async () => {
    await place.inside((_, stack) => stack.overrides.put('budgetLimitUsd', '500'));
    const ran = await place.run((stack, output) => {
      const quiet = { ...stack, budgets: { ...stack.budgets, all: () => ofPages() } };
      return runStatus([quiet], UTC, output);
    });
    expect(ran.text).to.contain('\n$0.00 spent in the current periods of 0 principals\n');
    expect(ran.text).to.contain('\nNobody is at 70 % of a limit or beyond.\n');
    expect(ran.text.replaceAll(/\s+/g, ' ')).to.contain(
      'last metered call in us-east-1: none among the last calls of those who were charged last',
    );
    expect(tooLong(ran)).to.deep.equal([]);
  });
});

describe('budgeteer budgets list', () => {
  const place = copiedWorld();
  const list = (options: BudgetsListOptions): Promise<Ran> =>
    place.run((stack, output) => runBudgetsList([stack], { ...UTC, ...options }, output));

  const ALL = [RESEARCH, ALICE, SUMMARISER, ALINA, INDEXER, ANA, 'team/search', KEY_USER];
  const choices: readonly (readonly [BudgetsListOptions, readonly string[]])[] = [
    [{}, ALL],
    [{ near: '80' }, [RESEARCH, ALICE, SUMMARISER]],
    [{ near: '84' }, [RESEARCH, ALICE, SUMMARISER]],
    [{ near: '85' }, [RESEARCH, ALICE]],
    [{ near: '0' }, ALL],
    [{ near: '999' }, []],
    [{ state: 'suspended' }, [ALICE]],
    [{ state: 'warning' }, [SUMMARISER]],
    [{ state: 'would be suspended' }, [RESEARCH]],
    [{ state: 'exempt' }, []],
    [{ team: 'search' }, [ANA, 'team/search']],
    [{ team: 'search', near: '21' }, [ANA]],
  ];
  for (const [options, ids] of choices) {
    it(`lists ${ids.length} with ${JSON.stringify(options)}`, async () => {
      const ran = await list({ ...options, json: true });
      expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
      expect(jsonLines(ran).map(({ principalId }) => principalId)).to.deep.equal(ids);
      const csv = await list({ ...options, csv: true });
      const [head = '', ...rows] = csv.text.trimEnd().split('\n');
      expect(head).to.match(
        /^account,principal,state,spent_usd,limit_usd,percent,limit_from,teams,period_start,resets_at$/,
      );
      expect(rows.map((row) => row.split(',')[1])).to.deep.equal(ids);
      const table = await list(options);
      expect(tooLong(table)).to.deep.equal([]);
      expect(table.text.trimEnd().split('\n')).to.have.length(Math.max(1, ids.length + (ids.length > 0 ? 1 : 0)));
    });
  }

  it('has each field in its column', async () => {
    const { text } = await list({ state: 'suspended', csv: true });
    expect(text.split('\n')[1]).to.equal(
      `444455556666,${ALICE},suspended,1.26,1,126,settings,,2026-10-05T00:00:00Z,2026-11-04T00:00:00Z`,
    );
    const table = await list({ near: '100' });
    expect(table.text).to.match(/ suspended +\$1\.2600 +\$1\.00 +126 % +2026-11-04 00:00 *\n/);
  });

  it('says that there is none', async () => {
    expect((await list({ state: 'closed' })).text).to.equal('no budget is like that\n');
  });

  it('keeps apart the principals of several accounts, and joins their rows', async () => {
    const ran = await place.run((stack, output) => {
      const other = { ...stack, name: 'other', accountId: '111122223333' };
      return runBudgetsList([stack, other], { near: '100', json: true }, output);
    });
    const accounts = jsonLines(ran).map(({ account, percent }) => `${String(account)} ${String(percent)}`);
    expect(accounts).to.deep.equal(['444455556666 210', '111122223333 210', '444455556666 126', '111122223333 126']);
  });

  it('shows what can be read beside a row that cannot, and answers 1', async () => {
    const ran = await place.run((stack, output) => {
      const unreadable = [{ principalId: 'person/eve', problem: 'UserBudgets person/eve: status: not a text' }];
      const all = () => ofPages({ rows: [], unreadable });
      return runBudgetsList([{ ...stack, budgets: { ...stack.budgets, all } }], UTC, output);
    });
    expect(ran.code).to.equal(1);
    expect(ran.complaints).to.deep.equal([
      'budgeteer: person/eve cannot be read: UserBudgets person/eve: status: not a text',
    ]);
  });

  const refused: readonly (readonly [BudgetsListOptions, string])[] = [
    [{ near: '-5' }, '--near: "-5" is not a whole number of percent, such as 80'],
    [{ near: '80%' }, '--near: "80%" is not a whole number of percent, such as 80'],
    [{ near: '' }, '--near: "" is not a whole number of percent, such as 80'],
    [{ near: '1e9' }, '--near: "1e9" is not a whole number of percent, such as 80'],
    [{ team: 'sales' }, '--team: stack dev has no team sales; it has search'],
    [{ timeZone: 'utc' }, '--time-zone: "utc" is not a time zone; the nearest is UTC'],
    [{ state: 'suspendet' }, '--state: there is no state suspendet; the nearest is suspended'],
  ];
  for (const [options, problem] of refused) {
    it(`refuses ${JSON.stringify(options)}`, async () => {
      expect(problemOf(await list(options))).to.equal(problem);
    });
  }
});

describe('budgeteer show', () => {
  const place = copiedWorld();
  const show = (who: string, options: ShowOptions = {}): Promise<Ran> =>
    place.run((stack, output) => runShow(stack, who, options, output));

  const shown: readonly (readonly [string, readonly RegExp[]])[] = [
    [
      'alice',
      [
        /^user\/teams\/search\/alice {2}suspended since 2026-10-05 08:35 UTC, by its own limit$/m,
        /^ {2}spent {5}\$1\.26 of \$1\.00, 126 %$/m,
        /^ {2}limit {5}\$1\.00 from settings$/m,
        /^ {2}forecast {2}the limit is reached$/m,
        /^ anthropic\.claude-opus-4-7 +6 +\$1\.2600/m,
        /^ 2026-10-05 +6 +\$1\.2600/m,
      ],
    ],
    [
      'ana@',
      [
        /^person\/ana@example\.com {2}active$/m,
        /^ {2}limit {5}\$1\.00 from rule developers$/m,
        /^ {2}period {4}since 2026-10-01 00:00 Europe\/Berlin \(2026-09-30 22:00 UTC\)$/m,
        /^ {2}forecast {2}the limit is reached on 2026-10-22 05:31/m,
        /^ {2}team {6}team\/search active: \$0\.21 of \$2\.00, 10 %$/m,
        /; from rule developers$|^ +rule developers$/m,
      ],
    ],
    ['research', [/would be suspended/, /^ {2}policy {4}observe, /m]],
    ['team/search', [/^ {2}forecast {2}the limit is not reached before the reset at this rate$/m, /team search$/m]],
  ];
  for (const [who, lines] of shown) {
    it(`tells about ${who} within 80 columns`, async () => {
      const ran = await show(who);
      expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
      for (const line of lines) expect(ran.text).to.match(line);
      expect(tooLong(ran)).to.deep.equal([]);
    });
  }

  it('prints times in another zone', async () => {
    expect((await show('alice', { timeZone: 'Asia/Tokyo' })).text).to.match(/resets {4}2026-11-04 09:00 Asia\/Tokyo/);
  });

  it('is one object of JSON with models, days and forecast', async () => {
    const [ana = {}] = jsonLines(await show('ana', { json: true }));
    const spend = { calls: 1, spentUsd: '0.21', provisionalUsd: '0' };
    expect(ana).to.deep.include({
      principalId: ANA,
      state: 'active',
      teams: ['search'],
      resetsAt: '2026-11-01T00:00:00+01:00[Europe/Berlin]',
    });
    expect(ana).to.deep.include({ models: { 'anthropic.claude-opus-4-7': spend }, days: { '2026-10-05': spend } });
    expect(ana['limitReachedAt']).to.match(/^2026-10-22T03:31:/);
    const [team = {}] = jsonLines(await show('team/search', { json: true }));
    expect(team).not.to.have.any.keys('models', 'days', 'limitReachedAt');
  });

  it('says who may be meant, and that there is nobody', async () => {
    expect(problemOf(await show('ali'))).to.equal('"ali" may be user/alina, user/teams/search/alice: name one of them');
    expect(problemOf(await show('zoe'))).to.match(/^no budget of "zoe" among 8; /);
  });
});

// eslint-disable-next-line @typescript-eslint/require-await
async function* ofPages(...pages: readonly BudgetRows[]): AsyncGenerator<BudgetRows> {
  yield* pages;
}
