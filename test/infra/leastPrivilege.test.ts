import { expect } from 'chai';
import { FUNCTION_NAMES, type FunctionName } from '../../handlers/contracts/functions.js';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { GRANT_NAMES, methodsOf, type GrantName } from '../../handlers/contracts/grants.js';
import { statementsOf, type Granted } from '../../infra/policies/adapterStatements.js';
import { callsOf } from './reach/functionCalls.js';
import { StackGraph } from './stackGraph.js';

const GRANTED: Granted = {
  identity: { stack: 'test', partition: 'aws', accountId: '444455556666', homeRegion: 'us-east-1' },
  region: 'us-east-1',
  enforcementConfig: ENFORCEMENT_CONFIG,
  names: {
    tables: {
      UserBudgets: 'b',
      UsageTracking: 'u',
      AuditLogs: 'a',
      PersonPolicies: 'pp',
      Pricing: 'p',
      TeamSpending: 'bedrock-budgeteer-dev-team-spending',
      Notifications: 'n',
    },
    bus: 'bus',
    settingsPath: '/s/',
    quarantineQueue: 'q',
    bucket: 'bucket',
    failedPrefix: 'failed/',
    replayedPrefix: 'replayed/',
    reportBucket: 'bucket',
    topics: ['arn:aws:sns:us-east-1:444455556666:t'],
    secrets: ['arn:aws:secretsmanager:us-east-1:444455556666:secret:s', '/channels/pagerduty'],
    addressesPath: '/addresses/',
    mail: { identity: 'example.com', fromAddress: 'budgets@example.com' },
  },
};

/** Of dev and prod, which set none of the options that take more permissions. */
const WITHOUT_OPTIONS = {
  ...ENFORCEMENT_CONFIG,
  deactivatesKeys: false,
  fallsBackToBoundary: false,
  personPolicyArns: [],
};

function actionsOf(grants: readonly GrantName[]): ReadonlySet<string> {
  const statements = statementsOf(grants, GRANTED).filter(({ Effect }) => Effect === 'Allow');
  return new Set(statements.flatMap(({ Action }) => Action));
}

/** What is wrong with giving a function these grants, by what its own code can call; one line each. */
function problemsWith(entry: FunctionName, grants: readonly GrantName[]): readonly string[] {
  const { actions, methods } = callsOf(entry);
  const allowed = actionsOf(grants);
  const missing = [...methods].flatMap(([method, needed]) => {
    const given = actionsOf(grants.filter((name) => methodsOf(name).includes(method)));
    return [...needed].filter((action) => !given.has(action)).map((action) => `${method} may not ${action}`);
  });
  const needless = grants.flatMap((name) => {
    const used = new Set(methodsOf(name).flatMap((method) => [...(methods.get(method) ?? [])]));
    return [...actionsOf([name])].filter((action) => !used.has(action)).map((action) => `${name}: no ${action}`);
  });
  const elsewhere = [...actions].filter((action) => !allowed.has(action)).map((action) => `nothing allows ${action}`);
  return [...missing, ...needless, ...elsewhere];
}

describe('the permissions of a function', () => {
  for (const entry of FUNCTION_NAMES) {
    it(`${FUNCTIONS[entry].name}: are what its own code can call, no less and no more`, () => {
      expect(callsOf(entry).methods.size).to.be.above(0);
      expect(problemsWith(entry, FUNCTIONS[entry].grants)).to.deep.equal([]);
    });

    it(`${FUNCTIONS[entry].name}: would be wrong with one less, and with any other`, () => {
      const { grants } = FUNCTIONS[entry];
      const others = GRANT_NAMES.filter((name) => !grants.includes(name));
      for (const name of grants) {
        expect(
          problemsWith(
            entry,
            grants.filter((one) => one !== name),
          ),
          `without ${name}`,
        ).not.to.deep.equal([]);
      }
      for (const name of others) {
        expect(problemsWith(entry, [...grants, name]), `with ${name}`).not.to.deep.equal([]);
      }
    });
  }

  for (const stack of ['dev', 'prod']) {
    it(`are in stack ${stack} what is declared, and set in each function’s environment`, async () => {
      const graph = await StackGraph.of(stack, 'resolved', { dailyReport: 'on' });
      const functions = graph.all('lambda/function:Function');
      expect(functions.length).to.be.at.least(FUNCTION_NAMES.length);
      for (const fn of functions) {
        const entry = FUNCTION_NAMES.find((candidate) =>
          graph.text(fn, 'name').endsWith(`-${FUNCTIONS[candidate].name}`),
        );
        if (entry === undefined) throw new Error(`${fn.urn}: no entry`);
        const statements = graph.statementsOf(graph.roleOfArn(graph.text(fn, 'role')));
        const actions = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
        const { grants, variables } = FUNCTIONS[entry];
        const secrets = stack === 'dev' ? [] : ['/channels/pagerduty'];
        const names = { ...GRANTED.names, secrets, addressesPath: undefined, mail: undefined };
        const personPolicyArns = stack === 'dev' ? ENFORCEMENT_CONFIG.personPolicyArns : [];
        const enforcementConfig = { ...WITHOUT_OPTIONS, personPolicyArns };
        const own = statementsOf(grants, { ...GRANTED, names, enforcementConfig });
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
