import { expect } from 'chai';
import fc from 'fast-check';
import { matchesPattern } from '../../../domain/iam/pattern.js';
import { principalWithId, type Principal } from '../../../domain/iam/principal.js';
import { policyOf } from '../../../domain/settings/policyOf.js';
import { covers, matchesPrincipal } from '../../../domain/settings/principalPatterns.js';

import { ACCOUNT, answer, PATHED, problemsOf } from './entries.js';

describe('the patterns of principals', () => {
  for (const pattern of [
    'role/a/b',
    'role/',
    'person/ANA',
    'user/al ice',
    'user/a/',
    '',
    'alice',
    'person',
    'arn:aws:iam::1:group/x',
    'team/search',
    'arn:aws:iam::444455556666:role/path/x',
    'PERSON/x',
    7,
    null,
  ]) {
    const isGood = pattern === 'person';
    it(`are ${isGood ? 'taken' : 'refused'}: ${JSON.stringify(pattern)}`, () => {
      const problems = problemsOf({ 'budgets/r': { match: [pattern] } });
      expect(problems).to.have.length(isGood ? 0 : 1);
      if (!isGood) expect(problems[0]).to.match(/^budgets\/r: match: .+ is not /);
    });
  }

  it('find a user by its name whatever its path, and by both', () => {
    for (const pattern of [
      'user/alice',
      'user/al*',
      'user/teams/search/alice',
      'user/teams/*',
      `${ACCOUNT}:user/teams/*`,
      'iam_user',
      '*',
    ])
      expect(matchesPrincipal(pattern, PATHED), pattern).to.equal(true);
    const disguised = principalWithId(`${ACCOUNT}:user/a:role/x/mallory`);
    for (const pattern of ['role/*', 'role/x/*', 'iam_role']) {
      expect(matchesPrincipal(pattern, disguised), pattern).to.equal(false);
    }
    for (const pattern of ['user/search/alice', 'role/alice', 'user/bob', 'bedrock_api_key', 'person/alice'])
      expect(matchesPrincipal(pattern, PATHED), pattern).to.equal(false);
  });

  const patterns = fc.oneof(
    fc.constantFrom('*', 'person', 'iam_user', 'iam_role', 'bedrock_api_key', 'sso_role', 'unknown'),
    fc
      .tuple(
        fc.constantFrom('user/', 'role/', 'person/'),
        fc.array(fc.constantFrom('a', 'b', '*', '-'), { minLength: 1, maxLength: 4 }),
      )
      .map(([kind, parts]) => `${kind}${parts.join('')}`),
    fc.constantFrom(`${ACCOUNT}:role/a*`, 'arn:aws:iam::*:user/*', 'user/p/a*', 'user/p/*'),
  );
  const principals = fc
    .tuple(
      fc.constantFrom('user/', 'user/p/', 'role/', 'person/', 'assumed-role/AWSReservedSSO_'),
      fc.stringMatching(/^[ab-]{2,4}$/),
    )
    .map(([kind, name]): Principal => {
      if (kind === 'person/') return principalWithId(`person/${name}`);
      return principalWithId(
        kind.startsWith('assumed') ? `arn:aws:sts::444455556666:${kind}${name}/x@y` : `${ACCOUNT}:${kind}${name}`,
      );
    });

  it('match as a first-match over whole ids would, and cover only what they match', () => {
    const oracle = (pattern: string, { principalId, accountType }: Principal): boolean => {
      if (pattern === accountType || pattern === '*') return true;
      if (pattern.startsWith('arn:')) return matchesPattern(pattern, principalId);
      if (!pattern.includes('/')) return false;
      if (pattern.startsWith('person/')) return matchesPattern(pattern, principalId);
      const resource = principalId.split(':').slice(5).join(':');
      const [kind = '', ...path] = resource.split('/');
      return [resource, `${kind}/${path.at(-1) ?? ''}`].some((one) => matchesPattern(pattern, one));
    };
    fc.assert(
      fc.property(
        fc.array(fc.array(patterns, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        principals,
        (lists, principal) => {
          const entries = Object.fromEntries(
            lists.map((match, index) => [`budgets/r${index}`, { order: index, match, limitUsd: index + 1 }]),
          );
          const first = lists.findIndex((match) => match.some((pattern) => oracle(pattern, principal)));
          const read = answer(entries);
          if (read.kind === 'settings') {
            expect(policyOf(read.settings, principal).rule).to.equal(first === -1 ? undefined : `r${first}`);
            return;
          }
          for (const problem of read.problems) {
            const index = Number(/^budgets\/r(\d+): match: can never match/.exec(problem)?.[1]);
            expect(index, problem).to.be.a('number').and.not.equal(first);
          }
        },
      ),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(patterns, patterns, principals, (wide, narrow, principal) => {
        fc.pre(covers(wide, narrow) && matchesPrincipal(narrow, principal));
        expect(matchesPrincipal(wide, principal)).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });
});
