import { expect } from 'chai';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import { ConfigurationError } from '../../handlers/runtime/errors.js';
import type { IamAccess, PolicyDecision } from '../../handlers/ports/iamAccess.js';
import type { MemoryIam } from '../../local/memory/memoryIam.js';
import { rejectionOf } from '../rejection.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';

/** The port under test, and the account that it works on. */
export interface IamUnderTest {
  readonly access: IamAccess;
  readonly iam: MemoryIam;
}

const IAM = 'arn:aws:iam::444455556666';
const NADIA: PolicyHolder = { type: 'user', name: 'nadia' };
const SUMMARISER: PolicyHolder = { type: 'role', name: 'summariser' };
const ARNS = { user: `${IAM}:user/teams/nadia`, role: `${IAM}:role/teams/summariser` };
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
const OTHER = `${IAM}:policy/team-ceiling`;
const ALLOW_ALL = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const DENY_INVOKE = { Effect: 'Deny', Action: 'bedrock:Invoke*', Resource: '*' };

/** What every adapter of the access of principals does alike. */
export function iamAccessContract(create: (enforcementConfig: EnforcementConfig) => IamUnderTest): void {
  function account(enforcementConfig: EnforcementConfig = ENFORCEMENT_CONFIG): IamUnderTest {
    const made = create(enforcementConfig);
    made.iam.addPolicy(ENFORCEMENT_CONFIG.denyPolicyArn, JSON.stringify({ Statement: DENY_INVOKE }));
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    made.iam.addPolicy(ENFORCEMENT_CONFIG.denyBoundaryArn, JSON.stringify({ Statement: [allow, DENY_INVOKE] }));
    for (const policyArn of [FULL_ACCESS, OTHER]) made.iam.addPolicy(policyArn, ALLOW_ALL);
    made.iam.addPrincipal('user', ARNS.user);
    made.iam.addPrincipal('role', ARNS.role);
    return made;
  }

  for (const holder of [NADIA, SUMMARISER])
    describe(`of a ${holder.type}`, () => {
      holderContract(holder, account);
    });
  keyContract(account);
}

type Create = (enforcementConfig?: EnforcementConfig) => IamUnderTest;

function holderContract(holder: PolicyHolder, account: Create): void {
  const absent: PolicyHolder = { ...holder, name: 'nobody' };

  readingContract(holder, absent, account);
  attachmentContract(holder, absent, account);
  boundaryContract(holder, absent, account);
  decisionContract(holder, account);
}

function readingContract(holder: PolicyHolder, absent: PolicyHolder, account: Create): void {
  it('shows the ARN with the path, every policy attached, and the boundary', async () => {
    const { access, iam } = account();
    iam.fillAttachments(holder, 5);
    iam.held(holder).boundary = OTHER;
    expect(await access.access(holder)).to.deep.equal({
      arn: ARNS[holder.type],
      uniqueId: iam.held(holder).uniqueId,
      attachedPolicyArns: [...iam.held(holder).attached],
      boundaryArn: OTHER,
      activeKeyIds: [],
    });
  });

  it('knows nothing of what does not exist, or no longer', async () => {
    const { access, iam } = account();
    iam.removePrincipal(holder.type, holder.name);
    expect(await access.access(holder)).to.equal(undefined);
    expect(await access.access(absent)).to.equal(undefined);
  });

  it('tells one made again from the one before', async () => {
    const { access, iam } = account();
    const before = await access.access(holder);
    iam.addPrincipal(holder.type, ARNS[holder.type]);
    expect((await access.access(holder))?.uniqueId).not.to.equal(before?.uniqueId);
  });
}

