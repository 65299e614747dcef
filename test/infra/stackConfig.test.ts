import * as pulumi from '@pulumi/pulumi';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { SETTINGS } from '../../domain/settings/definitions.js';
import { answered } from '../../infra/config/answered.js';
import { DEPLOYED_SETTINGS } from '../../infra/config/settingNames.js';
import { readStackConfig, type StackConfig } from '../../infra/stackConfig.js';
import { rejectionOf } from '../rejection.js';
import { planWith } from './planWith.js';

const ADOPTED = { invocationLogGroup: '/aws/bedrock/invocations' };

function configOf(given: Readonly<Record<string, string>>, stack = 'dev', homeRegion = 'eu-west-1'): StackConfig {
  const named = Object.entries(given).map(([name, value]) => [
    name.includes(':') ? name : `bedrock-budgeteer:${name}`,
    value,
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(named) as Record<string, string>);
  const identity = { stack, partition: 'aws', accountId: '444455556666', homeRegion };
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
      leavingRegions: [],
      logging: { mode: 'adopt', logGroup: '/aws/bedrock/invocations' },
      createsTrail: true,
      auditModelCalls: false,
      detachPolicies: ['AmazonBedrockFullAccess', 'AmazonBedrockLimitedAccess'],
      deactivatesKeys: false,
      attachmentQuota: 10,
      boundaryFallback: false,
      logRetentionDays: 90,
      invocationLogRetentionDays: 30,
      chargeAfterSeconds: 15,
      trailRetentionDays: 400,
      channels: [],
      persons: { by: 'off' },
      usageLineRetentionDays: 400,
      ingestionPath: 'firehose',
      protectsData: true,
      isDestroying: false,
      reservesConcurrency: false,
      networkCidr: undefined,
      monitoring: 'essential',
      runbookUrl: '',
      writesReport: false,
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
    const names: readonly string[] = [...Object.keys(SETTINGS), ...DEPLOYED_SETTINGS];
    expect(Object.keys(config).sort()).to.deep.equal([...names].sort());
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
    [{ regions: '{"a":1}' }, `regions: {"a":1} is not a list; set one entry after another by --path 'regions[0]'`],
    [
      { regions: 'us-east-1' },
      `regions: "us-east-1" is not a list; set one entry after another by --path 'regions[0]'`,
    ],
    [{ regions: '["us-east-1",1]' }, 'regions: 1 is not a text'],
    [{ channels: 'email' }, `channels: "email" is not a list; set one entry after another by --path 'channels[0]'`],
    [{ bugdetLimitUsd: '5' }, 'bugdetLimitUsd: unknown setting; the nearest is budgetLimitUsd'],
    [{ invocationLogGrup: '/a' }, 'invocationLogGrup: unknown setting; the nearest is invocationLogGroup'],
    [{ hardStopPercent: '50' }, 'hardStopPercent: "50" is not a whole number from 100 to 10000, or off'],
    [{ network: 'yes' }, 'network: "yes" is not one of true, false'],
    [{ deletionProtection: '' }, 'deletionProtection: "" is not one of true, false'],
    [
      { detachPolicies: JSON.stringify(Array.from({ length: 60 }, (_, index) => `AmazonBedrockAccess${index}`)) },
      "detachPolicies: 60 policies, 2749 characters as ARNs, are more than 2500: they share the 4,096 bytes of a function's environment",
    ],
    [
      { detachPolicies: '["a,b"]' },
      'detachPolicies: "a,b" is not the ARN of a policy or the name of one of AWS, without commas',
    ],
    [
      { detachPolicies: '["arn:aws:iam::1:policy/x"]' },
      'detachPolicies: "arn:aws:iam::1:policy/x" is not the ARN of a policy or the name of one of AWS, without commas',
    ],
    [
      { detachPolicies: '["arn:aws:iam::aws:policy/*"]' },
      'detachPolicies: "arn:aws:iam::aws:policy/*" is not the ARN of a policy or the name of one of AWS, without commas',
    ],
    [
      { protectedPrincipals: 'eva' },
      'protectedPrincipals: "eva" is not an ARN of a user, or of a role without its path, nor person/NAME in small letters, nor none',
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
    [{ chargeAfterSeconds: '0' }, 'chargeAfterSeconds: "0" is not a whole number from 1 to 300'],
    [{ monitoring: 'none' }, 'monitoring: "none" is not one of essential, full'],
    [{ runbookUrl: 'http://wiki' }, 'runbookUrl: "http://wiki" is not the https address of a folder'],
    [{ runbookUrl: 'https://' }, 'runbookUrl: "https://" is not the https address of a folder'],
    [{ runbookUrl: 'https://a b' }, 'runbookUrl: "https://a b" is not the https address of a folder'],
    ...[
      '10.0.0.0/8',
      '10.0.0.0/25',
      '300.1.1.1/24',
      '10.0.0/24',
      '10.0.0.0',
      '010.0.0.0/24',
      '10.0.0.0/240',
      '::/24',
    ].map(
      (cidr) =>
        [{ networkCidr: cidr }, `networkCidr: "${cidr}" is not a block of IPv4 addresses from /16 to /24`] as const,
    ),
    [{ networkCidr: '10.1.1.1/24' }, 'networkCidr: "10.1.1.1/24" is not where a block begins; it is 10.1.1.0/24'],
    ...['8.8.8.0/24', '172.32.0.0/16', '192.169.0.0/24', '100.128.0.0/16', '0.0.0.0/16'].map(
      (cidr) =>
        [
          { network: 'true', networkCidr: cidr },
          `networkCidr: "${cidr}" is not in a private block: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
        ] as const,
    ),
  ];
  for (const [given, problem] of refused) {
    it(`refuses ${JSON.stringify(given).slice(0, 100)}, in one line`, () => {
      expect(() => configOf({ ...ADOPTED, ...given })).to.throw(pulumi.RunError, problem);
      try {
        configOf({ ...ADOPTED, ...given });
      } catch (error) {
        expect((error as Error).message).to.not.contain('\n');
      }
    });
  }

  it('takes private blocks, to their ends', () => {
    for (const networkCidr of ['10.0.0.0/16', '10.255.255.0/24', '172.31.0.0/16', '192.168.0.0/20', '100.127.0.0/16']) {
      expect(configOf({ ...ADOPTED, network: 'true', networkCidr }).networkCidr).to.equal(networkCidr);
    }
    expect(configOf({ ...ADOPTED, networkCidr: '10.0.0.0/16' }).networkCidr).to.equal(undefined);
  });

  it('refuses a Region of the stack that there is not', () => {
    expect(() => configOf(ADOPTED, 'dev', 'eu-west-9')).to.throw(
      pulumi.RunError,
      'aws:region: "eu-west-9" is not an AWS Region',
    );
  });

  it('leaves the settings of others alone', () => {
    expect(() => configOf({ ...ADOPTED, 'other:bugdet': '5' })).to.not.throw();
  });

  it('refuses a stack whose name would not fit into the names of its resources', () => {
    for (const stack of ['anamethatistoolong', 'Dev', '1', 'prod-eu']) {
      expect(() => configOf(ADOPTED, stack)).to.throw(pulumi.RunError, `stack ${stack}: its name is part of`);
    }
  });
});

describe('answered', () => {
  const refusal = async (message: string): Promise<string> => {
    const failure = await rejectionOf(answered(Promise.reject(new Error(message))));
    expect(failure).to.be.instanceOf(pulumi.RunError);
    return failure.message;
  };
  const region = process.env['AWS_REGION'];
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
    if (region === undefined) delete process.env['AWS_REGION'];
    else process.env['AWS_REGION'] = region;
  });

  it('hands on what AWS answers', async () => {
    expect(await answered(Promise.resolve(1))).to.equal(1);
  });

  it('makes one plain line of what a provider without a Region says', async () => {
    delete process.env['AWS_REGION'];
    expect(await refusal('\u001b[31mMissing region\u001b[0m information\n  at x')).to.equal(
      'aws:region: not set; pulumi config set aws:region REGION, or AWS_REGION, or a profile that has one: Missing region information at x',
    );
  });

  it('asks for credentials where a Region is set', async () => {
    pulumi.runtime.setAllConfig({ 'aws:region': 'eu-west-1' });
    expect(await refusal('no credentials')).to.equal(
      'AWS does not say where the stack is, which takes credentials: no credentials',
    );
  });
});

describe('the program', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['bedrock-budgeteer:warnPercent: 95', 'warnPercent: 95 is not below criticalPercent, 90'],
    ['bugdetLimitUsd: 5', 'bugdetLimitUsd: unknown setting; the nearest is budgetLimitUsd'],
    [
      'bedrock-budgeteer:budgetLimitUsd: {secure: v1:x}',
      'budgetLimitUsd: encrypted; no setting is a secret, previews and parameters show them all: set it without --secret',
    ],
    [
      'bedrock-budgeteer:channels: [{type: webhook, secret: /a, url: {secure: v1:x}}]',
      'channels: encrypted; no setting is a secret, previews and parameters show them all: set it without --secret, with the place of a secret in place of the secret',
    ],
  ];
  for (const [setting, problem] of refused) {
    it(`stops at ${setting}, with one line`, async () => {
      const failure = await rejectionOf(planWith(`  ${setting}\n`));
      expect(failure.message).to.equal(problem);
    });
  }

  for (const [setting, problem] of [
    ['regions: us-east-1', "array<string>, and is us-east-1; set one entry after another by --path 'regions[0]'"],
    [`regions: '["us-east-1"]'`, `array<string>, and is ["us-east-1"]; set one entry after another`],
    ['regions: [1]', 'array<string>, and is [1]; set one'],
    ['channels: email', "array<object>, and is email; set one entry after another by --path 'channels[0]'"],
    ['network: yes', 'boolean, and is yes'],
    ['gracePeriodSeconds: 1.5', 'integer, and is 1.5'],
    ['budgetLimitUsd: {a: 1}', 'string, and is {"a":1}'],
  ] as const) {
    it(`is not run with ${setting}, which the CLI refuses`, async () => {
      const { message } = await rejectionOf(planWith(`  bedrock-budgeteer:${setting}\n`));
      expect(message).to.contain(`: must be of type ${problem}`).and.not.contain('\n');
    });
  }

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
