import * as pulumi from '@pulumi/pulumi';
import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../../domain/settings.js';
import { readStackConfig, type StackConfig } from '../../infra/stackConfig.js';
import type { Plan } from '../../local/engine/plan.js';
import { runProgram } from '../../local/engine/runProgram.js';
import { rejectionOf } from '../rejection.js';

const ADOPTED = { invocationLogGroup: '/aws/bedrock/invocations' };

function configOf(given: Readonly<Record<string, string>>, stack = 'dev'): StackConfig {
  const named = Object.entries(given).map(([name, value]) => [`bedrock-budgeteer:${name}`, value]);
  pulumi.runtime.setAllConfig(Object.fromEntries(named) as Record<string, string>);
  const identity = { stack, partition: 'aws', accountId: '444455556666', homeRegion: 'eu-west-1' };
  return readStackConfig(new pulumi.Config('bedrock-budgeteer'), identity);
}

describe('readStackConfig', () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it('has safe defaults', () => {
    const { settings, settingTexts, ...rest } = configOf(ADOPTED);
    expect(settings.policy.warnPercent).to.equal(70);
    expect(settingTexts).to.include({ warnPercent: '70', hardStopPercent: 'off', protectedPrincipals: 'none' });
    expect(rest).to.deep.equal({
      regions: ['eu-west-1'],
      logging: { mode: 'adopt', logGroup: '/aws/bedrock/invocations' },
      createsTrail: true,
      auditModelCalls: true,
      detachPolicies: ['AmazonBedrockFullAccess', 'AmazonBedrockLimitedAccess'],
      deactivatesKeys: false,
      attachmentQuota: 10,
      boundaryFallback: false,
      logRetentionDays: 90,
      invocationLogRetentionDays: 30,
      trailRetentionDays: 400,
      channels: [],
      usageLineRetentionDays: 400,
      protectsData: true,
      reservesConcurrency: false,
      networkCidr: undefined,
      runbookUrl: '',
    });
  });

  it('has the defaults that Pulumi.yaml declares, and knows every setting there', () => {
    const { config } = parse(readFileSync('Pulumi.yaml', 'utf8')) as {
      config: Record<string, { readonly default: unknown }>;
    };
    const declared = Object.entries(config).map(([name, { default: value }]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const { invocationLogGroup: _, ...defaults } = Object.fromEntries(declared) as Record<string, string>;
    expect(configOf({ ...defaults, ...ADOPTED })).to.deep.equal(configOf(ADOPTED));
    const source = readFileSync('infra/stackConfig.ts', 'utf8');
    const deployed = Object.keys(config).filter((name) => !(name in SETTINGS));
    for (const name of deployed) expect(source, name).to.contain(`'${name}'`);
  });

  it('takes what is given', () => {
    const config = configOf({
      invocationLogging: 'manage',
      logBodies: 'false',
      regions: '["us-east-1","eu-central-1"]',
      detachPolicies: '["arn:aws:iam::444455556666:policy/models"]',
      network: 'true',
      runbookUrl: 'https://wiki.example.com/runbooks/',
    });
    expect(config.runbookUrl).to.equal('https://wiki.example.com/runbooks');
    expect(config.logging).to.deep.equal({ mode: 'manage', logsBodies: false });
    expect(config.regions).to.deep.equal(['us-east-1', 'eu-central-1']);
    expect(config.detachPolicies).to.deep.equal(['arn:aws:iam::444455556666:policy/models']);
    expect(config.networkCidr).to.equal('10.77.0.0/24');
  });

  const refused: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ warnPercent: '95' }, 'warnPercent: 95 is not below criticalPercent, 90'],
    [{ budgetLimitUsd: '-1' }, 'budgetLimitUsd: "-1" is not an amount of USD above 0, such as 25 or 0.50'],
    [{ regions: '["eu-west-9"]' }, 'regions: "eu-west-9" is not an AWS Region'],
    [{ regions: '["us-east-1","us-east-1"]' }, 'regions: "us-east-1, us-east-1" is not a list of different Regions'],
    [{ regions: '{"a":1}' }, 'regions: "{\\"a\\":1}" is not a list of texts'],
    [
      { detachPolicies: '["arn:aws:iam::1:policy/x"]' },
      'detachPolicies: "arn:aws:iam::1:policy/x" is not the ARN of a policy or the name of one of AWS',
    ],
    [
      { detachPolicies: '["arn:aws:iam::aws:policy/*"]' },
      'detachPolicies: "arn:aws:iam::aws:policy/*" is not the ARN of a policy or the name of one of AWS',
    ],
    [
      { protectedPrincipals: 'eva' },
      'protectedPrincipals: "eva" is not an ARN of a user, or of a role without its path',
    ],
    [{ attachmentQuota: '9' }, 'attachmentQuota: "9" is not a whole number from 10 to 20'],
    [{ logRetentionDays: '31' }, 'logRetentionDays: "31" is not one of 1, 3, 5, 7, 14, 30, 60, 90'],
    [{ trail: 'no' }, 'trail: "no" is not one of create, existing'],
    [{ invocationLogging: 'on' }, 'invocationLogging: "on" is not one of adopt, manage'],
    [
      { invocationLogging: 'manage' },
      'invocationLogGroup: "/aws/bedrock/invocations" is not used where invocationLogging is manage',
    ],
    [{ invocationLogGroup: '' }, 'invocationLogGroup: "" is not the log group that Bedrock logs to'],
    [{ runbookUrl: 'http://wiki' }, 'runbookUrl: "http://wiki" is not the https address of a folder'],
    [{ runbookUrl: 'https://' }, 'runbookUrl: "https://" is not the https address of a folder'],
    [{ runbookUrl: 'https://a b' }, 'runbookUrl: "https://a b" is not the https address of a folder'],
    [
      { network: 'true', networkCidr: '10.0.0.0/8' },
      'networkCidr: "10.0.0.0/8" is not a block of IPv4 addresses from /16 to /24',
    ],
  ];
  for (const [given, problem] of refused) {
    it(`refuses ${JSON.stringify(given)}, in one line`, () => {
      expect(() => configOf({ ...ADOPTED, ...given })).to.throw(pulumi.RunError, problem);
      try {
        configOf({ ...ADOPTED, ...given });
      } catch (error) {
        expect((error as Error).message).to.not.contain('\n');
      }
    });
  }

  it('refuses a stack whose name would not fit into the names of its resources', () => {
    for (const stack of ['anamethatistoolong', 'Dev', '1', 'prod-eu']) {
      expect(() => configOf(ADOPTED, stack)).to.throw(pulumi.RunError, `stack ${stack}: its name is part of`);
    }
  });
});

