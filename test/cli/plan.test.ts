import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './temporaryFolder.js';

const MAIN = resolve('build/cli/main.js');
const PROGRAM = 'test/fixtures/programs/components';
const URN = 'urn:pulumi:test::components::';

function planned(args: readonly string[], cwd = PROGRAM): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MAIN, 'plan', ...args], { encoding: 'utf8', cwd });
}

describe('budgeteer plan', () => {
  const folder = temporaryFolder();

  it('prints the tree, the types and the outputs, and writes the graph', () => {
    const file = join(folder.path, 'graph.mmd');
    const { status, stdout, stderr } = planned(['--stack', 'test', '--graph', file]);
    expect([status, stderr]).to.deep.equal([0, '']);
    expect(stdout.split('\n')).to.include.members([
      'components/test, preview: 35 resources',
      '└─ pulumi:pulumi:Stack components-test',
      '   └─ test:infra:Store store (uses 1)',
      '      └─ aws:s3/bucketPolicy:BucketPolicy store-policy (uses 1)',
      '   │  └─ aws:ec2/vpc:Vpc network (implied)',
      '     6  aws:ec2/subnet:Subnet',
      '  queueUrl: [unknown]',
      '  queueName: plain-queue',
      '  secret: [secret]',
      '  warning: a warning',
    ]);
    const graph = readFileSync(file, 'utf8');
    expect(graph).to.include('"store (Store)<br/>s3 Bucket<br/>s3 BucketPolicy"').and.include('<br/>ec2 Subnet ×6<');
    const [, stackId] = /(c\d+)\["components-test \(Stack\)/.exec(graph) ?? [];
    const [, storeId] = /(c\d+)\["store/.exec(graph) ?? [];
    expect(graph).to.include(`${storeId} --> ${stackId}`).and.include(`${stackId} --> ${storeId}`);
  });

  it('prints resources and outputs for scripts, secrets closed', () => {
    const { status, stdout } = planned(['--stack', 'test', '--json', '--resolved']);
    expect(status).to.equal(0);
    const { resources, outputs } = JSON.parse(stdout) as {
      readonly resources: readonly Readonly<Record<string, unknown>>[];
      readonly outputs: Readonly<Record<string, unknown>>;
    };
    const found = resources.find(({ name }) => name === 'function');
    expect(found).to.deep.equal({
      urn: `${URN}aws:lambda/function:Function::function`,
      type: 'aws:lambda/function:Function',
      name: 'function',
      parent: `${URN}pulumi:pulumi:Stack::components-test`,
      dependencies: [],
      protect: false,
      inputs: {
        code: { archive: { assets: { 'index.mjs': { asset: { text: 'export {};' } } } } },
        environment: { variables: { TOKEN: { secret: true } } },
        role: 'arn:aws:iam::444455556666:role/function',
      },
    });
    expect(outputs['queueUrl']).to.equal('https://sqs.eu-west-1.amazonaws.com/444455556666/plain-queue');
    expect(stdout).to.not.include('[secret]');
  });

  it('exits 1 where AWS would refuse something, with a line for each', () => {
    const { status, stdout, stderr } = planned(['--stack', 'test', '--json'], 'test/fixtures/programs/oversize');
    expect(status).to.equal(1);
    expect(stderr.trimEnd().split('\n')).to.deep.equal([
      'budgeteer: aws:iam/role:Role long: name: 65 characters; AWS takes 64 (IAM User Guide, IAM and STS quotas)',
      'budgeteer: aws:iam/role:Role long: description: 1,001 characters; AWS takes 1,000 (IAM API, CreateRole)',
    ]);
    expect(JSON.parse(stdout)).to.have.nested.property('resources[1].name', 'long');
  });

  it('takes the Region of the environment, and asks for one where there is none', () => {
    const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...rest } = process.env;
    const run = (env: NodeJS.ProcessEnv): ReturnType<typeof planned> =>
      spawnSync(process.execPath, [MAIN, 'plan', '--stack', 'region'], {
        encoding: 'utf8',
        cwd: 'test/fixtures/programs/oversize',
        env: { ...rest, ...env },
      });
    const without = run({});
    expect([without.status, without.stdout, without.stderr]).to.deep.equal([
      2,
      '',
      'budgeteer: aws:region: not set; pulumi config set aws:region REGION, or AWS_REGION\n',
    ]);
    expect(run({ AWS_REGION: 'eu-west-1' }).stdout)
      .to.contain('oversize/region, preview')
      .and.not.contain('assumed');
  });

  const table: readonly (readonly [readonly string[], string])[] = [
    [[], "required option '--stack <NAME>' not specified"],
    [['--stack', 'test', '--graph', 'a.svg'], 'a.svg: a graph is written to .mmd, .md, .dot, .gv only'],
    [
      ['--stack', 'test', '--graph', 'no/such/folder/a.gv'],
      "no/such/folder/a.gv: cannot be written: ENOENT: no such file or directory, open 'no/such/folder/a.gv'",
    ],
    [['--stack', 'nowhere'], 'Pulumi.nowhere.yaml: cannot be read: ENOENT: no such file or directory'],
  ];
  for (const [args, problem] of table) {
    it(`answers ${JSON.stringify(args.join(' '))} with one line and exit 2`, () => {
      const { status, stdout, stderr } = planned(args);
      expect([status, stdout, stderr]).to.deep.equal([2, '', `budgeteer: ${problem}\n`]);
    });
  }
});
