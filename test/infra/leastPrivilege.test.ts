import { expect } from 'chai';
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ENTRIES, type EntryName } from '../../infra/bundles.js';
import { FUNCTIONS } from '../../infra/functions.js';
import { MEANS } from '../suspensionMeans.js';
import { statementsOf, type AdapterName, type Granted } from '../../infra/policies/adapterStatements.js';
import { StackGraph } from './stackGraph.js';

/** Calls of the SDK that IAM knows by another name, or by several (Service Authorization Reference). */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  TransactWriteItems: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
  PutEvents: ['events:PutEvents'],
  SendMessageBatch: ['sqs:SendMessage'],
  GetObject: ['s3:GetObject'],
  PutObject: ['s3:PutObject'],
  GetProducts: ['pricing:GetProducts'],
  GetInferenceProfile: ['bedrock:GetInferenceProfile'],
  GetParametersByPath: ['ssm:GetParametersByPath'],
  GetParameter: ['ssm:GetParameter'],
  GetSecretValue: ['secretsmanager:GetSecretValue'],
};

/** Files of handlers/adapters that make calls on behalf of an adapter beside them. */
const PART_OF: Readonly<Record<string, readonly AdapterName[]>> = {
  dynamoBatchGet: ['dynamoBudgetStore', 'dynamoPriceTable'],
  iamCommands: ['awsAccessReader', 'awsIamAccess'],
};

const GRANTED: Granted = {
  identity: { stack: 'test', partition: 'aws', accountId: '444455556666', homeRegion: 'us-east-1' },
  region: 'us-east-1',
  means: MEANS,
  names: {
    tables: { UserBudgets: 'b', UsageTracking: 'u', AuditLogs: 'a', Pricing: 'p', Notifications: 'n' },
    bus: 'bus',
    settingsPath: '/s/',
    quarantineQueue: 'q',
    bucket: 'bucket',
    failedPrefix: 'failed/',
    replayedPrefix: 'replayed/',
    topics: ['arn:aws:sns:us-east-1:444455556666:t'],
    secrets: ['arn:aws:secretsmanager:us-east-1:444455556666:secret:s', '/channels/pagerduty'],
  },
};

/** The source files that go into a bundle. */
async function sourcesOf(entry: EntryName): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [`handlers/entry/${entry}.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'nowhere',
  });
  return Object.keys(metafile.inputs);
}

/** The actions of the calls that a source file makes. */
function actionsIn(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  const client = /@aws-sdk\/client-([a-z]+)/.exec(source)?.[1] ?? '';
  const calls = [...source.matchAll(/(?:new (\w+)Command\(|\bpaginate(\w+)\()/g)].map(
    ([, sent, paged]) => sent ?? paged ?? '',
  );
  return calls.flatMap((call) => ACTIONS[call] ?? [`${client}:${call}`]);
}

function allowed(adapters: readonly AdapterName[]): ReadonlySet<string> {
  const statements = statementsOf(adapters, GRANTED).filter(({ Effect }) => Effect === 'Allow');
  return new Set(statements.flatMap(({ Action }) => Action));
}

describe('the permissions of a function', () => {

  for (const entry of ENTRIES) {
    it(`${FUNCTIONS[entry].name}: are those of the adapters that its bundle holds, no fewer and no more`, async () => {
      const files = (await sourcesOf(entry)).filter((file) => file.startsWith('handlers/adapters/'));
      const made = new Set(files.flatMap(actionsIn));
      const isReader = !FUNCTIONS[entry].adapters.includes('awsIamAccess');
      // The reader shares a table of commands with what changes IAM; it takes two of each from it.
      const reads = /^iam:(?:Get|List)/;
      const expected = [...made].filter((action) => !(isReader && action.startsWith('iam:') && !reads.test(action)));
      expect([...allowed(FUNCTIONS[entry].adapters)].sort()).to.deep.equal(expected.sort());
      const adapters = files
        .map((file) => basename(file, '.ts'))
        .filter((name) => actionsIn(`handlers/adapters/${name}.ts`).length > 0);
      const named = adapters.flatMap((name): readonly string[] => (PART_OF[name] === undefined ? [name] : []));
      expect(FUNCTIONS[entry].adapters).to.include.members(named);
    });

    it(`${FUNCTIONS[entry].name}: has the variables that its entry reads, no fewer and no more`, async () => {
      const reads = (file: string): boolean =>
        file.startsWith('handlers/entry/') || file === 'handlers/suspensionMeans.ts';
      const files = (await sourcesOf(entry)).filter(reads);
      const read = files.flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/\b(?:required|requiredList|optional)\('([A-Z_]+)'\)/g)].map(
          ([, name = '']) => name,
        ),
      );
      expect([...FUNCTIONS[entry].variables].sort()).to.deep.equal([...new Set(read)].sort());
    });
  }

  for (const stack of ['dev', 'prod']) {
    it(`are in stack ${stack} what is declared, and set in each function’s environment`, async () => {
      const graph = await StackGraph.of(stack);
      const functions = graph.all('lambda/function:Function');
      expect(functions.length).to.be.at.least(ENTRIES.length);
      for (const fn of functions) {
        const entry = ENTRIES.find((candidate) => graph.text(fn, 'name').endsWith(`-${FUNCTIONS[candidate].name}`));
        if (entry === undefined) throw new Error(`${fn.urn}: no entry`);
        const statements = graph.statementsOf(graph.roleOfArn(graph.text(fn, 'role')));
        const actions = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
        const { adapters, variables } = FUNCTIONS[entry];
        const secrets = stack === 'dev' ? [] : ['/channels/pagerduty'];
        const names = { ...GRANTED.names, secrets };
        const own = statementsOf(adapters, { ...GRANTED, names, means: { ...MEANS, deactivatesKeys: false } });
        const declared = own.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
        const beside = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage', 'dynamodb:DescribeStream'];
        const stream = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];
        expect(actions).to.include.members(declared);
        expect([...declared, ...beside, ...stream]).to.include.members(actions);
        const environment = fn.inputs['environment'] as { readonly variables: Readonly<Record<string, unknown>> };
        expect(Object.keys(environment.variables).sort()).to.deep.equal([...variables].sort());
      }
    });
  }

  it('name no resource that is not the stack’s, but where AWS has none to name', async () => {
    const graph = await StackGraph.of('prod');
    const withAll = graph.all('iam/role:Role').flatMap((role) =>
      graph
        .statementsOf(graph.text(role, 'name'))
        .filter(({ Effect, Resource = [] }) => Effect === 'Allow' && Resource.includes('*'))
        .flatMap(({ Action }) => Action),
    );
    const services = new Set(withAll.map((action) => action.split(':')[0]));
    expect([...services].sort()).to.deep.equal(['cloudwatch', 'dynamodb', 'logs', 'pricing', 'xray']);
  });
});
