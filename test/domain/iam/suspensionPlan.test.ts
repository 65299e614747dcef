import { expect } from 'chai';
import { restorePointOf, type PrincipalAccess } from '../../../domain/iam/principalAccess.js';
import type { AccountType } from '../../../domain/iam/principal.js';
import {
  isDenied,
  suspensionPlan,
  type EnforcementConfig,
  type SuspensionPlan,
} from '../../../domain/iam/suspensionPlan.js';
import { NOON, POLICY } from '../budget/histories.js';

const ACCOUNT = 'arn:aws:iam::444455556666';
const DENY = `${ACCOUNT}:policy/bedrock-budgeteer-dev-deny`;
const DENY_BOUNDARY = `${ACCOUNT}:policy/bedrock-budgeteer-dev-deny-boundary`;
const LIMITED = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
const FULL = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
const ENFORCEMENT_CONFIG: EnforcementConfig = {
  denyPolicyArn: DENY,
  denyBoundaryArn: DENY_BOUNDARY,
  fallsBackToBoundary: true,
  detachPolicyArns: [LIMITED, FULL],
  deactivatesKeys: false,
  attachmentQuota: 10,
  personPolicyArns: [],
  ownRoles: [`${ACCOUNT}:role/bedrock-budgeteer-dev-*`],
};

const NOTHING = { uniqueId: 'AIDAEXAMPLE1', detachedPolicyArns: [], deactivatedKeyIds: [] };

