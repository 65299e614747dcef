import { expect } from 'chai';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { iamAccessContract } from '../../contracts/iamAccess.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';

const IAM = 'arn:aws:iam::444455556666';
const NADIA: PolicyHolder = { type: 'user', name: 'nadia' };
const SUMMARISER: PolicyHolder = { type: 'role', name: 'summariser' };
const ROLE_ARN = `${IAM}:role/teams/summariser`;
const USER_ARN = `${IAM}:user/teams/nadia`;
const MODELS = `${IAM}:policy/models`;
const INVOKE = 'bedrock:InvokeModel';

function statement(Effect: 'Allow' | 'Deny', Action: string, Resource = '*'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action, Resource } });
}

function account(): MemoryIam {
  const iam = new MemoryIam(ENFORCEMENT_CONFIG);
  iam.addPolicy(ENFORCEMENT_CONFIG.denyPolicyArn, statement('Deny', 'bedrock:Invoke*'));
  iam.addPolicy(MODELS, statement('Allow', 'bedrock:*'));
  iam.addPrincipal('user', USER_ARN, { team: 'search', stage: 'test' });
  iam.addPrincipal('role', ROLE_ARN);
  return iam;
}

describe('MemoryIam', () => {
  iamAccessContract((enforcementConfig) => {
    const iam = new MemoryIam(enforcementConfig);
    return { access: iam, iam };
  });

  const grants: readonly (readonly [string, (iam: MemoryIam) => unknown])[] = [
    ['a managed policy', (iam) => iam.held(NADIA).attached.add(MODELS)],
    ['an inline policy', (iam) => iam.held(NADIA).inline.set('models', statement('Allow', INVOKE))],
    [
      'a managed policy of a group',
      (iam) => {
        iam.addGroup('search', { policyArns: [MODELS], inline: [] });
        iam.held(NADIA).groups.add('search');
      },
    ],
    [
      'an inline policy of a group',
      (iam) => {
        iam.addGroup('search', { policyArns: [], inline: [statement('Allow', 'bedrock:*')] });
        iam.held(NADIA).groups.add('search');
      },
    ],
  ];
  for (const [what, give] of grants) {
    it(`lets a user into Bedrock by ${what}, until the Deny is attached`, async () => {
      const iam = account();
      expect(iam.isAllowed(USER_ARN, INVOKE)).to.equal(false);
      give(iam);
      expect(iam.isAllowed(USER_ARN, INVOKE)).to.equal(true);
      await iam.attachPolicy(NADIA, ENFORCEMENT_CONFIG.denyPolicyArn);
      expect(iam.isAllowed(USER_ARN, INVOKE)).to.equal(false);
    });
  }

  it('knows a role by its ARN with and without the path, and lets nobody else in', () => {
    const iam = account();
    iam.held(SUMMARISER).attached.add(MODELS);
    const asked = [ROLE_ARN, `${IAM}:role/summariser`, `${IAM}:role/other`, `${IAM}:root`, 'unknown'];
    expect(asked.map((principalArn) => iam.isAllowed(principalArn, INVOKE))).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('allows nothing under a boundary whose policy is gone', () => {
    const iam = account();
    iam.held(SUMMARISER).attached.add(MODELS);
    iam.held(SUMMARISER).boundary = `${IAM}:policy/gone`;
    expect(iam.isAllowed(ROLE_ARN, INVOKE)).to.equal(false);
  });

  it('asks about a resource where Bedrock does', () => {
    const iam = account();
    const nova = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';
    iam.held(SUMMARISER).inline.set('nova', statement('Allow', INVOKE, 'arn:aws:bedrock:*::foundation-model/amazon.*'));
    expect(iam.isAllowed(ROLE_ARN, INVOKE, nova)).to.equal(true);
    expect(iam.isAllowed(ROLE_ARN, INVOKE)).to.equal(false);
  });

  it('writes the same snapshot for the same access, in whatever order it was given', async () => {
    const iam = account();
    const { attached, inline, groups, keys } = iam.held(NADIA);
    const give = (names: readonly string[]): void => {
      for (const set of [attached, inline, groups, keys]) set.clear();
      for (const name of names) {
        attached.add(`${IAM}:policy/${name}`);
        inline.set(name, statement('Allow', INVOKE));
        groups.add(name);
        keys.set(name, true);
      }
    };
    give(['a', 'b']);
    const before = iam.snapshot(NADIA);
    give(['b', 'a']);
    expect(iam.snapshot(NADIA)).to.equal(before);
    await iam.setKeyActive('nadia', 'a', false);
    expect(iam.snapshot(NADIA)).not.to.equal(before);
  });

  const changes: readonly (readonly [string, (iam: MemoryIam) => unknown])[] = [
    ['a policy attached', (iam) => iam.held(NADIA).attached.add(MODELS)],
    ['an inline policy', (iam) => iam.held(NADIA).inline.set('models', statement('Allow', INVOKE))],
    ['a group', (iam) => iam.held(NADIA).groups.add('search')],
    ['a boundary', (iam) => (iam.held(NADIA).boundary = MODELS)],
    ['a key', (iam) => iam.addKey('nadia')],
    [
      'another principal of the same name',
      (iam) => {
        iam.addPrincipal('user', USER_ARN, iam.held(NADIA).tags);
      },
    ],
    [
      'a tag',
      (iam) => {
        iam.addPrincipal('user', USER_ARN);
      },
    ],
  ];
  for (const [what, change] of changes) {
    it(`writes another snapshot after ${what}`, () => {
      const iam = account();
      const before = iam.snapshot(NADIA);
      change(iam);
      expect(iam.snapshot(NADIA)).not.to.equal(before);
    });
  }

  it('lags by as many reads as it is told to, of those that would show a change', async () => {
    const iam = account();
    iam.held(SUMMARISER).attached.add(MODELS);
    iam.lag(2);
    const isAttached = async (): Promise<unknown> =>
      (await iam.access(SUMMARISER))?.attachedPolicyArns.includes(ENFORCEMENT_CONFIG.denyPolicyArn);
    const decision = async (): Promise<unknown> => (await iam.decisions(ROLE_ARN, [INVOKE])).get(INVOKE);
    expect(await isAttached()).to.equal(false);
    await iam.attachPolicy(SUMMARISER, ENFORCEMENT_CONFIG.denyPolicyArn);
    expect(await isAttached()).to.equal(false);
    expect(await decision()).to.equal('allowed');
    expect(await decision()).to.equal('explicitDeny');
    expect(await isAttached()).to.equal(true);
  });

  it('lags behind a principal that goes, and behind one that comes', async () => {
    const iam = account();
    iam.lag(1);
    iam.removePrincipal('role', 'summariser');
    expect(await iam.access(SUMMARISER)).to.have.property('arn', ROLE_ARN);
    expect(await iam.access(SUMMARISER)).to.equal(undefined);
    iam.lag(1);
    iam.addPrincipal('role', ROLE_ARN);
    expect(await iam.access(SUMMARISER)).to.equal(undefined);
    expect(await iam.access(SUMMARISER)).to.have.property('arn', ROLE_ARN);
  });

  it('lets nobody change a role of IAM Identity Center, and a role with another path', async () => {
    const iam = account();
    const name = 'AWSReservedSSO_Team_0123456789abcdef';
    iam.addPrincipal('role', `${IAM}:role/aws-reserved/sso.amazonaws.com/eu-central-1/${name}`);
    const { denyPolicyArn } = ENFORCEMENT_CONFIG;
    const answers = async (holder: PolicyHolder): Promise<unknown> => [
      await iam.attachPolicy(holder, denyPolicyArn),
      await iam.detachPolicy(holder, denyPolicyArn),
    ];
    expect(await answers({ type: 'role', name })).to.deep.equal(['refused', 'refused']);
    expect(iam.held({ type: 'role', name }).attached.size).to.equal(0);
    expect(await answers(SUMMARISER)).to.deep.equal(['done', 'done']);
  });

  it('keeps five versions of a policy at most, the last as the default', async () => {
    const iam = account();
    const versions = Array.from({ length: 6 }, (_, index) => statement('Allow', `bedrock:Invoke${index}`));
    for (const document of versions.slice(0, 4)) iam.createPolicyVersion(MODELS, document);
    expect(() => {
      iam.createPolicyVersion(MODELS, 'one too many');
    }).to.throw(/has 5 versions/);
    expect(iam.policy(MODELS)).to.equal(versions[3]);
    for (const document of versions.slice(4)) {
      expect(await iam.writePolicyDocument(MODELS, document)).to.equal('done');
      expect(iam.policy(MODELS)).to.equal(document);
    }
    expect(iam.versionsOf(MODELS)).to.deep.equal(versions.slice(1));
    expect(await iam.writePolicyDocument(`${MODELS}-2`, 'x')).to.equal('absent');
  });

  it('never deletes the default version, be it the only one', () => {
    const iam = account();
    const only = iam.policy(MODELS);
    iam.deleteOldestVersion(MODELS);
    expect(iam.policy(MODELS)).to.equal(only);
  });

  it('does not let anybody change by hand what is not there', () => {
    expect(() => account().addKey('nobody')).to.throw(TypeError, 'no user nobody');
  });
});
