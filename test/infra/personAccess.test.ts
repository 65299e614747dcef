import { expect } from 'chai';
import { planned } from './planned.js';
import type { StackGraph } from './stackGraph.js';

const POLICIES = [1, 2].map((number) => `arn:aws:iam::444455556666:policy/bedrock-budgeteer-test-persons-${number}`);
const WRITES = ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'];

interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resources: readonly string[];
}

/** What any role of the stack is allowed. */
function grantsOf(graph: StackGraph): readonly Grant[] {
  return graph.all('iam/role:Role').flatMap((role) => {
    const name = graph.text(role, 'name');
    return graph
      .statementsOf(name)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource = [] }) => Action.map((action) => ({ role: name, action, resources: Resource })));
  });
}

describe('a stack that can suspend persons', function () {
  this.timeout(120_000);
  let graph: StackGraph;
  let grants: readonly Grant[];

  before(async () => {
    graph = await planned({ invocationLogging: 'adopt', invocationLogGroup: '/aws/bedrock/log', personPolicies: 2 });
    grants = grantsOf(graph);
  });

  it('lets person-access alone write their policies, and no others', () => {
    const writers = grants.filter(({ action }) => WRITES.includes(action));
    expect([...new Set(writers.map(({ role }) => role))]).to.deep.equal(['bedrock-budgeteer-test-person-access']);
    for (const { resources } of writers) expect(resources).to.deep.equal(POLICIES);
  });

  it('lets person-access do nothing else in IAM', () => {
    const own = grants.filter(({ role, action }) => role.endsWith('-person-access') && action.startsWith('iam:'));
    expect(own.map(({ action }) => action).sort()).to.deep.equal([
      ...['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
      'iam:ListPolicyVersions',
    ]);
  });

  it('lets the state machines alone invoke person-access', () => {
    const isOfIt = (resource: string): boolean => resource.includes(':function:') && /-person-access\b/.test(resource);
    const invokers = grants.filter(({ resources }) => resources.some(isOfIt));
    expect([...new Set(invokers.map(({ role }) => role))]).to.deep.equal(['bedrock-budgeteer-test-workflows']);
    const permissions = graph.all('lambda/permission:Permission').map((one) => JSON.stringify(one.inputs['function']));
    expect(permissions.filter((fn) => fn.includes('person-access'))).to.deep.equal([]);
  });

  it('lets iam-utilities attach them to roles, and to nobody else', () => {
    const statements = graph.statementsOf('bedrock-budgeteer-test-iam-utilities');
    const naming = statements.filter((statement) => JSON.stringify(statement).includes('-persons-'));
    expect(naming).to.deep.equal([
      {
        Sid: 'AttachPersonPolicies',
        Effect: 'Allow',
        Action: ['iam:AttachRolePolicy'],
        Resource: ['arn:aws:iam::444455556666:role/*'],
        Condition: { ArnEquals: { 'iam:PolicyARN': POLICIES } },
      },
    ]);
  });

  it('has their policies, denying nobody, and leaves their documents to person-access', () => {
    const policies = graph.all('iam/policy:Policy').filter((one) => graph.text(one, 'name').includes('-persons-'));
    expect(policies.map((one) => graph.text(one, 'name'))).to.deep.equal([
      ...['bedrock-budgeteer-test-persons-1', 'bedrock-budgeteer-test-persons-2'],
    ]);
    for (const one of policies) {
      const { Statement } = JSON.parse(graph.text(one, 'policy')) as { readonly Statement: readonly object[] };
      expect(Statement).to.have.length(1);
      expect(Statement[0]).to.deep.include({ Effect: 'Deny', Condition: { StringLike: { 'aws:userid': ['*:'] } } });
    }
  });
});

describe('a stack that cannot suspend persons', function () {
  this.timeout(120_000);

  it('has no policy for them, and lets nobody write any', async () => {
    const graph = await planned({ invocationLogging: 'adopt', invocationLogGroup: '/aws/bedrock/log' });
    expect(grantsOf(graph).filter(({ action }) => WRITES.includes(action))).to.deep.equal([]);
    expect(graph.all('iam/policy:Policy').map((one) => graph.text(one, 'name'))).to.have.length(2);
  });
});
