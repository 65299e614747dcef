import { expect } from 'chai';
import { addUsd, usdToString, ZERO_USD } from '../../../domain/money.js';
import { ACCOUNT } from '../../domain/invocations/records.js';
import { settingsOf } from '../stubs.js';
import { call, MeteringWorld } from './meteringWorld.js';

const SSO = 'AWSReservedSSO_Developer_0123456789abcdef';
const SSO_ROLE = `arn:aws:iam::${ACCOUNT}:role/${SSO}`;
const ANALYST_ROLE = SSO_ROLE.replace(SSO, 'AWSReservedSSO_Analyst_fedcba9876543210');
const CI_ROLE = `arn:aws:iam::${ACCOUNT}:role/ci`;
const as = (path: string): Readonly<Record<string, unknown>> => ({
  identity: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${path}` },
});
const PRICE = '0.00049';

/** What each principal has spent by its budget and by its rows, which agree. */
function spentIn(world: MeteringWorld): Readonly<Record<string, string>> {
  return Object.fromEntries(
    world.tables.records.map(({ budget }) => {
      const rows = world.tables.entries.filter(({ record }) => record.principalId === budget.principalId);
      const sum = rows.reduce((total, { record }) => addUsd(total, record.costUsd), ZERO_USD);
      expect(usdToString(sum)).to.equal(usdToString(budget.spentUsd));
      return [budget.principalId, usdToString(sum)];
    }),
  );
}

const CALLS = [
  call('1', as(`${SSO}/Ana@example.com`)),
  call('2', as(`${SSO}/ana@example.com`)),
  call('3', as('AWSReservedSSO_Analyst_fedcba9876543210/ana@example.com')),
  call('4', as(`${SSO}/bo@example.com`)),
  call('5', as(`${SSO}/botocore-session-1732800000`)),
  call('6', as('ci/ana@example.com')),
];

describe('metering persons', () => {
  const table: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      'AWSReservedSSO_*',
      { 'person/ana@example.com': '0.00147', 'person/bo@example.com': PRICE, [SSO_ROLE]: PRICE, [CI_ROLE]: PRICE },
    ],
    [
      'ci',
      {
        [SSO_ROLE]: '0.00196',
        [ANALYST_ROLE]: PRICE,
        'person/ana@example.com': PRICE,
      },
    ],
    ['AWSReservedSSO_*,ci', { 'person/ana@example.com': '0.00196', 'person/bo@example.com': PRICE, [SSO_ROLE]: PRICE }],
    [
      'none',
      {
        [SSO_ROLE]: '0.00196',
        [ANALYST_ROLE]: PRICE,
        [CI_ROLE]: PRICE,
      },
    ],
  ];
  for (const [personRoles, spent] of table) {
    it(`charges each call once where personRoles is ${personRoles}`, async () => {
      const world = new MeteringWorld();
      world.settings = settingsOf({ personRoles });
      await world.meter(CALLS);
      await world.meter([...CALLS].reverse());
      expect(spentIn(world)).to.deep.equal(spent);
      expect(world.telemetry.total('InvocationsCharged')).to.equal(CALLS.length);
      expect(world.telemetry.total('InvocationsDuplicate')).to.equal(CALLS.length);
    });
  }

  it('keeps roles and spellings in the budget, and the caller in each row', async () => {
    const world = new MeteringWorld();
    world.settings = settingsOf({ usageMetadataKeys: 'team' });
    await world.meter([
      call('1', { ...as(`${SSO}/Ana@example.com`), requestMetadata: { team: 'search', other: 'x' } }),
    ]);
    expect(world.row('person/ana@example.com').budget.sightings).to.deep.equal([`${SSO}/Ana@example.com`]);
    const [entry] = world.tables.entries;
    expect(entry?.record).to.deep.include({
      caller: { role: SSO, session: 'Ana@example.com' },
      metadata: { team: 'search' },
    });
  });

  const enforceable: readonly (readonly [string, string, boolean])[] = [
    [`${SSO}/ana@example.com`, '0', false],
    [`${SSO}/ana@example.com`, '1', true],
    ['ci/s-1', '0', true],
  ];
  for (const [path, personPolicies, isEnforceable] of enforceable) {
    it(`counts spend of ${path} as ${isEnforceable ? '' : 'un'}enforceable with ${personPolicies} policies`, async () => {
      const world = new MeteringWorld();
      world.settings = settingsOf({ personPolicies });
      await world.meter([call('1', as(path))]);
      expect(usdToString(world.telemetry.totalUsd('UnenforceableSpendUsd'))).to.equal(isEnforceable ? '0' : PRICE);
    });
  }
});

describe('a stack whose roles become person roles', () => {
  const larger = (id: string, path: string): Readonly<Record<string, unknown>> =>
    call(id, { ...as(path), output: { outputTokenCount: 2000 } });
  const before = CALLS.slice(0, 4);
  const table: readonly (readonly [
    string,
    readonly Readonly<Record<string, unknown>>[],
    Readonly<Record<string, string>>,
  ])[] = [
    ['the calls of before come again', before, {}],
    [
      'they come again beside new ones',
      [...before, call('9', as(`${SSO}/bo@example.com`))],
      { 'person/bo@example.com': PRICE },
    ],
    ['only new ones come', [call('9', as(`${SSO}/bo@example.com`))], { 'person/bo@example.com': PRICE }],
    ['a larger record of one comes', [larger('4', `${SSO}/bo@example.com`)], { [SSO_ROLE]: '0.00161' }],
  ];
  for (const [what, after, spent] of table) {
    it(`charges each once where ${what}`, async () => {
      const world = new MeteringWorld();
      world.settings = settingsOf({ personRoles: 'none' });
      await world.meter(before);
      const roles = spentIn(world);
      world.settings = settingsOf();
      for (let round = 0; round < 2; round += 1) {
        await world.meter(after);
        expect(spentIn(world)).to.deep.equal({ ...roles, ...spent });
      }
    });
  }

  it('charges each once where the setting is switched on, off and on again', async () => {
    const world = new MeteringWorld();
    const batches = [before, [...before, call('5', as(`${SSO}/bo@example.com`))]];
    let charged = 0;
    for (const [index, personRoles] of ['AWSReservedSSO_*', 'none', 'X', 'AWSReservedSSO_*'].entries()) {
      world.settings = settingsOf({ personRoles });
      await world.meter(batches[Math.min(index, 1)] ?? []);
      charged = Object.keys(spentIn(world)).length;
      expect(world.tables.entries.length).to.equal(index === 0 ? 4 : 5);
    }
    expect(charged).to.equal(3);
  });

  it('looks for no rows of a role that has no budget', async () => {
    const world = new MeteringWorld();
    world.tables.charged = () => Promise.reject(new Error('read'));
    await world.meter(before);
    expect(Object.keys(spentIn(world))).to.deep.equal(['person/ana@example.com', 'person/bo@example.com']);
  });
});
