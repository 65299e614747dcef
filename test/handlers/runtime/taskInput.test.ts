import { expect } from 'chai';
import { UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { rejectionOf } from '../../rejection.js';
import { AccessWorld, EVA_ARN, FUNCTIONS, type Situation } from '../accessWorld.js';
import { failureOf } from '../portCalls.js';

type FunctionName = keyof typeof FUNCTIONS;
type Fields = Readonly<Record<string, unknown>>;

const TASK = { principalId: EVA_ARN, execution: 'e1' };
const RESTORATION = { principalId: EVA_ARN, execution: 'r1' };
const RESTORE_POINT = { uniqueId: 'AIDA1', detachedPolicyArns: [], deactivatedKeyIds: [] };

interface Input {
  readonly name: FunctionName;
  readonly situation: Situation;
  readonly fields: Fields;
  readonly texts: readonly string[];
  readonly lists?: readonly string[];
}

const TEXTS = ['principalId', 'execution'];
const STATUS = { name: 'budget-status', situation: 'suspending', texts: TEXTS } as const;
const ACCESS = { name: 'iam-utilities', texts: TEXTS } as const;
const RESTORED_LISTS = { lists: ['notRestored'] };

/** What each function can read, with the fields that it needs. */
const INPUTS: readonly Input[] = [
  {
    name: 'grace-notification',
    situation: 'in grace',
    fields: { ...TASK, notice: 'initial', graceDeadline: '2026-06-01T12:05:00Z' },
    texts: [...TEXTS, 'notice', 'graceDeadline'],
  },
  { name: 'policy-backup', situation: 'suspending', fields: TASK, texts: TEXTS },
  { name: 'restoration-validation', situation: 'to be restored', fields: RESTORATION, texts: TEXTS },
  { ...STATUS, fields: { ...TASK, operation: 'begin-suspension' }, texts: [...TEXTS, 'operation'] },
  { ...STATUS, fields: { ...TASK, operation: 'mark-suspended' } },
  { ...STATUS, fields: { ...TASK, operation: 'mark-restored', notRestored: [] }, ...RESTORED_LISTS },
  {
    ...STATUS,
    fields: { ...TASK, operation: 'refuse-suspension', reason: 'no room' },
    texts: [...TEXTS, 'reason'],
  },
  { ...STATUS, fields: { ...TASK, operation: 'record-failure', failure: {} } },
  { ...STATUS, fields: { principalId: EVA_ARN, operation: 'suspend-by-hand' }, texts: ['principalId'] },
  { ...STATUS, fields: { principalId: EVA_ARN, operation: 'restore-by-hand' }, texts: ['principalId'] },
  {
    ...ACCESS,
    situation: 'backed up',
    fields: { ...TASK, operation: 'apply', restorePoint: RESTORE_POINT },
    texts: [...TEXTS, 'operation', 'restorePoint.uniqueId'],
    lists: ['restorePoint.detachedPolicyArns', 'restorePoint.deactivatedKeyIds'],
  },
  { ...ACCESS, situation: 'backed up', fields: { ...TASK, operation: 'verify-suspension' } },
  { ...ACCESS, situation: 'restoring', fields: { ...RESTORATION, operation: 'restore' } },
  {
    ...ACCESS,
    situation: 'restoring',
    fields: { ...RESTORATION, operation: 'verify-restoration', notRestored: [] },
    ...RESTORED_LISTS,
  },
];

function withValue(fields: Fields, path: string, value: unknown): Fields {
  const [first = '', ...rest] = path.split('.');
  return { ...fields, [first]: rest.length === 0 ? value : withValue(fields[first] as Fields, rest.join('.'), value) };
}

async function expectUnreadable({ name, situation }: Input, event: unknown, named: string): Promise<void> {
  const world = await AccessWorld.where(situation);
  const before = [...world.rowsAsText(), world.iam.snapshot({ type: 'user', name: 'eva' })];
  const error = await rejectionOf(FUNCTIONS[name](world.accessPorts())(event));
  expect(error).to.be.instanceOf(UnreadableEventError);
  expect(error.message).to.include(named);
  expect(world.telemetry.flushes).to.equal(1);
  expect(world.bus.published).to.deep.equal([]);
  expect([...world.rowsAsText(), world.iam.snapshot({ type: 'user', name: 'eva' })]).to.deep.equal(before);
}

describe('the input of a task', () => {
  for (const input of INPUTS) {
    const { name, fields, texts, lists = [] } = input;
    const call = [name, fields['operation']].filter(Boolean).join(' ');

    for (const path of texts) {
      it(`of ${call} without the text ${path} is refused by that name`, async () => {
        const field = path.slice(path.lastIndexOf('.') + 1);
        for (const value of [undefined, null, '', 7, true, ['x'], { x: 'y' }]) {
          await expectUnreadable(input, withValue(fields, path, value), `${field}: not `);
        }
      });
    }

    for (const path of lists) {
      it(`of ${call} without the list ${path} is refused by that name`, async () => {
        const field = path.slice(path.lastIndexOf('.') + 1);
        for (const value of [undefined, null, 'x', 7, {}, ['x', 7], [null]]) {
          await expectUnreadable(input, withValue(fields, path, value), `${field}: not a list of texts`);
        }
      });
    }

    it(`of ${call} is read where all is there`, async () => {
      const world = await AccessWorld.where(input.situation);
      const failure = await failureOf(FUNCTIONS[name](world.accessPorts())(fields));
      expect(failure).not.to.be.instanceOf(UnreadableEventError);
      expect(world.telemetry.flushes).to.equal(1);
    });
  }

  for (const name of Object.keys(FUNCTIONS) as readonly FunctionName[]) {
    it(`of ${name} is refused where it is no object`, async () => {
      for (const event of [undefined, null, 'x', 7, [], [TASK]]) {
        await expectUnreadable({ name, situation: 'suspending', fields: {}, texts: [] }, event, 'not an object');
      }
    });
  }

  const unknown: readonly (readonly [FunctionName, string, Fields])[] = [
    ['grace-notification', 'notice', { ...TASK, notice: 'second', graceDeadline: '2026-06-01T12:05:00Z' }],
    ['budget-status', 'operation', { ...TASK, operation: 'delete' }],
    ['budget-status', 'operation', { ...TASK, operation: 'toString' }],
    ['iam-utilities', 'operation', { ...TASK, operation: 'begin-suspension' }],
    ['iam-utilities', 'operation', { ...TASK, operation: 'constructor' }],
  ];
  for (const [name, field, fields] of unknown) {
    it(`of ${name} is refused where it asks for ${String(fields[field])}`, async () => {
      const input: Input = { name, situation: 'suspending', fields, texts: [] };
      await expectUnreadable(input, fields, `${field}: not one of `);
    });
  }

  it('of iam-utilities names a user or a role, whatever the path', async () => {
    for (const principalId of ['unknown', 'arn:aws:iam::444455556666:root', 'arn:aws:iam::444455556666:group/x']) {
      for (const fields of [{ operation: 'apply', restorePoint: RESTORE_POINT }, { operation: 'restore' }]) {
        const input = { ...ACCESS, situation: 'backed up', fields } as const;
        const event = { ...TASK, ...fields, principalId };
        await expectUnreadable(input, event, `${principalId}: neither a user nor a role`);
      }
    }
  });
});
