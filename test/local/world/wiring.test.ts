import { expect } from 'chai';
import { StackGraph } from '../../infra/stackGraph.js';
import { dayOf, type DaySeen } from './day.js';
import { mutationsOf } from './mutations.js';

/** What nothing notices in a day of the dev stack, and why that is so. */
const UNNOTICED: readonly (readonly [RegExp, string])[] = [
  [/^SSM parameter without/, 'the stack deploys what the code has as its default'],
  [/^variable .* without HOME_REGION$/, 'the functions of dev are at home'],
  [/^variable .* MONITORING$/, 'nobody charts the metrics of the world'],
  [/^variable .* without (ATTACHMENT_QUOTA|DEACTIVATE_KEYS)$/, 'the stack says what the code has as its default'],
  [/^variable with another value .* DEACTIVATE_KEYS$/, 'anything but true means false'],
  [
    /user-setup-function( without)? (BOUNDARY_FALLBACK|DETACH_POLICY_ARNS|OWN_ROLES)$/,
    'user-setup looks at the Deny alone',
  ],
  [/(iam-utilities|policy-backup)-function OWN_ROLES$/, 'nobody tries to suspend a role of the stack'],
  [/policy-backup-function DENY_(POLICY|BOUNDARY)_ARN$/, 'iam-utilities has the same and would not take another'],
  [/usage-calculator-function REPLAYED_PREFIX$/, 'the role allows what begins with the prefix'],
  [/usage-calculator-role-policy without ReadUsage$/, 'used where a role of persons had a budget before'],
  [/pricing-manager-role-policy without/, 'no price of the day corrects provisional usage or is held'],
  [/budget-monitor-role-policy without Save(Budgets|Teams)$/, 'each allows what the other does'],
  [/budget-refresh-role-policy without PublishEvents$/, 'used when a refresh runs out of time'],
  [/user-setup-role-policy without ReadPrincipals$/, 'used for limits by tag; the rest is allowed twice'],
  [/user-setup-role-policy without FindBudgetsByName$/, 'used when somebody is deleted or renamed'],
  [/iam-utilities-role-policy without SpareOwnRoles$/, 'nobody tries to suspend a role of the stack'],
  [/^state input .*-machine RefuseApplication without/, 'no attachment is made between backup and apply'],
  [/^state input .*-machine RecordFailure without/, 'a failure that is not recorded is found by the monitor'],
];

/** Of these kinds nothing may go unnoticed. */
const WHOLLY_NOTICED: readonly string[] = [
  'rule',
  'target',
  'Lambda permission',
  'subscription',
  'event source mapping',
  'bucket notification',
  'invocation logging',
  'trail',
  'table',
  'queue',
  'topic',
  'state machine',
  'Deny policy',
  'SSM parameter with nonsense',
  'trust',
];

function isNoticed(whole: DaySeen, mutated: DaySeen): boolean {
  if (mutated.refusal !== undefined) return true;
  return mutated.outcome !== whole.outcome || mutated.troubles.join('\n') !== whole.troubles.join('\n');
}

describe('the wiring of the stack', () => {
  const unnoticed: string[] = [];
  const shares = new Map<string, { noticed: number; all: number }>();

  before(async function () {
    // Hundreds of days: how long they take is the machine's affair.
    this.timeout(0);
    // With the boundary, for one of the day has room for nothing else, and with persons on a federated role.
    const settings = {
      boundaryFallback: 'true',
      personRoles: 'AWSReservedSSO_*,federated-*',
      dailyReport: 'on',
      notifyPersons: 'mail',
      mailSender: 'Budgets <budgets@example.com>',
      mailConfigurationSet: 'budgets',
      personAddresses: '[{"who":"user/alice","address":"alice@example.com"}]',
    };
    const { plan } = await StackGraph.of('dev', 'resolved', settings);
    const whole = await dayOf(plan);
    expect(whole.refusal).to.equal(undefined);
    for (const { kind, name, of } of mutationsOf(plan)) {
      const isSeen = isNoticed(whole, await dayOf(of(plan)));
      const { noticed, all } = shares.get(kind) ?? { noticed: 0, all: 0 };
      shares.set(kind, { noticed: noticed + Number(isSeen), all: all + 1 });
      if (!isSeen) unnoticed.push(`${kind} ${name}`);
    }
  });

  after(() => {
    for (const [kind, { noticed, all }] of shares) console.log(`      ${kind}: ${noticed} of ${all} noticed`);
  });

  it('fails in a day wherever it is broken, but for what cannot show', () => {
    const unexplained = unnoticed.filter((name) => !UNNOTICED.some(([pattern]) => pattern.test(name)));
    expect(unexplained).to.deep.equal([]);
  });

  for (const kind of WHOLLY_NOTICED) {
    it(`fails for every ${kind}`, () => {
      const share = shares.get(kind);
      expect(share?.noticed).to.equal(share?.all).and.to.be.greaterThan(0);
    });
  }

  it('has no reason for what is noticed', () => {
    const stale = UNNOTICED.filter(([pattern]) => !unnoticed.some((name) => pattern.test(name)));
    expect(stale.map(([, reason]) => reason)).to.deep.equal([]);
  });
});
