import { expect } from 'chai';
import {
  addressOf,
  isOneself,
  readPersonAddresses,
  type PersonAddress,
} from '../../../domain/settings/personAddresses.js';

const ARN = 'arn:aws:iam::444455556666:';

describe('addressOf', () => {
  const BOOK: readonly PersonAddress[] = [
    { who: 'person/ceo@example.com', address: 'none' },
    { who: 'person/dana@*', address: 'dana@elsewhere.example' },
    { who: 'person/*', address: '*@example.com' },
    { who: 'role/indexer', address: 'search@example.com' },
    { who: 'team/research', address: 'research@example.com' },
    { who: 'user/ci-*', address: 'none' },
    { who: 'iam_user', address: '*@users.example.com' },
  ];

  for (const [who, principalId, address] of [
    ['a person whose name is one', 'person/alice@example.com', 'alice@example.com'],
    ['a person by a template', 'person/bob', 'bob@example.com'],
    ['a person by an entry that goes before', 'person/dana@example.com', 'dana@elsewhere.example'],
    ['nobody who is not to be told', 'person/ceo@example.com', undefined],
    ['a role by its name', `${ARN}role/indexer`, 'search@example.com'],
    ['no other role', `${ARN}role/search@example.com`, undefined],
    ['a team by its name', 'team/research', 'research@example.com'],
    ['no other team', 'team/sales', undefined],
    ['a user whose name is one', `${ARN}user/staff/erin@example.com`, 'erin@example.com'],
    ['a user by a template, without its path', `${ARN}user/staff/frank`, 'frank@users.example.com'],
    ['no user that is not to be told', `${ARN}user/ci-1@example.com`, undefined],
    ['nobody whose name a template makes no address of', 'person/a=,b', undefined],
    ['nobody where it is not known who it is', 'unknown', undefined],
  ] as const) {
    it(`finds ${who}`, () => {
      expect(addressOf(principalId, BOOK)).to.equal(address);
    });
  }

  it('finds without a list persons and users alone, by their names', () => {
    const ids = ['person/alice@example.com', 'person/bob', `${ARN}user/erin@example.com`, `${ARN}role/r@example.com`];
    expect(ids.map((id) => addressOf(id, []))).to.deep.equal([
      'alice@example.com',
      undefined,
      'erin@example.com',
      undefined,
    ]);
  });

  it('takes a name as it is, also where it looks like a replacement', () => {
    expect(addressOf(`${ARN}user/$&`, [{ who: '*', address: 'x*@example.com' }])).to.equal(undefined);
  });
});

describe('isOneself', () => {
  it('is true of a person and of a user, not of what several share', () => {
    const ids = ['person/alice', `${ARN}user/bob`, `${ARN}role/indexer`, 'team/research', 'unknown'];
    expect(ids.map(isOneself)).to.deep.equal([true, true, false, false, false]);
  });
});

describe('readPersonAddresses', () => {
  const problemsOf = (given: readonly unknown[]): readonly string[] => {
    const problems: string[] = [];
    readPersonAddresses(given, problems);
    return problems;
  };

  it('reads entries in their order', () => {
    const given = [
      { who: 'person/alice', address: 'alice@example.com' },
      { who: 'team/*', address: 'team-*@example.com' },
      { who: `${ARN}role/x`, address: 'none' },
    ];
    const problems: string[] = [];
    expect(readPersonAddresses(given, problems)).to.deep.equal(given);
    expect(problems).to.deep.equal([]);
  });

  it('says of each entry what is wrong, by its place', () => {
    expect(problemsOf(['alice'])).to.deep.equal(['personAddresses[0]: not a map of who and address']);
    expect(
      problemsOf([
        { who: 'person/a', address: 'none' },
        { who: 'person/b', adress: 'x' },
      ]),
    ).to.deep.equal([
      'personAddresses[1].adress: unknown; the nearest is address',
      'personAddresses[1].address: "" is not an e-mail address, one with * for the name, or none',
    ]);
    const [problem] = problemsOf([{ who: 'alice', address: 'alice@example.com' }]);
    expect(problem).to.match(/^personAddresses\[0\]\.who: "alice" is not user\/NAME/);
    expect(problemsOf([{ who: 7, address: '*@*.example.com' }])).to.have.length(2);
  });
});
