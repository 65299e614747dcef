import { expect } from 'chai';
import { isObject } from '../../domain/json.js';
import { planned } from './planned.js';
import type { StackGraph } from './stackGraph.js';

const BOOK = 'arn:aws:ssm:us-east-1:444455556666:parameter/bedrock-budgeteer-addresses/test';
const ADOPTED = { invocationLogging: 'adopt', invocationLogGroup: '/aws/bedrock/log' };
const MAIL = {
  ...ADOPTED,
  notifyPersons: 'mail',
  mailSender: 'Budgets <budgets@mail.example.com>',
  mailIdentity: 'example.com',
  mailConfigurationSet: 'budgets',
  personAddresses: [{ who: 'role/indexer', address: 'search@example.com' }],
};

/** Statements of any role that allow an action, by the role. */
function allowing(graph: StackGraph, action: string, resource: string): readonly (readonly [string, unknown])[] {
  return graph.all('iam/role:Role').flatMap((role) => {
    const name = graph.text(role, 'name');
    return graph
      .statementsOf(name)
      .filter(
        ({ Action, Resource = [] }) => Action.includes(action) && Resource.some((one) => one.startsWith(resource)),
      )
      .map((statement) => [name, statement] as const);
  });
}

describe('a stack that tells persons by mail', function () {
  this.timeout(120_000);

  it('lets the notifier alone send, from one address of one identity', async () => {
    const graph = await planned(MAIL);
    expect(allowing(graph, 'ses:SendEmail', '')).to.deep.equal([
      [
        'bedrock-budgeteer-test-notifier',
        {
          Sid: 'SendMail',
          Effect: 'Allow',
          Action: ['ses:SendEmail'],
          Resource: [
            'arn:aws:ses:us-east-1:444455556666:identity/example.com',
            'arn:aws:ses:us-east-1:444455556666:configuration-set/budgets',
          ],
          Condition: { StringEquals: { 'ses:FromAddress': ['budgets@mail.example.com'] } },
        },
      ],
    ]);
  });

  it('lets the notifier alone read the addresses, which stand nowhere else', async () => {
    const graph = await planned(MAIL);
    const readers = allowing(graph, 'ssm:GetParametersByPath', BOOK).map(([role]) => role);
    expect(readers).to.deep.equal(['bedrock-budgeteer-test-notifier']);
    const holding = graph.plan.resources.filter(({ inputs }) => JSON.stringify(inputs).includes('search@example.com'));
    expect(holding.map(({ inputs }) => inputs['name'])).to.deep.equal(['/bedrock-budgeteer-addresses/test/0']);
  });

  it('has none of it by default', async () => {
    const graph = await planned(ADOPTED);
    expect(allowing(graph, 'ses:SendEmail', '')).to.deep.equal([]);
    expect(allowing(graph, 'ssm:GetParametersByPath', BOOK)).to.deep.equal([]);
    const names = graph.all('ssm/parameter:Parameter').map((parameter) => graph.text(parameter, 'name'));
    expect(names.filter((name) => name.includes('addresses'))).to.deep.equal([]);
    const told = graph.all('lambda/function:Function').flatMap(({ inputs }) => {
      const { environment } = inputs;
      const variables = isObject(environment) ? environment['variables'] : undefined;
      return isObject(variables) && 'NOTIFY_PERSONS' in variables ? [variables['NOTIFY_PERSONS']] : [];
    });
    expect(told).to.deep.equal(['{"by":"off"}']);
  });
});
