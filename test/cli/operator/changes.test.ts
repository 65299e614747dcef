import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeRequest } from '../../../cli/changes/inputs.js';
import { runChange, type ChangeOptions } from '../../../cli/commands/change.js';
import { UserError } from '../../../cli/userError.js';
import { DAY_MS } from '../../../domain/instant.js';
import type { World } from '../../../local/world/world.js';
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
  worldIn,
  type Ran,
} from '../smallWorld.js';

const YES = { timeZone: 'UTC', yes: true } as const;
const NEW = 'arn:aws:iam::444455556666:role/new';

interface Change {
  readonly request: ChangeRequest;
  readonly about: string;
  /** In the world before it. */
  readonly arrange?: (world: World) => void;
  readonly events: readonly string[];
  readonly next: readonly string[];
  readonly states: readonly string[];
}

const request = (
  operation: ChangeRequest['operation'],
  who: string,
  more: Partial<ChangeRequest> = {},
): ChangeRequest => ({ operation, who, reason: 'tried', ...more });

/** As if the monitor had not come. */
function overdue({ tables }: World): void {
  const days = 31 * DAY_MS;
  tables.budgets.edit(INDEXER, ({ anchor, period, ...budget }) => ({
    ...budget,
    anchor: anchor - days,
    period: { start: period.start - days, end: period.end - days },
  }));
}

const CHANGES: readonly Change[] = [
  {
    request: request('set-limit', 'alice', { amount: '75', until: 'friday' }),
    about: ALICE,
    events: ['LimitChanged', 'RestorationStarted'],
    next: [],
    states: ['restoring', 'active'],
  },
  {
    request: request('set-limit', 'alina', { amount: '$2' }),
    about: ALINA,
    events: ['LimitChanged'],
    next: [],
    states: ['active'],
  },
  {
    request: request('set-limit', 'indexer', { amount: '0.10' }),
    about: INDEXER,
    events: ['LimitChanged'],
    next: ['ThresholdReached', 'GraceStarted'],
    states: ['active', 'grace'],
  },
  {
    request: request('set-limit', NEW, { amount: '5' }),
    about: NEW,
    events: ['BudgetOpened', 'LimitChanged'],
    next: [],
    states: ['active'],
  },
  {
    request: request('top-up', 'alice', { amount: '25' }),
    about: ALICE,
    events: ['ToppedUp', 'RestorationStarted'],
    next: [],
    states: ['restoring', 'active'],
  },
  {
    request: request('top-up', ANA, { amount: '0.5', until: '3d' }),
    about: ANA,
    events: ['ToppedUp'],
    next: [],
    states: ['active'],
  },
  {
    request: request('exempt', 'alice', { until: '3d' }),
    about: ALICE,
    events: ['ExemptionStarted', 'RestorationStarted'],
    next: [],
    states: ['restoring', 'active'],
  },
  { request: request('exempt', 'indexer'), about: INDEXER, events: ['ExemptionStarted'], next: [], states: ['active'] },
  {
    request: request('suspend-by-hand', 'indexer'),
    about: INDEXER,
    events: ['SuspensionStarted'],
    next: [],
    states: ['suspending', 'suspended'],
  },
  {
    request: request('suspend-by-hand', 'alice'),
    about: ALICE,
    events: ['SuspensionHeld'],
    next: [],
    states: ['suspended'],
  },
  {
    request: request('suspend-by-hand', ANA),
    about: ANA,
    events: ['SuspensionStarted'],
    next: [],
    states: ['suspending', 'suspended'],
  },
  {
    request: request('restore-by-hand', 'alice'),
    about: ALICE,
    events: ['RestorationStarted'],
    next: [],
    states: ['restoring', 'active'],
  },
  {
    request: request('refresh', 'indexer'),
    about: INDEXER,
    arrange: overdue,
    events: ['PeriodStarted'],
    next: [],
    states: ['active'],
  },
];

