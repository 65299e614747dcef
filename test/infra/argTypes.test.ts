import { expect } from 'chai';
import { ResourceReference, Secret, Unknown, type PlannedResource, type PlanObject } from '../../local/engine/plan.js';
import { NO_OPTIONS } from '../../local/engine/registration.js';
import { argumentErrors } from './argTypes.js';
import { StackGraph } from './stackGraph.js';

const COMPONENT = new ResourceReference('urn:pulumi:dev::project::own:infra:Network::network');
const ROLE = new ResourceReference('urn:pulumi:dev::project::own:infra:Service$aws:iam/role:Role::role', 'role-1');

describe('the inputs of the stack', () => {
  const planned = new Map<string, readonly PlannedResource[]>();
  let errors: readonly string[];

  before(async () => {
    for (const stack of ['dev', 'prod']) planned.set(stack, (await StackGraph.of(stack)).plan.resources);
    const inNetwork = await StackGraph.of('dev', 'preview', { network: 'true' });
    planned.set('dev in a network', inNetwork.plan.resources);
    // One compilation for all of them: it reads the provider's types, which are large.
    errors = argumentErrors([...planned].flatMap(([title, all]) => all.map((one) => of(title, one))));
  });

  for (const title of ['dev', 'prod', 'dev in a network']) {
    it(`are those that the provider takes: ${title}`, () => {
      expect(planned.get(title)?.filter(({ type }) => type.startsWith('aws:')).length).to.be.greaterThan(200);
      expect(errors.filter((error) => error.startsWith(`${title}: `))).to.deep.equal([]);
    });
  }
});

/** The resource with the stack before its URN. */
function of(title: string, resource: PlannedResource): PlannedResource {
  return { ...resource, urn: `${title}: ${resource.urn}` };
}

describe('argumentErrors', () => {
  const vpcConfig = { subnetIds: new Unknown(), securityGroupIds: ['sg-1'] };
  const healthy: PlanObject = { role: 'arn:role', runtime: 'nodejs22.x', timeout: 30, vpcConfig };
  const cases: readonly (readonly [string, PlanObject, readonly string[]])[] = [
    ['nothing of what fits', healthy, []],
    ['nothing of unknown values and secrets', { role: new Unknown(), timeout: new Secret(5) }, []],
    ['an unknown input', { ...healthy, timeOut: 30 }, ["'timeOut'"]],
    ['an unknown input below another', { ...healthy, vpcConfig: { ...vpcConfig, urn: 'urn' } }, ["'urn'"]],
    ['a missing input', { runtime: 'nodejs22.x' }, ["Property 'role' is missing"]],
    ['a wrong kind', { ...healthy, timeout: '30' }, ["Type 'string' is not assignable"]],
    ['a wrong kind in a secret', { ...healthy, timeout: new Secret('30') }, ["Type 'string' is not assignable"]],
    ['a wrong kind in a list', { ...healthy, layers: [1] }, ["Type 'number' is not assignable"]],
    ['a component as a value', { ...healthy, vpcConfig: COMPONENT }, ["Type 'ComponentResource"]],
    ['two in one', { ...healthy, timeout: '30', handler: 1 }, ["Type 'string' is not", "Type 'number' is not"]],
  ];

  // One compilation for all of them: it reads the provider's types, which are large.
  const resources = cases.map(([title, inputs]) => functionWith(title, inputs));
  let errors: readonly string[];
  before(() => {
    errors = argumentErrors(resources);
  });

  for (const [title, , expected] of cases) {
    it(`names ${title}`, () => {
      const found = errors.filter((error) => error.startsWith(`${title}: `));
      expect(found, found.join('\n')).to.have.length(expected.length);
      for (const [index, part] of expected.entries()) expect(found[index]).to.contain(part);
    });
  }

  it('takes a resource of the provider for a value, and names a type that the provider does not have', () => {
    const policy = { ...functionWith('y', { role: ROLE, policy: '{}' }), type: 'aws:iam/rolePolicy:RolePolicy' };
    const found = argumentErrors([{ ...functionWith('x', {}), type: 'aws:lambda/functoin:Functoin' }, policy]);
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/^x: Cannot find module/);
  });
});

function functionWith(urn: string, inputs: PlanObject): PlannedResource {
  return {
    urn,
    type: 'aws:lambda/function:Function',
    name: 'function',
    parent: undefined,
    origin: 'declared',
    custom: true,
    remote: false,
    id: undefined,
    inputs,
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    provider: undefined,
    options: NO_OPTIONS,
  };
}
