import { expect } from 'chai';
import { operatorStatements, releaseStatements } from '../../cli/policies/operatorPolicy.js';
import { readerStatements } from '../../cli/policies/readerPolicy.js';
import { WITH_MORE } from '../../cli/security/permissionsPage.js';
import { matchesPattern } from '../../domain/iam/pattern.js';
import { StackGraph, statementsIn } from '../infra/stackGraph.js';
import { actionReference, policiesBelow, policiesOf, type ShownStatement } from './jsonPolicies.js';

const CONTROL_POLICIES = policiesOf('docs/service-control-policies.md');
const CONTROLS = CONTROL_POLICIES.flatMap(({ statements }) => statements);
const ACCOUNT = '111122223333';

describe('policies of the pages', () => {
  const statements = policiesBelow('docs').flatMap((policy) => policy.statements);
  const { actions, conditionKeys } = actionReference();
  const namedBy = (pattern: string): readonly string[] => {
    const [service = '', name = ''] = pattern.split(':');
    return (actions[service] ?? []).filter((action) => matchesPattern(name, action)).map((one) => `${service}:${one}`);
  };

  it('name actions that AWS has', () => {
    expect(statements.length).to.be.above(40);
    const unknown = statements.flatMap(({ page, sid, actions: patterns }) =>
      patterns.filter((pattern) => namedBy(pattern).length === 0).map((pattern) => `${page} ${sid} ${pattern}`),
    );
    expect(unknown).to.deep.equal([]);
  });

  it('ask of each action only what IAM can tell of it', () => {
    const asked = statements.flatMap((statement) =>
      keysOf(statement).flatMap((key) => statement.actions.flatMap(namedBy).map((action) => ({ action, key }))),
    );
    const untold = asked.filter(({ action, key }) => !(conditionKeys[action] ?? []).includes(key));
    expect(asked.length).to.be.above(5);
    expect(untold).to.deep.equal([]);
  });
});

describe('docs/service-control-policies.md', function () {
  this.timeout(120_000);

  it('only denies, each statement under a name of its own', () => {
    expect(CONTROLS.filter(({ effect }) => effect !== 'Deny')).to.deep.equal([]);
    const sids = CONTROLS.map(({ sid }) => sid);
    expect([...new Set(sids)]).to.deep.equal(sids);
  });

  it('keeps each policy within the bound of Organizations', () => {
    expect(CONTROL_POLICIES.map(({ characters }) => characters)).to.have.length(4);
    for (const { characters } of CONTROL_POLICIES) expect(characters).to.be.below(5120);
  });

  it('lets the roles of the stack do what they may', async () => {
    const graph = await StackGraph.of('prod', 'resolved', {
      ...WITH_MORE,
      invocationLogging: 'manage',
      invocationLogGroup: '',
    });
    const asks = graph.all('iam/rolePolicy:RolePolicy').flatMap((policy) =>
      statementsIn(graph.text(policy, 'policy'))
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action, Resource = [] }) => asksOf(`role/${graph.text(policy, 'role')}`, Action, Resource)),
    );
    expect(asks.length).to.be.above(150);
    expect(asks.flatMap(deniedBy)).to.deep.equal([]);
  });

  it('lets operators use every command', () => {
    const identity = { stack: 'prod', partition: 'aws', accountId: ACCOUNT, homeRegion: 'eu-central-1' };
    const all = [...readerStatements(identity), ...operatorStatements(identity), ...releaseStatements(identity)];
    const asks = all.flatMap(({ Action, Resource }) => asksOf('role/OPERATOR', Action, Resource));
    expect(asks.flatMap(deniedBy)).to.deep.equal([]);
  });

  it('keeps everybody else from changing what the stack is made of', () => {
    const tries: readonly (readonly [string, string])[] = [
      ['dynamodb:UpdateItem', 'arn:aws:dynamodb:eu-central-1:1:table/bedrock-budgeteer-prod-user-budgets'],
      ['events:PutEvents', 'arn:aws:events:eu-central-1:1:event-bus/bedrock-budgeteer-prod-bus'],
      ['firehose:PutRecord', 'arn:aws:firehose:eu-central-1:1:deliverystream/bedrock-budgeteer-prod-usage-logs'],
      ['iam:PassRole', 'arn:aws:iam::1:role/bedrock-budgeteer-prod-iam-utilities'],
      ['lambda:InvokeFunction', 'arn:aws:lambda:eu-central-1:1:function:bedrock-budgeteer-prod-budget-status'],
      [
        'logs:PutLogEvents',
        'arn:aws:logs:us-east-1:1:log-group:/aws/bedrock/x:log-stream:aws/bedrock/modelinvocations',
      ],
      ['ssm:PutParameter', 'arn:aws:ssm:eu-central-1:1:parameter/bedrock-budgeteer/prod/overrides/protectedPrincipals'],
      ['states:StartExecution', 'arn:aws:states:eu-central-1:1:stateMachine:bedrock-budgeteer-prod-restoration'],
    ];
    const open = tries.filter(([action, resource]) => deniedBy({ who: 'user/ana', action, resource }).length === 0);
    expect(open).to.deep.equal([]);
  });
});

/** Keys of IAM and STS; those of all services, `aws:`, and of others are not looked up. */
function keysOf({ condition }: ShownStatement): readonly string[] {
  return Object.values(condition)
    .flatMap((values) => Object.keys(values))
    .filter((key) => /^(?:iam|sts):(?!RoleSessionName)/.test(key));
}

interface Ask {
  readonly who: string;
  readonly action: string;
  readonly resource: string;
}

function asksOf(who: string, actions: readonly string[], resources: readonly string[]): readonly Ask[] {
  return actions.flatMap((action) => resources.map((resource) => ({ who, action, resource })));
}

/** The statements that deny it, whatever policy or tag is meant. */
function deniedBy({ who, action, resource }: Ask): readonly string[] {
  const arn = `arn:aws:iam::${ACCOUNT}:${who}`;
  const denies = CONTROLS.filter(({ actions, resources, condition }) => {
    const spared = condition['ArnNotLike']?.['aws:PrincipalArn'] as readonly string[];
    const isNamed = actions.some((pattern) => matchesPattern(pattern, action));
    const isOn = resources.some((pattern) => matchesPattern(pattern, resource));
    return isNamed && isOn && !spared.some((pattern) => matchesPattern(pattern, arn));
  });
  return denies.map(({ sid }) => `${who} ${action} ${resource}: ${sid}`);
}