/** Runs the program with a stack file of its own. */
async function planWith(config: string): Promise<Plan> {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-config-'));
  try {
    writeFileSync(join(folder, 'Pulumi.yaml'), `main: ${resolve('.')}\n${readFileSync('Pulumi.yaml', 'utf8')}`);
    writeFileSync(join(folder, 'Pulumi.test.yaml'), `config:\n${config}`);
    return await runProgram({ folder, stack: 'test', mode: 'preview' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the program', function () {
  this.timeout(60_000);

  it('stops at a setting that is not possible, with one line that names it', async () => {
    const failure = await rejectionOf(planWith('  bedrock-budgeteer:warnPercent: 95\n'));
    expect(failure.message).to.contain('warnPercent: 95 is not below criticalPercent, 90');
    expect(failure.message).to.not.contain('\n');
  });

  it('puts the functions of the data path into a network without a way out, and no others', async () => {
    const { resources } = await planWith(
      '  bedrock-budgeteer:invocationLogging: manage\n  bedrock-budgeteer:network: true\n',
    );
    const functions = resources.filter(({ type }) => type === 'aws:lambda/function:Function');
    const inside = functions.filter(({ inputs }) => 'vpcConfig' in inputs).map(({ inputs }) => inputs['name']);
    expect([...inside].sort()).to.deep.equal(
      ['audit-logger', 'budget-monitor', 'budget-refresh', 'state-reporter', 'usage-calculator'].map(
        (name) => `bedrock-budgeteer-test-${name}`,
      ),
    );
    const endpoints = resources.filter(({ type }) => type === 'aws:ec2/vpcEndpoint:VpcEndpoint');
    expect(endpoints.map(({ name }) => name.replace('network-', '')).sort()).to.deep.equal([
      'bedrock',
      'dynamodb',
      'events',
      'logs',
      's3',
      'sqs',
      'ssm',
    ]);
  });
});
