import { expect } from 'chai';
import fc from 'fast-check';
import { historyOf, isModelCall, type Step } from '../../../cli/budgets/history.js';
import { lastRecords } from '../../../cli/budgets/lastRecords.js';
import { viewsOf } from '../../../cli/budgets/budgetView.js';
import { usage } from '../../contracts/budgetRows.js';
import { budgetOf, memoryStack } from './memoryStack.js';

const ANA = 'person/ana';
const NEVER = Date.UTC(2036, 0);

interface Told {
  readonly at: number;
  readonly type: string;
  readonly who?: string;
}

async function historyIn(
  calls: readonly number[],
  events: readonly Told[],
  ids: readonly [string, ...string[]] = [ANA],
) {
  const records = calls.map((at, index) => usage(`call ${index}`, { principalId: ANA, timestamp: at }));
  const { stack, audit } = memoryStack([], records);
  for (const [index, { at, type, who = ANA }] of events.entries()) {
    const source = { eventSource: 'bedrock-budgeteer', userIdentity: who, details: {} };
    await audit.add({ ...source, eventId: `event ${index}`, eventTime: at, eventType: type }, NEVER);
  }
  const steps: Step[] = [];
  for await (const step of historyOf(stack, ids, 0, NEVER)) steps.push(step);
  return steps;
}

function namesOf(steps: readonly Step[]): readonly string[] {
  return steps.map((step) =>
    'event' in step ? `${step.event.eventTime} ${step.event.eventType}` : `${step.call.timestamp} call`,
  );
}

describe('historyOf', () => {
  it('tells calls and events by time, a call before the events of its instant', async () => {
    const events = [
      { at: 5, type: 'GraceStarted' },
      { at: 1, type: 'BudgetOpened' },
      { at: 9, type: 'FinalWarning' },
    ];
    expect(namesOf(await historyIn([5, 2, 10, 9], events))).to.deep.equal([
      '1 BudgetOpened',
      '2 call',
      '5 call',
      '5 GraceStarted',
      '9 call',
      '9 FinalWarning',
      '10 call',
    ]);
  });

  it('tells what happened within one second in the order in which it happens', async () => {
    const order = ['PeriodStarted', 'ThresholdReached', 'GraceStarted', 'SuspensionStarted', 'RestorePointTaken'];
    const types = [...order, 'AccessSuspended', 'SuspensionCompleted'];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(types, { minLength: types.length }), async (shuffled) => {
        const steps = await historyIn(
          [],
          shuffled.map((type) => ({ at: 7, type })),
        );
        expect(namesOf(steps)).to.deep.equal(types.map((type) => `7 ${type}`));
      }),
      { numRuns: 50 },
    );
  });

  it('loses nothing and adds nothing, whatever the instants', async () => {
    const instants = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(instants, instants, async (calls, times) => {
        const steps = await historyIn(
          calls,
          times.map((at) => ({ at, type: 'GraceStarted' })),
        );
        const at = steps.map((step) => ('event' in step ? step.event.eventTime : step.call.timestamp));
        expect(at).to.deep.equal([...calls, ...times].sort((one, other) => one - other));
        expect(steps.filter((step) => 'call' in step)).to.have.length(calls.length);
      }),
      { numRuns: 100 },
    );
  });

  it('tells what happened to a team by which it is held, and neither CloudTrail’s calls nor others’ events', async () => {
    const events = [
      { at: 1, type: 'TeamSuspended', who: 'team/search' },
      { at: 2, type: 'TeamSuspended', who: 'team/sales' },
      { at: 3, type: 'InvokeModelWithResponseStream' },
      { at: 4, type: 'AccessSuspended' },
    ];
    expect(namesOf(await historyIn([], events, [ANA, 'team/search']))).to.deep.equal([
      '1 TeamSuspended',
      '4 AccessSuspended',
    ]);
  });
});

describe('isModelCall', () => {
  for (const type of ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream']) {
    it(`is ${type}`, () => {
      expect(isModelCall(type)).to.equal(true);
    });
  }
  for (const type of ['AccessSuspended', 'CreateUser', 'ListInvokeModel', '']) {
    it(`is not ${type || 'nothing'}`, () => {
      expect(isModelCall(type)).to.equal(false);
    });
  }
});

describe('lastRecords', () => {
  async function lastOf(principals: number, calls: readonly (readonly [number, string, number])[]) {
    const budgets = Array.from({ length: principals }, (_, index) => budgetOf(`person/p${index}`));
    const records = calls.map(([who, region, timestamp], index) =>
      usage(`call ${index}`, { principalId: `person/p${who}`, region, timestamp }),
    );
    const { stack } = memoryStack(budgets, records);
    return Object.fromEntries(await lastRecords(stack, await viewsOf(stack, () => undefined)));
  }

  it('is the last call of each Region, of whoever made it; of a silent Region nothing', async () => {
    expect(
      await lastOf(2, [
        [0, 'us-east-1', 5],
        [1, 'us-east-1', 9],
        [0, 'us-east-1', 7],
      ]),
    ).to.deep.equal({
      'us-east-1': 9,
      'eu-west-1': undefined,
    });
    expect(await lastOf(1, [[0, 'ap-south-1', 5]])).to.have.property('ap-south-1', 5);
    expect(await lastOf(0, [])).to.deep.equal({ 'us-east-1': undefined, 'eu-west-1': undefined });
  });

  it('asks the 25 that were charged last, each for 20 calls, however many there are', async () => {
    expect(
      await lastOf(26, [
        [0, 'us-east-1', 9],
        [1, 'us-east-1', 5],
      ]),
    ).to.have.property('us-east-1', 5);
    const many = Array.from({ length: 20 }, (_, index) => [0, 'us-east-1', 100 + index] as const);
    expect(await lastOf(1, [[0, 'eu-west-1', 99], ...many])).to.have.property('eu-west-1', undefined);
    expect(await lastOf(1, [[0, 'eu-west-1', 99], ...many.slice(1)])).to.have.property('eu-west-1', 99);
  });

  it('asks no teams, which do not call', async () => {
    const teams = Array.from({ length: 25 }, (_, index) => budgetOf(`team/t${index}`, { accountType: 'team' }));
    const { stack } = memoryStack([budgetOf(ANA), ...teams], [usage('a', { principalId: ANA, timestamp: 5 })]);
    const last = await lastRecords(stack, await viewsOf(stack, () => undefined));
    expect(last.get('us-east-1')).to.equal(5);
  });
});
