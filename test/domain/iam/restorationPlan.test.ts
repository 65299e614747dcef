import { expect } from 'chai';
import fc from 'fast-check';
import { restorePointOf, type PrincipalAccess, type RestorePoint } from '../../../domain/iam/principalAccess.js';
import { restorationPlan, type RestorationStep } from '../../../domain/iam/restorationPlan.js';
import { suspensionPlan, type EnforcementConfig, type SuspensionStep } from '../../../domain/iam/suspensionPlan.js';
import { NOON, POLICY } from '../budget/histories.js';

const ACCOUNT = 'arn:aws:iam::444455556666';
const DENY = `${ACCOUNT}:policy/deny`;
const DENY_BOUNDARY = `${ACCOUNT}:policy/deny-boundary`;
const LIMITED = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
const FULL = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
const OTHER = `${ACCOUNT}:policy/other`;
const ENFORCEMENT_CONFIG: EnforcementConfig = {
  denyPolicyArn: DENY,
  denyBoundaryArn: DENY_BOUNDARY,
  fallsBackToBoundary: true,
  detachPolicyArns: [LIMITED, FULL],
  deactivatesKeys: true,
  attachmentQuota: 4,
  personPolicyArns: [],
  ownRoles: [],
};
const ALICE: PrincipalAccess = {
  arn: `${ACCOUNT}:user/alice`,
  uniqueId: 'AIDA1',
  attachedPolicyArns: [LIMITED, OTHER],
  boundaryArn: undefined,
  activeKeyIds: ['ACCA1'],
};
const POINT: RestorePoint = {
  ...ALICE,
  takenAt: NOON,
  detachedPolicyArns: [LIMITED],
  deactivatedKeyIds: ['ACCA1'],
};

function told(steps: readonly RestorationStep[]): readonly string[] {
  return steps.map((step) => {
    if (step.type === 'AttachPolicy') return `attach ${step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1)}`;
    return step.type === 'ActivateKey' ? `activate ${step.keyId}` : step.type;
  });
}

describe('restorationPlan', () => {
  const suspended = { ...ALICE, attachedPolicyArns: [DENY, OTHER], activeKeyIds: [] };
  const table: readonly (readonly [string, RestorePoint | undefined, PrincipalAccess, readonly string[]])[] = [
    ['a suspended principal', POINT, suspended, ['DetachDeny', 'attach AmazonBedrockLimitedAccess', 'activate ACCA1']],
    ['one that is denied by its boundary', POINT, { ...ALICE, boundaryArn: DENY_BOUNDARY }, ['RemoveDenyBoundary']],
    ['one whose own boundary was set since', POINT, { ...ALICE, boundaryArn: OTHER }, []],
    ['one that has all back', POINT, ALICE, []],
    ['one whose Deny was detached by hand', POINT, { ...suspended, attachedPolicyArns: [LIMITED] }, ['activate ACCA1']],
    ['one without a restore point', undefined, suspended, ['DetachDeny']],
  ];
  for (const [what, point, access, expected] of table) {
    it(`of ${what}`, () => {
      const plan = restorationPlan(point, access, ENFORCEMENT_CONFIG);
      expect(told(plan.steps)).to.deep.equal(expected);
      expect(plan.notRestorable).to.deep.equal([]);
    });
  }

  it('knows nothing of keys where the stack leaves them alone', () => {
    expect(restorePointOf(ALICE, { ...ENFORCEMENT_CONFIG, deactivatesKeys: false }, NOON)).to.deep.equal({
      ...POINT,
      deactivatedKeyIds: [],
    });
  });

  it('says which keys it may not activate any more', () => {
    const plan = restorationPlan(POINT, suspended, { ...ENFORCEMENT_CONFIG, deactivatesKeys: false });
    expect(told(plan.steps)).to.deep.equal(['DetachDeny', 'attach AmazonBedrockLimitedAccess']);
    expect(plan.notRestorable).to.deep.equal(['ACCA1: the stack does not change keys any more']);
  });

  it('gives nothing to a principal that only has the same name, and says so', () => {
    const plan = restorationPlan(POINT, { ...suspended, uniqueId: 'AIDA2' }, ENFORCEMENT_CONFIG);
    expect(told(plan.steps)).to.deep.equal(['DetachDeny']);
    expect(plan.notRestorable).to.deep.equal([
      `${LIMITED}: the principal was deleted and recreated since`,
      'ACCA1: the principal was deleted and recreated since',
    ]);
  });

  it('undoes any suspension: what is attached, set and active afterwards is what was before', () => {
    const attached = fc.uniqueArray(fc.constantFrom(LIMITED, FULL, OTHER, `${OTHER}-2`, `${OTHER}-3`), {
      maxLength: 4,
    });
    const keys = fc.uniqueArray(fc.constantFrom('ACCA1', 'ACCA2'));
    const boundary = fc.constantFrom(undefined, `${ACCOUNT}:policy/people`);
    fc.assert(
      fc.property(attached, keys, boundary, (attachedPolicyArns, activeKeyIds, boundaryArn) => {
        const before = { ...ALICE, attachedPolicyArns, activeKeyIds, boundaryArn };
        const point = restorePointOf(before, ENFORCEMENT_CONFIG, NOON);
        const alice = { principalId: ALICE.arn, accountType: 'iam_user' } as const;
        const plan = suspensionPlan(alice, before, point, {
          enforcementConfig: ENFORCEMENT_CONFIG,
          policy: POLICY,
        });
        if (plan.kind === 'alert-only') return;
        const during = plan.steps.reduce(suspendedBy, before);
        const after = restorationPlan(point, during, ENFORCEMENT_CONFIG).steps.reduce(restoredBy, during);
        expect(canonical(after)).to.deep.equal(canonical(before));
      }),
    );
  });
});

/** Throws where IAM would refuse. */
function suspendedBy(access: PrincipalAccess, step: SuspensionStep): PrincipalAccess {
  switch (step.type) {
    case 'AttachDeny':
      return withPolicy(access, DENY);
    case 'DetachPolicy':
      return withoutPolicy(access, step.policyArn);
    case 'SetDenyBoundary':
      return { ...access, boundaryArn: DENY_BOUNDARY };
    case 'DeactivateKey':
      return { ...access, activeKeyIds: access.activeKeyIds.filter((keyId) => keyId !== step.keyId) };
  }
}

function restoredBy(access: PrincipalAccess, step: RestorationStep): PrincipalAccess {
  switch (step.type) {
    case 'DetachDeny':
      return withoutPolicy(access, DENY);
    case 'RemoveDenyBoundary':
      return { ...access, boundaryArn: undefined };
    case 'AttachPolicy':
      return withPolicy(access, step.policyArn);
    case 'ActivateKey':
      return { ...access, activeKeyIds: [...access.activeKeyIds, step.keyId] };
  }
}

function withPolicy(access: PrincipalAccess, policyArn: string): PrincipalAccess {
  if (access.attachedPolicyArns.length >= ENFORCEMENT_CONFIG.attachmentQuota) throw new Error('LimitExceeded');
  return { ...access, attachedPolicyArns: [...access.attachedPolicyArns, policyArn] };
}

function withoutPolicy(access: PrincipalAccess, policyArn: string): PrincipalAccess {
  return { ...access, attachedPolicyArns: access.attachedPolicyArns.filter((arn) => arn !== policyArn) };
}

function canonical({ attachedPolicyArns, activeKeyIds, ...rest }: PrincipalAccess): object {
  return { ...rest, attachedPolicyArns: [...attachedPolicyArns].sort(), activeKeyIds: [...activeKeyIds].sort() };
}