function attachmentContract(holder: PolicyHolder, absent: PolicyHolder, account: Create): void {
  it('attaches and detaches, as often as it is told to', async () => {
    const { access } = account();
    for (const policyArn of [ENFORCEMENT_CONFIG.denyPolicyArn, FULL_ACCESS]) {
      for (let time = 0; time < 2; time += 1) expect(await access.attachPolicy(holder, policyArn)).to.equal('done');
    }
    expect((await access.access(holder))?.attachedPolicyArns).to.deep.equal([
      ENFORCEMENT_CONFIG.denyPolicyArn,
      FULL_ACCESS,
    ]);
    for (let time = 0; time < 2; time += 1) expect(await access.detachPolicy(holder, FULL_ACCESS)).to.equal('done');
    expect((await access.access(holder))?.attachedPolicyArns).to.deep.equal([ENFORCEMENT_CONFIG.denyPolicyArn]);
  });

  it('says that the principal or the policy does not exist', async () => {
    const { access, iam } = account();
    iam.removePolicy(FULL_ACCESS);
    expect(await access.attachPolicy(absent, ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal('absent');
    expect(await access.detachPolicy(absent, ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal('absent');
    expect(await access.attachPolicy(holder, FULL_ACCESS)).to.equal('absent');
    expect(await access.detachPolicy(holder, FULL_ACCESS)).to.equal('done');
  });

  it('says that no attachment is free, unless the policy has one', async () => {
    const { access, iam } = account();
    await access.attachPolicy(holder, FULL_ACCESS);
    iam.fillAttachments(holder, ENFORCEMENT_CONFIG.attachmentQuota);
    expect(await access.attachPolicy(holder, FULL_ACCESS)).to.equal('done');
    expect(await access.attachPolicy(holder, ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal('full');
    expect(iam.held(holder).attached.has(ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal(false);
  });

  it('refuses policies that are not the stack’s to attach or detach', async () => {
    const { access, iam } = account();
    iam.held(holder).attached.add(OTHER);
    for (const policyArn of [OTHER, ENFORCEMENT_CONFIG.denyBoundaryArn]) {
      for (const refused of [access.attachPolicy(holder, policyArn), access.detachPolicy(holder, policyArn)]) {
        const error = await rejectionOf(refused);
        expect(error).to.be.instanceOf(ConfigurationError).with.property('message').that.includes(policyArn);
      }
    }
    expect([...iam.held(holder).attached]).to.deep.equal([OTHER]);
  });
}

function boundaryContract(holder: PolicyHolder, absent: PolicyHolder, account: Create): void {
  it('sets the boundary and removes it, as often as it is told to', async () => {
    const { access } = account();
    for (let time = 0; time < 2; time += 1) expect(await access.setDenyBoundary(holder)).to.equal('done');
    expect((await access.access(holder))?.boundaryArn).to.equal(ENFORCEMENT_CONFIG.denyBoundaryArn);
    for (let time = 0; time < 2; time += 1) expect(await access.removeDenyBoundary(holder)).to.equal('done');
    expect((await access.access(holder))?.boundaryArn).to.equal(undefined);
  });

  it('leaves another boundary alone', async () => {
    const { access, iam } = account();
    iam.held(holder).boundary = OTHER;
    expect(await access.setDenyBoundary(holder)).to.equal('full');
    expect(await access.removeDenyBoundary(holder)).to.equal('done');
    expect(iam.held(holder).boundary).to.equal(OTHER);
  });

  it('says that the principal or the boundary’s policy does not exist', async () => {
    const { access, iam } = account();
    expect(await access.setDenyBoundary(absent)).to.equal('absent');
    expect(await access.removeDenyBoundary(absent)).to.equal('absent');
    iam.removePolicy(ENFORCEMENT_CONFIG.denyBoundaryArn);
    expect(await access.setDenyBoundary(holder)).to.equal('absent');
  });
}

function decisionContract(holder: PolicyHolder, account: Create): void {
  const principalArn = ARNS[holder.type];
  const actions = ['bedrock:InvokeModel', 'bedrock:InvokeFlow', 'bedrock:ListAgents'];
  const decided = (invoke: PolicyDecision, list: PolicyDecision): readonly (readonly [string, PolicyDecision])[] =>
    actions.map((action) => [action, action.includes('Invoke') ? invoke : list]);

  it('tells what IAM would decide, before, under the Deny, and under the boundary', async () => {
    const { access } = account();
    const decisions = async (): Promise<unknown> => [...(await access.decisions(principalArn, actions))];
    expect(await decisions()).to.deep.equal(decided('implicitDeny', 'implicitDeny'));
    await access.attachPolicy(holder, FULL_ACCESS);
    expect(await decisions()).to.deep.equal(decided('allowed', 'allowed'));
    await access.attachPolicy(holder, ENFORCEMENT_CONFIG.denyPolicyArn);
    expect(await decisions()).to.deep.equal(decided('explicitDeny', 'allowed'));
    await access.detachPolicy(holder, ENFORCEMENT_CONFIG.denyPolicyArn);
    await access.setDenyBoundary(holder);
    expect(await decisions()).to.deep.equal(decided('explicitDeny', 'allowed'));
  });

  it('leaves out an action that the simulation of the partition does not know, as often as it is asked', async () => {
    const { access, iam } = account();
    iam.unknownActions.add('bedrock:InvokeFlow');
    await access.attachPolicy(holder, FULL_ACCESS);
    const known = decided('allowed', 'allowed').filter(([action]) => action !== 'bedrock:InvokeFlow');
    for (let time = 0; time < 2; time += 1) {
      expect([...(await access.decisions(principalArn, actions))]).to.deep.equal(known);
    }
  });

  it('throws what IAM throws where it knows none of the actions', async () => {
    const { access, iam } = account();
    for (const action of actions) iam.unknownActions.add(action);
    for (let time = 0; time < 2; time += 1) {
      const error = await rejectionOf(access.decisions(principalArn, actions));
      expect(error).to.have.property('name', 'InvalidInputException');
    }
  });

  it('throws what IAM throws for an ARN that names nobody', async () => {
    const { access } = account();
    for (const unknown of [`${IAM}:${holder.type}/nobody`, principalArn.replace('teams/', '')]) {
      expect(await rejectionOf(access.decisions(unknown, actions))).to.have.property('name', 'NoSuchEntityException');
    }
  });
}

function keyContract(account: Create): void {
  it('shows the keys that are active and switches each, as often as it is told to', async () => {
    const { access, iam } = account();
    const keyIds = [iam.addKey('nadia'), iam.addKey('nadia'), iam.addKey('nadia')] as const;
    const active = async (): Promise<unknown> => (await access.access(NADIA))?.activeKeyIds;
    expect(await active()).to.deep.equal(keyIds);
    for (let time = 0; time < 2; time += 1) {
      expect(await access.setKeyActive('nadia', keyIds[1], false)).to.equal('done');
    }
    expect(await active()).to.deep.equal([keyIds[0], keyIds[2]]);
    expect(await access.setKeyActive('nadia', keyIds[1], true)).to.equal('done');
    expect(await active()).to.deep.equal(keyIds);
  });

  it('says that the user or the key does not exist', async () => {
    const { access, iam } = account();
    const keyId = iam.addKey('nadia');
    expect(await access.setKeyActive('nobody', keyId, false)).to.equal('absent');
    iam.held(NADIA).keys.delete(keyId);
    expect(await access.setKeyActive('nadia', keyId, false)).to.equal('absent');
  });

  it('does not look for keys where they stay as they are', async () => {
    const { access, iam } = account({ ...ENFORCEMENT_CONFIG, deactivatesKeys: false });
    iam.addKey('nadia');
    expect((await access.access(NADIA))?.activeKeyIds).to.deep.equal([]);
  });
}
