import { expect } from 'chai';
import fc from 'fast-check';
import { attributionFields, attributionOf } from '../../../domain/invocations/attribution.js';
import { parseInvocationRecord, parseLogMessage, type Invocation } from '../../../domain/invocations/invocationLog.js';
import { ACCOUNT, ALICE, converseRecord } from './records.js';

const RULES = { personRoles: ['AWSReservedSSO_*', 'Claude?ode-*'], metadataKeys: ['team', '__proto__', 'cost center'] };
const SSO = 'AWSReservedSSO_Developer_0123456789abcdef';
const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/a1b2c3d4`;
const sts = (path: string, account = ACCOUNT): string => `arn:aws:sts::${account}:assumed-role/${path}`;

function read(overrides: Readonly<Record<string, unknown>>, rules = RULES): Invocation {
  const parsed = parseInvocationRecord(converseRecord(overrides), undefined, rules);
  if (parsed.kind !== 'invocation') throw new Error(parsed.reason);
  return parsed.invocation;
}

describe('the caller of a call', () => {
  const ana = { role: SSO, session: 'Ana@example.com' };
  const table: readonly (readonly [string, string, object | undefined])[] = [
    [sts(`${SSO}/Ana@example.com`), 'person/ana@example.com', ana],
    [
      sts('ClaudeCode-eu/bo@example.com'),
      'person/bo@example.com',
      { role: 'ClaudeCode-eu', session: 'bo@example.com' },
    ],
    [
      sts(`${SSO}/BedrockAgentCore-1`),
      `arn:aws:iam::${ACCOUNT}:role/${SSO}`,
      { role: SSO, session: 'BedrockAgentCore-1' },
    ],
    [sts('ci/ana@example.com'), `arn:aws:iam::${ACCOUNT}:role/ci`, { role: 'ci', session: 'ana@example.com' }],
    [ALICE, ALICE, undefined],
    ['no arn', 'unknown', undefined],
  ];
  for (const [arn, principalId, caller] of table) {
    it(`of ${arn} is charged as ${principalId}`, () => {
      const { principal, formerPayer, ...invocation } = read({ identity: { arn } });
      expect(principal.principalId).to.equal(principalId);
      expect(invocation.caller).to.deep.equal(caller);
      const otherwise = read({ identity: { arn } }, NO_PERSONS);
      const isPerson = principal.accountType === 'person';
      expect(formerPayer).to.deep.equal(isPerson ? otherwise.principal : undefined);
      const isFound = isPerson && otherwise.principal.accountType === 'sso_role';
      expect(otherwise.formerPayer).to.deep.equal(isFound ? principal : undefined);
    });
  }

  it('of another account is nobody, in whatever role', () => {
    const { principal, caller } = read({ identity: { arn: sts(`${SSO}/ana@example.com`, '999988887777') } });
    expect(principal.accountType).to.equal('unknown');
    expect(caller).to.deep.equal({ role: SSO, session: 'ana@example.com' });
  });

  it('follows the rules that are given, call by call', () => {
    const identity = { arn: sts(`${SSO}/ana@example.com`) };
    const message = JSON.stringify(converseRecord({ identity }));
    const others = { ...RULES, personRoles: ['ci'] };
    const payers = [RULES, NO_PERSONS, others, RULES].map((rules) => {
      const parsed = parseLogMessage(message, undefined, rules);
      return parsed.kind === 'invocation' ? parsed.invocation.principal.accountType : parsed.reason;
    });
    expect(payers).to.deep.equal(['person', 'sso_role', 'sso_role', 'person']);
  });
});

const NO_PERSONS = { personRoles: [], metadataKeys: [] };

describe('the request metadata of a call', () => {
  const table: readonly (readonly [string, unknown, unknown])[] = [
    [
      'the keys that are listed',
      { team: 'search', secret: 'x', 'cost center': '42' },
      { team: 'search', 'cost center': '42' },
    ],
    ['texts only', { team: 7, 'cost center': { deep: 'x' } }, undefined],
    ['no empty text', { team: '' }, undefined],
    ['nothing that is inherited', {}, undefined],
    ['nothing where it is no object', ['team'], undefined],
    ['256 characters at most', { team: 'x'.repeat(10_000) }, { team: 'x'.repeat(256) }],
    ['whole characters', { team: `${'x'.repeat(255)}😀😀` }, { team: `${'x'.repeat(255)}😀` }],
    [
      'no control, direction mark or half character',
      { team: 'a\u0000b\u202ec\ud800d' },
      { team: 'a\ufffdb\ufffdc\ufffdd' },
    ],
    [
      'none of two hundred others',
      Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, 'v'])),
      undefined,
    ],
  ];
  for (const [what, requestMetadata, metadata] of table) {
    it(`keeps ${what}`, () => {
      expect(read({ requestMetadata }).metadata).to.deep.equal(metadata);
      expect(read({ requestMetadata }, NO_PERSONS)).not.to.have.property('metadata');
    });
  }

  it('never decides whether a call counts, nor who pays, and stays small', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 2000 }), (any, team) => {
        for (const requestMetadata of [any, { team: any }, { team }]) {
          const { principal, usage, metadata } = read({ requestMetadata });
          expect([principal.principalId, usage.inputTokens]).to.deep.equal([ALICE, 40]);
          expect(JSON.stringify(metadata ?? {}).length).to.be.at.most(3 * 1024);
        }
      }),
      { seed: 20261128 },
    );
  });
});

describe('the inference profile of a call', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    [PROFILE, PROFILE],
    [PROFILE.replace('arn:aws:', 'arn:aws-us-gov:'), PROFILE.replace('arn:aws:', 'arn:aws-us-gov:')],
    [PROFILE.replace('application-', ''), undefined],
    ['us.anthropic.claude-opus-4-7', undefined],
    [`arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/application-inference-profile/x`, undefined],
    ['application-inference-profile/a1b2c3d4', undefined],
  ];
  for (const [modelId, inferenceProfile] of table) {
    it(`is ${String(inferenceProfile)} where ${modelId} is called`, () => {
      expect(read({ modelId }).inferenceProfile).to.equal(inferenceProfile);
    });
  }
});

describe('an attribution', () => {
  it('is kept as it is and named flat', () => {
    const caller = { role: 'ci', session: 's-1' };
    const whole = { caller, inferenceProfile: PROFILE, metadata: { team: 'search' } };
    expect(attributionOf({ ...whole, ...{ other: 1 } })).to.deep.equal(whole);
    expect(attributionFields(whole)).to.deep.equal({
      ...caller,
      inferenceProfile: PROFILE,
      metadata: { team: 'search' },
    });
    expect([attributionOf({}), attributionFields({})]).to.deep.equal([{}, {}]);
  });
});
