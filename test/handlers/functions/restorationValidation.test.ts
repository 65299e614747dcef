import { expect } from 'chai';
import { createRestorationValidation } from '../../../handlers/functions/restorationValidation.js';
import { AccessWorld, EVA_ARN, interrupted, type Situation } from '../accessWorld.js';

const TASK = { principalId: EVA_ARN, execution: 'r1' };
const NOT_BEGUN = 'an execution that has not begun';

describe('createRestorationValidation', () => {
  const answers: readonly (readonly [Situation, string, string | undefined])[] = [
    ['without budget', 'r1', 'there is no budget'],
    ['active', 'r1', 'the budget is active'],
    ['in grace', 'r1', 'the budget is grace'],
    ['to be suspended', 'r1', `the budget is suspending by ${NOT_BEGUN}`],
    ['suspending', 'r1', 'the budget is suspending by e1'],
    ['suspending', 'e1', 'the budget is suspending'],
    ['suspended', 'r1', 'the budget is suspended'],
    ['to be restored', 'r1', undefined],
    ['restoring', 'r1', undefined],
    ['restoring', 'r2', 'the budget is restoring by r1'],
    ['restored', 'r1', 'the budget is active'],
    ['refused with a restore point', 'r1', undefined],
    ['closed', 'r1', 'the budget is closed'],
  ];
  for (const [situation, execution, reason] of answers) {
    it(`answers ${execution} ${reason ?? 'that it may restore'} where the budget is ${situation}`, async () => {
      const world = await AccessWorld.where(situation);
      const rows = world.rowsAsText();
      const answer = await createRestorationValidation(world.ports())({ ...TASK, execution });
      expect(answer).to.deep.equal(reason === undefined ? { verdict: 'eligible' } : { verdict: 'not-needed', reason });
      expect(world.telemetry.flushes).to.equal(1);
      if (reason === undefined) expect(world.row('eva').budget).to.include({ status: 'restoring', execution });
      else expect(world.rowsAsText()).to.deep.equal(rows);
    });
  }

  it('lets one of two executions restore that ask at the same time', async () => {
    const world = await AccessWorld.where('to be restored');
    const first = createRestorationValidation(world.ports());
    const budgets = interrupted(world.tables, 'save', 1, () => first({ ...TASK, execution: 'r2' }));
    const answer = await createRestorationValidation({ ...world.ports(), budgets })(TASK);
    expect(answer).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is restoring by r2' });
    expect(world.row('eva').budget).to.include({ status: 'restoring', execution: 'r2' });
  });
});