function others(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${ACCOUNT}:policy/other-${index}`);
}

function access(change: Partial<PrincipalAccess> = {}): PrincipalAccess {
  return {
    arn: `${ACCOUNT}:user/teams/alice`,
    uniqueId: 'AIDAEXAMPLE1',
    attachedPolicyArns: [],
    boundaryArn: undefined,
    activeKeyIds: ['ACCA1', 'ACCA2'],
    ...change,
  };
}

/** `TYPE WHAT` of each step, or why there is none. */
function told(plan: SuspensionPlan): readonly string[] | string {
  if (plan.kind === 'alert-only') return plan.reason;
  return plan.steps.map((step) => {
    if (step.type === 'DetachPolicy') return `detach ${step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1)}`;
    return step.type === 'DeactivateKey' ? `deactivate ${step.keyId}` : step.type;
  });
}

function planFor(
  change: Partial<PrincipalAccess>,
  enforcementConfig = ENFORCEMENT_CONFIG,
  accountType: AccountType = 'iam_user',
): ReturnType<typeof told> {
  const held = access(change);
  const taken = restorePointOf(held, enforcementConfig, NOON);
  return told(
    suspensionPlan({ principalId: held.arn, accountType }, held, taken, {
      enforcementConfig,
      policy: POLICY,
    }),
  );
}

const NO_FALLBACK = { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false };

describe('suspensionPlan', () => {
  for (const boundaryArn of [undefined, `${ACCOUNT}:policy/people`]) {
    for (const count of [10, 12]) {
      it(`refuses where ${count} are attached, ${boundaryArn ?? 'no boundary'} is set and the stack does not fall back`, () => {
        const reason = `no room for the Deny: ${count} policies are attached, and boundaryFallback is off`;
        expect(planFor({ attachedPolicyArns: others(count), boundaryArn }, NO_FALLBACK)).to.equal(reason);
      });
    }
  }

  const without: readonly (readonly [string, Partial<PrincipalAccess>, readonly string[]])[] = [
    ['one attachment left', { attachedPolicyArns: others(9) }, ['AttachDeny']],
    [
      'none left, one of them a Bedrock policy',
      { attachedPolicyArns: [...others(9), FULL] },
      ['detach AmazonBedrockFullAccess', 'AttachDeny'],
    ],
    ['the Deny already', { attachedPolicyArns: [...others(9), DENY] }, []],
    ['the boundary of earlier days', { attachedPolicyArns: others(10), boundaryArn: DENY_BOUNDARY }, []],
  ];
  for (const [what, change, steps] of without) {
    it(`needs no boundary with ${what}`, () => {
      expect(planFor(change, NO_FALLBACK)).to.deep.equal(steps);
    });
  }

  const table: readonly (readonly [string, Partial<PrincipalAccess>, readonly string[] | string])[] = [
    ['nothing attached', {}, ['AttachDeny']],
    ['a Bedrock policy', { attachedPolicyArns: [LIMITED] }, ['AttachDeny', 'detach AmazonBedrockLimitedAccess']],
    [
      'several, in the order that IAM lists them',
      { attachedPolicyArns: [FULL, ...others(2), LIMITED] },
      ['AttachDeny', 'detach AmazonBedrockFullAccess', 'detach AmazonBedrockLimitedAccess'],
    ],
    ['one attachment left', { attachedPolicyArns: others(9) }, ['AttachDeny']],
    [
      'none left, one of them a Bedrock policy',
      { attachedPolicyArns: [...others(9), FULL] },
      ['detach AmazonBedrockFullAccess', 'AttachDeny'],
    ],
    ['none left', { attachedPolicyArns: others(10) }, ['SetDenyBoundary']],
    ['more than the quota, which was higher once', { attachedPolicyArns: others(12) }, ['SetDenyBoundary']],
    [
      'more than the quota, a Bedrock policy among them',
      { attachedPolicyArns: [...others(11), FULL] },
      ['SetDenyBoundary', 'detach AmazonBedrockFullAccess'],
    ],
    [
      'none left and a boundary',
      { attachedPolicyArns: others(10), boundaryArn: `${ACCOUNT}:policy/people` },
      'no room for the Deny: 10 policies are attached, and a boundary is set',
    ],
    ['the Deny already', { attachedPolicyArns: [DENY] }, []],
    ['the Deny but not all else', { attachedPolicyArns: [DENY, FULL] }, ['detach AmazonBedrockFullAccess']],
    ['the Deny as its boundary', { attachedPolicyArns: others(10), boundaryArn: DENY_BOUNDARY }, []],
  ];
  for (const [what, change, expected] of table) {
    it(`of a principal with ${what}`, () => {
      expect(planFor(change)).to.deep.equal(expected);
    });
  }

  it('deactivates keys only where the stack is told to', () => {
    const enforcementConfig = { ...ENFORCEMENT_CONFIG, deactivatesKeys: true };
    expect(planFor({}, enforcementConfig)).to.deep.equal(['AttachDeny', 'deactivate ACCA1', 'deactivate ACCA2']);
    expect(planFor({ attachedPolicyArns: [...others(9), FULL] }, enforcementConfig).slice(-2)).to.deep.equal([
      'deactivate ACCA1',
      'deactivate ACCA2',
    ]);
  });

  it('leaves alone what was given after the restore point was written', () => {
    const held = access({ attachedPolicyArns: [LIMITED, FULL] });
    const taken = { ...NOTHING, detachedPolicyArns: [LIMITED], deactivatedKeyIds: ['ACCA1'] };
    const plan = suspensionPlan({ principalId: held.arn, accountType: 'iam_user' }, held, taken, {
      enforcementConfig: { ...ENFORCEMENT_CONFIG, deactivatesKeys: true },
      policy: POLICY,
    });
    expect(told(plan)).to.deep.equal(['AttachDeny', 'detach AmazonBedrockLimitedAccess', 'deactivate ACCA1']);
  });

  it('goes by the quota that the account has', () => {
    expect(planFor({ attachedPolicyArns: others(10) }, { ...ENFORCEMENT_CONFIG, attachmentQuota: 20 })).to.deep.equal([
      'AttachDeny',
    ]);
  });

  const refused: readonly (readonly [string, AccountType, string])[] = [
    [
      `${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0a1b`,
      'sso_role',
      'IAM cannot change a principal of type sso_role',
    ],
    [`${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/Renamed`, 'iam_role', 'AWS alone can change a role of its own'],
    [`${ACCOUNT}:role/aws-service-role/x.amazonaws.com/Linked`, 'iam_role', 'AWS alone can change a role of its own'],
    [`${ACCOUNT}:root`, 'root', 'IAM cannot change a principal of type root'],
    [`${ACCOUNT}:role/bedrock-budgeteer-dev-iam-utilities`, 'iam_role', 'a role of this stack itself'],
  ];
  for (const [arn, accountType, reason] of refused) {
    it(`never touches ${arn}`, () => {
      expect(planFor({ arn }, ENFORCEMENT_CONFIG, accountType)).to.equal(reason);
    });
  }

  it('never touches what is protected, by its ARN with the path or without', () => {
    for (const pattern of [`${ACCOUNT}:role/deploy`, 'arn:aws:iam::*:role/teams/*']) {
      const plan = suspensionPlan(
        { principalId: `${ACCOUNT}:role/deploy`, accountType: 'iam_role' },
        access({ arn: `${ACCOUNT}:role/teams/deploy` }),
        NOTHING,
        { enforcementConfig: ENFORCEMENT_CONFIG, policy: { ...POLICY, protectedPrincipals: [pattern] } },
      );
      expect(told(plan)).to.equal('protected by configuration');
    }
  });
});

describe('isDenied', () => {
  it('is so by an attachment or by the boundary', () => {
    expect(isDenied(access({ attachedPolicyArns: [FULL] }), ENFORCEMENT_CONFIG)).to.equal(false);
    expect(isDenied(access({ attachedPolicyArns: [FULL, DENY] }), ENFORCEMENT_CONFIG)).to.equal(true);
    expect(isDenied(access({ boundaryArn: DENY_BOUNDARY }), ENFORCEMENT_CONFIG)).to.equal(true);
  });
});
