import { expect } from 'chai';
import { createBudgetStatus } from '../../../handlers/functions/budgetStatus.js';
import { AccessWorld, EVA_ARN, type Situation } from '../accessWorld.js';
import { settingsOf } from '../stubs.js';

type Fields = Readonly<Record<string, unknown>>;

describe('what an operator decides for one budget', () => {
  const BY = { by: 'arn:aws:iam::444455556666:user/lead', reason: 'a demo' };
  const UNTIL = '2026-06-05T18:00:00+02:00';
  const decide = async (fields: Fields, situation: Situation = 'suspended', settings = settingsOf()) => {
    const world = await AccessWorld.where(situation);
    world.settings = settings;
    const answer = await createBudgetStatus(world.ports())({ principalId: EVA_ARN, ...BY, ...fields });
    return { world, answer };
  };

  const done: readonly (readonly [Fields, string, string])[] = [
    [{ operation: 'set-limit', limitUsd: '75' }, '75', 'LimitChanged RestorationStarted'],
    [{ operation: 'set-limit', limitUsd: '75', until: UNTIL }, '75', 'LimitChanged RestorationStarted'],
    [{ operation: 'top-up', amountUsd: '25', until: UNTIL }, '35', 'ToppedUp RestorationStarted'],
    [{ operation: 'top-up', amountUsd: '0.5' }, '10.5', 'ToppedUp'],
    [{ operation: 'exempt', until: UNTIL }, '10', 'ExemptionStarted RestorationStarted'],
  ];
  for (const [fields, limit, events] of done) {
    it(`is kept with who and why, and gives access back where that leaves room: ${JSON.stringify(fields)}`, async () => {
      const { world, answer } = await decide(fields);
      expect(answer).to.deep.equal({ verdict: 'done' });
      const { budget, outbox } = world.row('eva');
      expect(budget.limitUsd.toString()).to.equal(limit);
      expect(outbox.map(({ detail }) => detail.type).join(' ')).to.equal(events);
      expect(outbox[0]?.detail).to.include(BY);
      const { limit: set, topUps, exemption } = budget.overrides;
      const [kept] = [set, topUps[0], exemption].filter((one) => one?.by === BY.by);
      expect(kept).to.include(BY);
      if ('until' in fields) expect(kept?.until).to.equal(Date.parse(UNTIL));
    });
  }

  it('is taken back whole', async () => {
    const { world } = await decide({ operation: 'set-limit', limitUsd: '75' });
    const answer = await createBudgetStatus(world.ports())({
      principalId: EVA_ARN,
      ...BY,
      operation: 'clear-overrides',
    });
    expect(answer).to.deep.equal({ verdict: 'done' });
    expect(world.row('eva').budget.overrides.limit).to.equal(undefined);
  });

  for (const [principalId, id] of [
    ['person/New@example.com', 'person/new@example.com'],
    ['arn:aws:iam::444455556666:role/some/path/new', 'arn:aws:iam::444455556666:role/new'],
    ['arn:aws:sts::444455556666:assumed-role/new/session', 'arn:aws:iam::444455556666:role/new'],
    ['team/search', 'team/search'],
  ] as const) {
    it(`opens the budget of who was never seen: ${principalId}`, async () => {
      const settings = settingsOf({ 'teams/search': '{"members":"*","limitUsd":"500"}' });
      const { world, answer } = await decide(
        { principalId, operation: 'set-limit', limitUsd: '7' },
        'active',
        settings,
      );
      expect(answer).to.deep.equal({ verdict: 'done' });
      const opened = world.tables.stored(id);
      expect(opened?.budget.limitUsd.toString()).to.equal('7');
      expect(opened?.outbox.map(({ detail }) => detail.type)).to.deep.equal(['BudgetOpened', 'LimitChanged']);
    });
  }

  const refused: readonly (readonly [Fields, string])[] = [
    [
      { operation: 'top-up', amountUsd: '5', until: '2020-01-01T00:00:00Z' },
      'it would end in the past, at 2020-01-01T00:00:00Z',
    ],
    [{ operation: 'clear-overrides' }, 'nothing was decided by hand'],
    [
      { operation: 'set-limit', limitUsd: '5', principalId: 'alice' },
      'alice is not the ARN of a user or role, person/NAME or team/NAME',
    ],
    [
      { operation: 'exempt', principalId: 'person/botocore-session-1' },
      'person/botocore-session-1 is not the ARN of a user or role, person/NAME or team/NAME',
    ],
    [{ operation: 'exempt', principalId: 'team/none' }, 'there is no team none'],
  ];
  for (const [fields, reason] of refused) {
    it(`is refused with the reason: ${JSON.stringify(fields)}`, async () => {
      const { world, answer } = await decide(fields, 'active');
      expect(answer).to.deep.equal({ verdict: 'not-needed', reason });
      expect(world.row('eva').outbox).to.deep.equal([]);
      expect(world.tables.records).to.have.length(1);
    });
  }

  const unreadable: readonly (readonly [Fields, string])[] = [
    [{ operation: 'set-limit' }, 'limitUsd: not a text'],
    [
      { operation: 'set-limit', limitUsd: '$75' },
      'limitUsd: "$75" is not an amount of USD above 0, such as 25 or 0.50',
    ],
    [{ operation: 'top-up', amountUsd: '-1' }, 'amountUsd: "-1" is not an amount'],
    [{ operation: 'top-up', amountUsd: '1e400' }, 'amountUsd: "1e400" is not an amount'],
    [{ operation: 'exempt', until: 'friday' }, 'until: "friday" is not an instant of ISO 8601'],
    [{ operation: 'exempt', by: '' }, 'by: not a text'],
    [{ operation: 'exempt', reason: undefined }, 'reason: not a text'],
  ];
  for (const [fields, message] of unreadable) {
    it(`cannot be read: ${JSON.stringify(fields)}`, async () => {
      const failure: unknown = await decide(fields).catch((error: unknown) => error);
      expect(String(failure)).to.contain(message);
    });
  }
});
