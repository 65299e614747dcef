import { expect } from 'chai';
import { findBudget, findPrincipal, isNamed } from '../../../cli/budgets/findBudget.js';
import { UserError } from '../../../cli/userError.js';
import { rejectionOf } from '../../rejection.js';
import { budgetOf, memoryStack } from './memoryStack.js';

const IAM = 'arn:aws:iam::444455556666';
const ALICE = `${IAM}:user/teams/search/alice`;
const IDS = [
  ALICE,
  `${IAM}:user/alina`,
  `${IAM}:role/indexer`,
  `${IAM}:role/indexer-nightly`,
  `${IAM}:user/web`,
  `${IAM}:role/web`,
  'arn:aws:iam::111122223333:role/web',
  'person/ana@example.com',
  'team/search',
] as const;

type Found = readonly [who: string, principalId: string, scans: number];

describe('findBudget', () => {
  const { stack, scans } = memoryStack(IDS.map((id) => budgetOf(id)));
  const found: readonly Found[] = [
    // By key.
    [ALICE, ALICE, 0],
    [`${IAM}:role/some/path/indexer`, `${IAM}:role/indexer`, 0],
    ['arn:aws:sts::444455556666:assumed-role/indexer/run-1', `${IAM}:role/indexer`, 0],
    ['person/ana@example.com', 'person/ana@example.com', 0],
    ['person/Ana@Example.com', 'person/ana@example.com', 0],
    ['team/search', 'team/search', 0],
    // By the index of names.
    ['alice', ALICE, 0],
    ['user/teams/search/alice', ALICE, 0],
    ['search/alice', ALICE, 0],
    ['indexer', `${IAM}:role/indexer`, 0],
    ['role/indexer', `${IAM}:role/indexer`, 0],
    ['user/web', `${IAM}:user/web`, 0],
    ['search', 'team/search', 0],
    // By a part.
    ['alin', `${IAM}:user/alina`, 1],
    ['ALIN', `${IAM}:user/alina`, 1],
    ['indexer-', `${IAM}:role/indexer-nightly`, 1],
    ['@example', 'person/ana@example.com', 1],
    ['1111222', 'arn:aws:iam::111122223333:role/web', 1],
    ['111122223333:role/web', 'arn:aws:iam::111122223333:role/web', 0],
  ];
  for (const [who, principalId, read] of found) {
    it(`finds ${principalId} by ${who}${read === 0 ? ', without reading all' : ''}`, async () => {
      const before = scans();
      expect((await findBudget(stack, who)).budget.principalId).to.equal(principalId);
      expect(scans() - before).to.equal(read);
      expect(await findPrincipal(stack, who)).to.equal(principalId);
    });
  }

  const ambiguous: readonly (readonly [string, string])[] = [
    ['ali', 'user/alina, user/teams/search/alice'],
    ['user', 'user/alina, user/teams/search/alice, user/web'],
    ['web', `arn:aws:iam::111122223333:role/web, ${IAM}:role/web, ${IAM}:user/web`],
    ['role/web', `arn:aws:iam::111122223333:role/web, ${IAM}:role/web`],
  ];
  for (const [who, candidates] of ambiguous) {
    it(`lists who ${who} may be`, async () => {
      const failure = await rejectionOf(findBudget(stack, who));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.equal(`"${who}" may be ${candidates}: name one of them`);
    });
  }

  for (const who of ['nobody', `${IAM}:user/ghost`, 'team/sales', 'person/x@y', 'alice2', '%', 'role/']) {
    it(`says that there is no budget of ${who}`, async () => {
      // `role/` is a part of several, and of none to its end.
      const expected =
        who === 'role/' ? /^"role\/" may be / : /^no budget of "[^"]+" among 9; `budgeteer budgets list`/;
      const failure = await rejectionOf(findBudget(stack, who));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.match(expected).and.not.contain('\n');
    });
  }

  it('refuses an empty text', async () => {
    const failure = await rejectionOf(findBudget(stack, ''));
    expect(failure).to.be.instanceOf(UserError);
  });

  it('takes the end of a name for a part: others may have it too', async () => {
    const two = memoryStack([ALICE, `${ALICE}-2`].map((id) => budgetOf(id)));
    const { message } = await rejectionOf(findBudget(two.stack, 'h/alice'));
    expect(message).to.match(/^"h\/alice" may be user\/teams\/search\/alice, user\/teams\/search\/alice-2: /);
  });

  it('lists at most a dozen', async () => {
    const many = memoryStack(Array.from({ length: 30 }, (_, index) => budgetOf(`person/p${String(index + 10)}`)));
    const { message } = await rejectionOf(findBudget(many.stack, 'p'));
    expect(message).to.match(/^"p" may be person\/p10, .*person\/p21, and 18 more: name one of them$/);
  });

  it('takes whoever is alone', async () => {
    const alone = memoryStack([budgetOf('person/ana')]);
    expect((await findBudget(alone.stack, 'n')).budget.principalId).to.equal('person/ana');
  });
});

describe('findPrincipal', () => {
  it('takes an id in full without a budget, as the tables spell it', async () => {
    const { stack, scans } = memoryStack();
    for (const [who, id] of [
      [`${IAM}:user/ghost`, `${IAM}:user/ghost`],
      [`${IAM}:role/path/ghost`, `${IAM}:role/ghost`],
      ['person/New@Example.com', 'person/new@example.com'],
      ['team/sales', 'team/sales'],
    ] as const) {
      expect(await findPrincipal(stack, who)).to.equal(id);
    }
    expect(scans()).to.equal(0);
  });

  for (const who of ['ghost', 'user/ghost', 'arn:aws:s3:::bucket', 'person/', 'team/', 'unknown']) {
    it(`does not take ${who}, which is no id in full`, async () => {
      const failure = await rejectionOf(findPrincipal(memoryStack().stack, who));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.match(/^no budget of /);
    });
  }
});

describe('isNamed', () => {
  const table: readonly (readonly [principalId: string, who: string, expected: boolean])[] = [
    [`${IAM}:role/indexer`, `${IAM}:role/indexer`, true],
    // Other spellings of the same id.
    [`${IAM}:role/indexer`, `${IAM}:role/some/path/indexer`, true],
    ['person/ana@example.com', 'person/Ana@Example.com', true],
    [`${IAM}:role/indexer`, 'role/indexer', true],
    [`${IAM}:role/indexer`, 'indexer', true],
    ['person/ana@example.com', 'ana@example.com', true],
    ['person/ana@example.com', 'ana', true],
    ['person/susana@example.com', 'ana', false],
    [`${IAM}:role/indexer`, 'index', false],
    [`${IAM}:role/indexer`, `${IAM}:role/other`, false],
  ];
  for (const [principalId, who, expected] of table) {
    it(`${who} ${expected ? 'names' : 'does not name'} ${principalId}`, () => {
      expect(isNamed(principalId, who)).to.equal(expected);
    });
  }
});
