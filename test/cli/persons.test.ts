import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { ACCOUNT, converseRecord } from '../domain/invocations/records.js';

interface Run {
  readonly status: number | null;
  readonly stderr: string;
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

function budgeteer(args: readonly string[], input: string): Run {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['build/cli/main.js', ...args], {
    encoding: 'utf8',
    input,
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { status, stderr, objects: lines.map((line) => JSON.parse(line) as Run['objects'][number]) };
}

const ROLE = 'AWSReservedSSO_Developer_abc';
const SSO_ROLE = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`;
const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/a1b2c3d4`;
const identityOf = (session: string): object => ({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${ROLE}/${session}` });
const record = converseRecord({
  identity: identityOf('Ana@example.com'),
  modelId: PROFILE,
  requestMetadata: { team: 'search', cost: 42 },
});
const WHO = { role: ROLE, session: 'Ana@example.com', inferenceProfile: PROFILE };

describe('budgeteer cost, of persons,', () => {
  const person = { principal: 'person/ana@example.com', accountType: 'person', ...WHO };
  const failed = { ...record, errorCode: 'ThrottlingException', output: {} };
  const table: readonly (readonly [string, readonly string[], object, object])[] = [
    ['by default', [], record, person],
    ['with one role', ['--person-roles', `X,${ROLE}`], record, person],
    ['with none', ['--person-roles', 'none'], record, { principal: SSO_ROLE, accountType: 'sso_role', ...WHO }],
    ['with other roles', ['--person-roles', 'X*'], record, { principal: SSO_ROLE, accountType: 'sso_role', ...WHO }],
    ['with metadata', ['--metadata-keys', 'team,cost'], record, { ...person, metadata: { team: 'search' } }],
    ['of an error', ['--metadata-keys', 'team'], failed, { principal: person.principal, ...WHO, status: 'ignored' }],
  ];
  for (const [what, flags, one, fields] of table) {
    it(`names who called: ${what}`, () => {
      const { status, stderr, objects } = budgeteer(['cost', '--json', ...flags, '-'], JSON.stringify(one));
      expect([status, stderr, objects.length]).to.deep.equal([0, '', 1]);
      expect(objects[0]).to.deep.include(fields);
      if (!('metadata' in fields) && !('status' in fields)) expect(objects[0]).not.to.have.property('metadata');
    });
  }

  const row = (more: Readonly<Record<string, string>>): string =>
    JSON.stringify({
      results: [
        Object.entries({
          requestId: 'a',
          region: 'us-east-1',
          modelId: 'amazon.nova-micro-v1:0',
          timestamp: '2026-11-01T10:00:00Z',
          'input.inputTokenCount': '10',
          'output.outputTokenCount': '5',
          ...more,
        }).map(([field, value]) => ({ field, value })),
      ],
    });
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
    [
      'a column a key',
      { 'requestMetadata.team': 'search', 'requestMetadata.cost.center': '42' },
      { team: 'search', 'cost.center': '42' },
    ],
    ['a column of JSON', { requestmetadata: JSON.stringify({ team: 'search', other: null }) }, { team: 'search' }],
    ['a struct that cannot be read', { requestMetadata: '{team=search}' }, undefined],
  ];
  for (const [what, more, metadata] of rows) {
    it(`reads metadata in rows of queries: ${what}`, () => {
      const { objects } = budgeteer(['cost', '--json', '--metadata-keys', 'team,cost.center', '-'], row(more));
      expect([objects[0]?.['status'], objects[0]?.['metadata']]).to.deep.equal(['priced', metadata]);
    });
  }

  const wrong: readonly (readonly [readonly string[], string])[] = [
    [['cost', '--person-roles', '*', '-'], 'personRoles: "*" is not a pattern of role names'],
    [['cost', '--metadata-keys', 'a,b,c,d,e,f', '-'], 'usageMetadataKeys: 6 keys are more than 5'],
    [['replay', '--person-policies', '10', '-'], 'personPolicies: "10" is not a whole number from 0 to 9'],
  ];
  for (const [args, complaint] of wrong) {
    it(`says in one line: ${complaint}`, () => {
      const { status, stderr } = budgeteer(args, '');
      expect([status, stderr.split('\n').length]).to.deep.equal([2, 2]);
      expect(stderr).to.include(complaint);
    });
  }
});

describe('budgeteer replay, of persons,', () => {
  const calls = ['Ana@example.com', 'ana@example.com', 'bo@example.com', 'botocore-session-1'].map((session, index) =>
    converseRecord({
      requestId: `r-${index}`,
      identity: identityOf(session),
      timestamp: `2026-09-10T08:3${index}:00Z`,
    }),
  );
  const input = calls.map((call) => JSON.stringify(call)).join('\n');
  const table: readonly (readonly [readonly string[], Readonly<Record<string, readonly [number, string]>>])[] = [
    [
      [],
      {
        'person/ana@example.com': [2, 'alert_only'],
        'person/bo@example.com': [1, 'alert_only'],
        [SSO_ROLE]: [1, 'alert_only'],
      },
    ],
    [
      ['--person-policies', '1'],
      {
        'person/ana@example.com': [2, 'suspended'],
        'person/bo@example.com': [1, 'active'],
        [SSO_ROLE]: [1, 'alert_only'],
      },
    ],
    [['--person-roles', 'none'], { [SSO_ROLE]: [4, 'alert_only'] }],
  ];
  for (const [flags, outcomes] of table) {
    it(`gives each a budget: ${flags.join(' ')}`, () => {
      const run = budgeteer(['replay', '--json', '--limit', '0.000004', '--grace', '0', ...flags, '-'], input);
      const { summary } = run.objects.at(-1) as { summary: { principals: readonly Record<string, unknown>[] } };
      const found = summary.principals.map(({ principal, calls: count, status }) => [principal, [count, status]]);
      expect(Object.fromEntries(found)).to.deep.equal(outcomes);
    });
  }
});