function problemOf({ error }: Ran): string {
  expect(error).to.be.instanceOf(UserError);
  const { message } = error as UserError;
  expect(message).not.to.contain('\n');
  return message;
}

function typesIn(value: unknown): readonly string[] {
  return (value as readonly { readonly type: string }[]).map(({ type }) => type);
}

describe('a change of a budget', () => {
  const place = copiedWorld();
  const change = (asked: ChangeRequest, options: ChangeOptions = YES, arrange?: Change['arrange']): Promise<Ran> =>
    place.run((stack, output) => {
      arrange?.(worldIn(stack));
      return runChange(stack, asked, options, output);
    });
  const journal = (): readonly Record<string, unknown>[] =>
    jsonLines({ text: readFileSync(join(place.folder, 'journal.jsonl'), 'utf8') });
  const world = (): string =>
    readFileSync(join(place.folder, 'world.json'), 'utf8') +
    readFileSync(join(place.folder, 'tables/UserBudgets.jsonl'), 'utf8');

  for (const { request: asked, about, arrange, events, next, states } of CHANGES) {
    describe(`${asked.operation} ${asked.who} ${asked.amount ?? ''}`.trim(), () => {
      it('does what --dry-run says, through the states that it shows', async () => {
        const before = world();
        const dry = await change(asked, { ...YES, dryRun: true, json: true }, arrange);
        expect([dry.code, dry.complaints]).to.deep.equal([0, []]);
        const [preview = {}] = jsonLines(dry);
        expect([typesIn(preview['events']), typesIn(preview['next'])]).to.deep.equal([events, next]);
        expect(preview['states']).to.deep.equal([]);
        expect(world()).to.equal(before);

        const told = journal().length;
        const ran = await change(asked, { ...YES, json: true }, arrange);
        expect([ran.code, ran.complaints, ran.error]).to.deep.equal([0, [], undefined]);
        const [report = {}] = jsonLines(ran);
        expect(report['events']).to.deep.equal(preview['events']);
        expect(report['before']).to.deep.equal(preview['before']);
        // A state can pass between two looks, and one that stays is none.
        const passed = report['states'] as readonly string[];
        const stays = (report['before'] as { readonly status: string } | null)?.status === states.at(-1);
        expect(passed.at(-1)).to.equal(stays ? undefined : states.at(-1));
        expect(states).to.include.members([...passed]);
        expect(report).to.have.nested.property('after.status', states.at(-1));
        const happened = journal()
          .slice(told)
          .filter(
            ({ kind, detail }) =>
              kind === 'event' && (detail as { readonly principalId?: string }).principalId === about,
          );
        const expected = [...events, ...next];
        expect(happened.map(({ type }) => type).filter((type) => expected.includes(String(type)))).to.deep.equal(
          expected,
        );
      });

      it('says so in sentences within 80 columns, and is told who asked', async () => {
        const ran = await change(asked, YES, arrange);
        expect([ran.code, ran.complaints, ran.error]).to.deep.equal([0, [], undefined]);
        expect(ran.text.match(/^→ /gm)).to.have.length(events.length + next.length);
        expect(ran.text.match(/^→ at the monitor’s next look: /gm) ?? []).to.have.length(next.length);
        expect(ran.text.match(/^… .*$/gm)?.at(-1)).to.be.oneOf([`… ${states.at(-1) ?? ''}`, undefined]);
        expect(tooLong(ran)).to.deep.equal([]);
        const operated = journal().find(({ kind }) => kind === 'operated') as
          { readonly input: Readonly<Record<string, unknown>> } | undefined;
        const by = 'arn:aws:sts::444455556666:assumed-role/PlatformAdmin/olga';
        expect(operated?.input).to.include({ operation: asked.operation, principalId: about });
        if (asked.operation !== 'refresh') expect(operated?.input).to.include({ by });
      });
    });
  }

  it('is taken back: clear-overrides suspends again whom a raised limit has let go', async () => {
    await change(request('set-limit', 'alice', { amount: '75' }));
    const ran = await change(request('clear-overrides', 'alice'), { ...YES, json: true });
    const [report = {}] = jsonLines(ran);
    expect(typesIn(report['events'])).to.include('LimitChanged');
    expect(report).to.have.nested.property('after.limitUsd', '1');
    expect(report).to.have.nested.property('after.status', 'grace');
  });

  const nothing: readonly (readonly [string, ChangeRequest])[] = [
    ['a refresh that is not due', request('refresh', 'indexer')],
  ];
  for (const [what, asked] of nothing) {
    it(`has nothing to change by ${what}`, async () => {
      const before = world();
      const ran = await change(asked, { timeZone: 'UTC' });
      expect([ran.code, ran.complaints]).to.deep.equal([0, ['budgeteer: there is nothing to change']]);
      expect(world()).to.equal(before);
    });
  }

  const refused: readonly (readonly [string, ChangeRequest, RegExp])[] = [
    [
      'nothing to restore',
      request('restore-by-hand', 'indexer'),
      /^nothing was changed: there is nothing to restore: active$/,
    ],
    [
      'a team that is none',
      request('set-limit', 'team/sales', { amount: '5' }),
      /^nothing was changed: there is no team sales$/,
    ],
    ['nobody', request('set-limit', 'zoe', { amount: '5' }), /^no budget of "zoe" among 8; /],
    ['nobody to suspend', request('suspend-by-hand', NEW), /^no budget of "arn:[^"]+" among 8; /],
    ['several', request('exempt', 'ali'), /^"ali" may be user\/alina, user\/teams\/search\/alice: name one of them$/],
    ['a negative limit', request('set-limit', 'alina', { amount: '-5' }), /^USD: "-5" is not an amount of USD above 0/],
    ['no amount', request('top-up', 'alina', { amount: '0' }), /^USD: "0" is not an amount /],
    ['a day that is over', request('exempt', 'alina', { until: '2026-10-04' }), /^--until: "2026-10-04" is over$/],
    ['a day that is none', request('exempt', 'alina', { until: 'someday' }), /^--until: "someday" is not a date /],
    [
      'a year that is none',
      request('exempt', 'alina', { until: '9999-12-31' }),
      /^--until: "9999-12-31" is after the year/,
    ],
    ['an empty reason', request('exempt', 'alina', { reason: '' }), /reason/],
  ];
  for (const [what, asked, problem] of refused) {
    it(`is refused: ${what}; nothing was changed`, async () => {
      const before = world();
      expect(problemOf(await change(asked))).to.match(problem);
      expect(world()).to.equal(before);
    });
  }

  it('asks where somebody’s access changes, and without a terminal changes nothing', async () => {
    const before = world();
    for (const asked of [
      request('suspend-by-hand', 'indexer'),
      request('restore-by-hand', 'alice'),
      request('set-limit', 'alice', { amount: '75' }),
      request('exempt', 'summariser'),
      request('set-limit', 'indexer', { amount: '0.1' }),
    ]) {
      const ran = await change(asked, { timeZone: 'UTC' });
      expect(problemOf(ran)).to.match(/^nothing was changed: there is no terminal to ask ".+\?"; --yes answers it$/);
    }
    expect(world()).to.equal(before);
    // Nobody gains or loses access by this.
    expect((await change(request('set-limit', 'summariser', { amount: '2' }), { timeZone: 'UTC' })).code).to.equal(0);
    expect((await change(request('top-up', RESEARCH, { amount: '2' }), { timeZone: 'UTC' })).error).to.equal(undefined);
  });

  it('is for a summariser of 80 columns as for a long name', async () => {
    const ran = await change(request('exempt', SUMMARISER, { until: 'friday' }), {
      timeZone: 'Europe/Berlin',
      yes: true,
    });
    expect(ran.text).to.match(/^role\/summariser {2}exempt$/m);
    expect(tooLong(ran)).to.deep.equal([]);
  });
});
