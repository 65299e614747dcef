import { usd } from '../../domain/money.js';
import { limitSet } from '../domain/budget/histories.js';
import { expect } from 'chai';
import { DAY_MS, MINUTE_MS } from '../../domain/instant.js';
import { settingsOf } from '../handlers/stubs.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { ALLOW, EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, LIMITED_ACCESS, principal } from './enforcementWorld.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';

type Given = (world: EnforcementWorld, holder: PolicyHolder) => void;

const others = (world: EnforcementWorld, holder: PolicyHolder): void => {
  world.iam.fillAttachments(holder, ENFORCEMENT_CONFIG.attachmentQuota);
};
const inline: Given = (world, holder) => world.iam.held(holder).inline.set('models', ALLOW);
const inGroup: Given = (world, holder) => {
  world.iam.addGroup('science', { policyArns: [FULL_ACCESS], inline: [] });
  world.iam.held(holder).groups.add('science');
};

describe('the suspension of a principal', () => {
  let world: EnforcementWorld;
  beforeEach(() => {
    world = new EnforcementWorld();
  });
  afterEach(() => {
    world.close();
  });

  const suspended: readonly (readonly [string, string, readonly string[], Given?])[] = [
    [
      'a user with AmazonBedrockLimitedAccess',
      `${IAM}:user/BedrockAPIKey-a1b2`,
      [LIMITED_ACCESS],
      (w) => w.iam.addKey('BedrockAPIKey-a1b2'),
    ],
    ['a user with both Bedrock policies and a path', `${IAM}:user/teams/search/eva`, [FULL_ACCESS, LIMITED_ACCESS]],
    ['a user with an inline policy', `${IAM}:user/eva`, [], inline],
    ['a user by a group', `${IAM}:user/eva`, [], inGroup],
    [
      'a user by everything at once',
      `${IAM}:user/eva`,
      [LIMITED_ACCESS],
      (w, h) => {
        inline(w, h);
        inGroup(w, h);
      },
    ],
    ['a user with 10 policies, one of them a Bedrock policy', `${IAM}:user/eva`, [FULL_ACCESS], others],
    [
      'a user with 10 other policies',
      `${IAM}:user/eva`,
      [],
      (w, h) => {
        others(w, h);
        inline(w, h);
      },
    ],
    ['a role', `${IAM}:role/summariser`, [FULL_ACCESS]],
    ['a role with a path', `${IAM}:role/teams/search/summariser`, [FULL_ACCESS], inline],
    [
      'a role with 10 policies and an inline one',
      `${IAM}:role/teams/summariser`,
      [LIMITED_ACCESS],
      (w, h) => {
        others(w, h);
        inline(w, h);
      },
    ],
  ];
  for (const [what, arn, attached, given] of suspended) {
    it(`denies ${what}, and gives back exactly what it had`, async () => {
      const holder = principal(world, arn, attached);
      given?.(world, holder);
      const before = world.iam.snapshot(holder);
      expect(world.isAllowed(arn)).to.equal(true);
      await world.spends(arn, '12');
      await world.pass(GRACE_MS - MINUTE_MS);
      expect(world.isAllowed(arn)).to.equal(true);
      await world.pass(3 * MINUTE_MS);
      expect(world.budget(arn).status).to.equal('suspended');
      expect(world.isAllowed(arn)).to.equal(false);
      expect(world.iam.snapshot(holder)).not.to.equal(before);
      await world.changes(arn, limitSet(usd('50')));
      await world.pass(2 * MINUTE_MS);
      expect(world.budget(arn)).to.include({ status: 'active', restorePoint: undefined });
      expect(world.iam.snapshot(holder)).to.equal(before);
      expect(world.isAllowed(arn)).to.equal(true);
      expect(world.ends()).to.deep.equal(['suspension SuspensionComplete', 'restoration RestorationComplete']);
      expect(world.deadLetters).to.deep.equal([]);
    });
  }

  const untouched: readonly (readonly [string, string, readonly string[]])[] = [
    ['a role of Identity Center', `${IAM}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0a1b2c`, []],
    ['a service-linked role', `${IAM}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`, []],
  ];
  for (const [what, arn] of untouched) {
    it(`never begins for ${what}, of which people are warned`, async () => {
      const holder = principal(world, arn, [FULL_ACCESS]);
      const before = world.iam.snapshot(holder);
      await world.spends(arn, '12');
      await world.pass(20 * MINUTE_MS);
      expect(world.iam.snapshot(holder)).to.equal(before);
      expect(world.budget(arn).status).to.equal('alert_only');
      expect(world.started).to.deep.equal([]);
      expect(world.heard(holder.name)).to.include('ThresholdReached');
    });
  }

  it('never begins for a protected principal', async () => {
    const arn = `${IAM}:role/deploy`;
    world.settings = settingsOf({ budgetLimitUsd: '10', protectedPrincipals: `${IAM}:role/dep*` });
    const holder = principal(world, arn, [FULL_ACCESS]);
    const before = world.iam.snapshot(holder);
    await world.spends(arn, '12');
    await world.pass(20 * MINUTE_MS);
    expect(world.iam.snapshot(holder)).to.equal(before);
    expect(world.started).to.deep.equal([]);
    expect(world.budget(arn).status).to.equal('active');
  });

  const refused: readonly (readonly [string, string, Given, string])[] = [
    ['a role of the stack itself', `${IAM}:role/budgeteer-test-iam-utilities`, inline, 'a role of this stack itself'],
    [
      'a user with 10 other policies and a boundary',
      `${IAM}:user/eva`,
      (w, h) => {
        others(w, h);
        w.iam.addPolicy(`${IAM}:policy/people`, '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}');
        w.iam.held(h).boundary = `${IAM}:policy/people`;
      },
      'no room for the Deny: 10 policies are attached, and a boundary is set',
    ],
    [
      'a role that AWS keeps under a name of its own',
      `${IAM}:role/aws-reserved/x/renamed`,
      inline,
      'AWS alone can change a role of its own',
    ],
  ];
  for (const [what, arn, given, reason] of refused) {
    it(`is refused for ${what}, which is said once a day, and nothing is touched`, async () => {
      const holder = principal(world, arn, []);
      given(world, holder);
      const before = world.iam.snapshot(holder);
      await world.spends(arn, '1');
      await world.pass(20 * MINUTE_MS);
      await world.spends(arn, '11');
      await world.pass(40 * MINUTE_MS);
      expect(world.iam.snapshot(holder)).to.equal(before);
      expect(world.budget(arn)).to.include({ status: 'active', waived: false });
      expect(world.ends()).to.deep.equal(['suspension SuspensionRefused']);
      expect(world.bus.published.map(({ detail }) => detail['reason'])).to.include(reason);
      await world.pass(3 * DAY_MS);
      expect(world.ends()).to.deep.equal(Array<string>(4).fill('suspension SuspensionRefused'));
    });
  }

  it('ends in a closed budget where IAM shows no such principal for three runs', async () => {
    const arn = `${IAM}:user/ghost`;
    await world.spends(arn, '12');
    await world.pass(2 * 60 * MINUTE_MS);
    expect(world.budget(arn).status).to.equal('closed');
    expect(world.ends().at(-1)).to.equal('suspension NotNeeded');
    expect(world.deadLetters).to.have.length(2);
  });

  it('is tried again a day after it was refused, and done where there is room by then', async () => {
    const arn = `${IAM}:user/eva`;
    const holder = principal(world, arn, []);
    others(world, holder);
    inline(world, holder);
    world.iam.held(holder).boundary = `${IAM}:policy/people`;
    await world.spends(arn, '12');
    await world.pass(40 * MINUTE_MS);
    expect(world.ends()).to.deep.equal(['suspension SuspensionRefused']);
    world.iam.held(holder).attached.clear();
    await world.pass(DAY_MS);
    expect(world.budget(arn).status).to.equal('suspended');
  });

  it('waits for a principal of a moment ago that IAM does not show yet', async () => {
    const arn = `${IAM}:user/eva`;
    world.settings = settingsOf({ budgetLimitUsd: '10', gracePeriodSeconds: '0' });
    await world.spends(arn, '12');
    await world.pass(20 * 1000);
    principal(world, arn, [FULL_ACCESS]);
    await world.pass(MINUTE_MS);
    expect(world.budget(arn).status).to.equal('suspended');
    expect(world.ends()).to.deep.equal(['suspension SuspensionComplete']);
  });

  it('is refused for a user without a free attachment where the stack does not fall back, until there is room', async () => {
    world.close();
    world = new EnforcementWorld({ enforcementConfig: { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false } });
    const arn = `${IAM}:user/eva`;
    const holder = principal(world, arn, []);
    others(world, holder);
    inline(world, holder);
    const before = world.iam.snapshot(holder);
    await world.spends(arn, '12');
    await world.pass(40 * MINUTE_MS);
    expect(world.ends()).to.deep.equal(['suspension SuspensionRefused']);
    expect(world.iam.snapshot(holder)).to.equal(before);
    const reason = 'no room for the Deny: 10 policies are attached, and boundaryFallback is off';
    expect(world.bus.published.map(({ detail }) => detail['reason'])).to.include(reason);
    world.iam.held(holder).attached.clear();
    await world.pass(DAY_MS);
    expect(world.budget(arn).status).to.equal('suspended');
    expect(world.iam.held(holder).boundary).to.equal(undefined);
  });

  it('is refused, and gives back what it took, where the room goes while it is made', async () => {
    world.close();
    world = new EnforcementWorld({ enforcementConfig: { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false } });
    const arn = `${IAM}:user/eva`;
    const holder = principal(world, arn, [FULL_ACCESS]);
    others(world, holder);
    inline(world, holder);
    const { iam } = world;
    const detachPolicy = iam.detachPolicy.bind(iam);
    iam.detachPolicy = async (of, policyArn) => {
      const answer = await detachPolicy(of, policyArn);
      iam.detachPolicy = detachPolicy;
      iam.fillAttachments(of, ENFORCEMENT_CONFIG.attachmentQuota);
      return answer;
    };
    await world.spends(arn, '12');
    await world.pass(GRACE_MS + 3 * MINUTE_MS);
    expect(world.ends().slice(0, 1)).to.deep.equal(['suspension SuspensionRefused']);
    expect(world.budget(arn).status).to.equal('active');
    expect(world.heard('eva')).to.include.members(['SuspensionRefused', 'RestorationStarted', 'AccessRestored']);
    expect(iam.held(holder).boundary).to.equal(undefined);
  });

  it('succeeds where the simulation of IAM does not know one of the actions', async () => {
    const arn = `${IAM}:user/eva`;
    world.iam.unknownActions.add('bedrock-mantle:CreateInference');
    principal(world, arn, [FULL_ACCESS]);
    await world.spends(arn, '12');
    await world.pass(GRACE_MS + 2 * MINUTE_MS);
    expect(world.ends()).to.deep.equal(['suspension SuspensionComplete']);
  });

  it('leaves keys alone where the stack is told so', async () => {
    world.close();
    world = new EnforcementWorld({ enforcementConfig: { ...ENFORCEMENT_CONFIG, deactivatesKeys: false } });
    const arn = `${IAM}:user/BedrockAPIKey-a1b2`;
    const holder = principal(world, arn, [LIMITED_ACCESS]);
    world.iam.addKey(holder.name);
    await world.spends(arn, '12');
    await world.pass(GRACE_MS + 2 * MINUTE_MS);
    expect(world.budget(arn).status).to.equal('suspended');
    expect([...world.iam.held(holder).keys.values()]).to.deep.equal([true]);
  });
});
