import { expect } from 'chai';
import { OPERATIONS, presetProblem, readOperation } from '../../../handlers/budgets/readOperation.js';
import { UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { readSettings } from '../../../domain/settings/settings.js';

const IAM = 'arn:aws:iam::444455556666';
const FIELDS = { by: 'olga', reason: 'tried', note: 'tried', limitUsd: '5', amountUsd: '5' } as const;

describe('readOperation', () => {
  for (const operation of OPERATIONS) {
    for (const [id, principalId] of [
      [`${IAM}:user/a`, `${IAM}:user/a`],
      [`${IAM}:role/path/b`, `${IAM}:role/b`],
      ['arn:aws:sts::444455556666:assumed-role/b/run', `${IAM}:role/b`],
      ['person/Ana@Example.com', 'person/ana@example.com'],
      ['team/search', 'team/search'],
      // Never the budget of callers whom no record names.
      ['ana', 'ana'],
      ['person/', 'person/'],
      ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
      // But by its own id.
      ['unknown', 'unknown'],
    ] as const) {
      it(`reads ${operation} of ${id} as one of ${principalId}`, () => {
        expect(readOperation(operation, { ...FIELDS, principalId: id }).principalId).to.equal(principalId);
      });
    }
  }

  const read = readSettings({});
  if (read.kind !== 'settings') throw new Error(read.problems.join('; '));
  const { settings } = read;

  for (const id of ['ana', 'person/', 'arn:aws:s3:::bucket', 'unknown']) {
    it(`opens no budget of ${id}, and says so`, () => {
      const asked = readOperation('exempt', { ...FIELDS, principalId: id });
      expect(presetProblem(asked, settings)).to.equal(
        `${id} is not the ARN of a user or role, person/NAME or team/NAME`,
      );
      const suspension = readOperation('suspend-by-hand', { ...FIELDS, principalId: id });
      expect(presetProblem(suspension, settings)).to.equal(undefined);
    });
  }

  it('needs no caller and no note of who suspends or restores, and a caller of who overrides', () => {
    expect(readOperation('suspend-by-hand', { principalId: 'team/a' }).command).to.deep.equal({
      type: 'SuspendAccess',
    });
    expect(readOperation('restore-by-hand', { principalId: 'team/a', by: 'olga', note: 'x' }).command).to.deep.equal({
      type: 'RestoreAccess',
      by: 'olga',
      note: 'x',
    });
    expect(readOperation('refresh', { principalId: 'team/a' }).command).to.deep.equal({ type: 'RefreshBudget' });
    expect(() => readOperation('exempt', { principalId: 'team/a', reason: 'x' })).to.throw(UnreadableEventError, /^by/);
  });

  for (const limitUsd of ['-5', '0', '1e400', '$5', '', 5]) {
    it(`refuses a limit of ${JSON.stringify(limitUsd)}`, () => {
      const fields = { ...FIELDS, principalId: 'team/a', limitUsd };
      expect(() => readOperation('set-limit', fields)).to.throw(UnreadableEventError, /^limitUsd: /);
    });
  }
});
