import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { commandsOf } from '../../examples/organization/deployment.js';
import { readOrganization } from '../../examples/organization/organization.js';
import { startAccount, type AwsAccount } from '../cli/stack/awsAccount.js';
import { temporaryFolder } from '../cli/temporaryFolder.js';
import { StackGraph } from '../infra/stackGraph.js';

const FILE = 'examples/organization/accounts.yaml';
const TEXT = readFileSync(FILE, 'utf8');
const ORGANIZATION = readOrganization(TEXT);

describe('the example of an organization', function () {
  this.timeout(120_000);

  it('gives each account the settings of all, and its own in their place', () => {
    const [research, production] = ORGANIZATION.accounts;
    expect(research?.config).to.include({
      'aws:region': 'eu-central-1',
      'bedrock-budgeteer:enforcement': 'observe',
      'bedrock-budgeteer:budgetLimitUsd': '200',
    });
    expect(production?.config).to.include({
      'bedrock-budgeteer:enforcement': 'enforce',
      'bedrock-budgeteer:budgetLimitUsd': '50',
    });
    expect(production?.config).not.to.have.property('bedrock-budgeteer:budgets');
  });

  it('binds each to its account and its own state', () => {
    expect(ORGANIZATION.accounts.map(({ config }) => config['aws:allowedAccountIds'])).to.deep.equal([
      ['111122223333'],
      ['444455556666'],
    ]);
    expect(ORGANIZATION.accounts.map(({ backend }) => backend)).to.deep.equal([
      's3://bedrock-budgeteer-state-111122223333?region=eu-central-1',
      's3://bedrock-budgeteer-state-444455556666?region=eu-central-1',
    ]);
  });

  for (const account of ORGANIZATION.accounts) {
    it(`has settings that the program takes: ${account.name}`, async () => {
      const own = Object.entries(account.config).filter(([name]) => name.startsWith('bedrock-budgeteer:'));
      const settings = own.map(([name, value]) => [
        name.split(':')[1],
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      const graph = await StackGraph.of('dev', 'resolved', Object.fromEntries(settings) as Record<string, string>);
      const limit = graph
        .all('ssm/parameter:Parameter')
        .find((one) => graph.text(one, 'name').endsWith('/dev/budgetLimitUsd'));
      expect(limit?.inputs['insecureValue']).to.equal(account.config['bedrock-budgeteer:budgetLimitUsd']);
    });
  }

  const wrong: readonly (readonly [string, string, string])[] = [
    ['an id that is no account', TEXT.replace("'111122223333'", "'1'"), 'accounts[0].id: 1 is not 12 digits in quotes'],
    ['an account twice', TEXT.replace("'444455556666'", "'111122223333'"), 'accounts: 111122223333 stands there twice'],
    ['no role', TEXT.replace('role: Budg', 'rule: Budg'), 'role: not a text'],
    ['no accounts', TEXT.replace('accounts:', 'acounts:'), 'accounts: there are none'],
  ];
  for (const [what, text, problem] of wrong) {
    it(`refuses ${what}`, () => {
      expect(() => readOrganization(text)).to.throw(TypeError, problem);
    });
  }

  it('asks before it deploys for its state, and says yes to `up` alone', () => {
    const [account] = ORGANIZATION.accounts;
    if (account === undefined) throw new Error('no account');
    const asked = (['preview', 'up'] as const).map((task) =>
      commandsOf(ORGANIZATION, account, task, 'organization', {}).map(({ words }) => words.join(' ')),
    );
    expect(asked).to.deep.equal([
      [
        'stack select --create prod',
        'preview --stack prod --config-file organization/research.yaml --policy-pack policy',
      ],
      [
        'stack select --create prod',
        'up --stack prod --config-file organization/research.yaml --policy-pack policy --yes',
      ],
    ]);
  });

  describe('run', () => {
    const folder = temporaryFolder();
    let aws: AwsAccount;
    beforeEach(async () => {
      aws = await startAccount('999988887777');
      // Tells what it was asked, for which account, and answers with outputs.
      const script = `#!/bin/sh\necho "$AWS_ACCESS_KEY_ID $*" >> "$ASKED"\ncase "$*" in *output*) echo '{"of":"'$PULUMI_BACKEND_URL'"}';; esac\n`;
      writeFileSync(join(folder.path, 'pulumi'), script);
      chmodSync(join(folder.path, 'pulumi'), 0o755);
    });
    afterEach(() => aws.close());

    it('assumes the role in each account, deploys there, and collects the outputs in one file', async () => {
      const [into, asked] = [join(folder.path, 'out'), join(folder.path, 'asked')];
      const environment = {
        ...process.env,
        PATH: `${folder.path}:${process.env['PATH'] ?? ''}`,
        ASKED: asked,
        AWS_ENDPOINT_URL: aws.url,
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      };
      const words = ['--import', 'tsx', 'examples/organization/main.ts', 'up', FILE, into];
      await promisify(execFile)(process.execPath, words, { env: environment });
      expect(aws.assumed).to.deep.equal([
        'arn:aws:iam::111122223333:role/BudgeteerDeployer as bedrock-budgeteer',
        'arn:aws:iam::444455556666:role/BudgeteerDeployer as bedrock-budgeteer',
      ]);
      const told = readFileSync(asked, 'utf8').trim().split('\n');
      expect(told.map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal(
        ['ASIA111122223333', 'ASIA444455556666'].flatMap((key) =>
          ['stack', 'up', 'stack'].map((verb) => `${key} ${verb}`),
        ),
      );
      expect(JSON.parse(readFileSync(join(into, 'outputs.json'), 'utf8'))).to.deep.equal(
        ORGANIZATION.accounts.map(({ backend }) => ({ of: backend })),
      );
      const kept = parse(readFileSync(join(into, 'research.yaml'), 'utf8')) as { readonly config: unknown };
      expect(kept.config).to.deep.equal(ORGANIZATION.accounts[0]?.config);
      expect(existsSync(join(into, 'production.yaml'))).to.equal(true);
    });
  });
});
