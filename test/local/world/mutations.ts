import { isObject, type JsonObject } from '../../../domain/json.js';
import type { Plan, PlannedResource, PlanObject, PlanValue } from '../../../local/engine/plan.js';

/** One thing less, or one thing wrong, in a graph. */
export interface Mutation {
  readonly kind: string;
  readonly name: string;
  readonly of: (plan: Plan) => Plan;
}

/** Every mutation of every kind that a plan has a place for. */
export function mutationsOf(plan: Plan): readonly Mutation[] {
  return [
    ...removals(plan, 'rule', 'cloudwatch/eventRule:EventRule'),
    ...removals(plan, 'target', 'cloudwatch/eventTarget:EventTarget'),
    ...removals(plan, 'Lambda permission', 'lambda/permission:Permission'),
    ...removals(plan, 'subscription', 'cloudwatch/logSubscriptionFilter:LogSubscriptionFilter'),
    ...removals(plan, 'event source mapping', 'lambda/eventSourceMapping:EventSourceMapping'),
    ...removals(plan, 'bucket notification', 's3/bucketNotification:BucketNotification'),
    ...removals(
      plan,
      'invocation logging',
      'bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration',
    ),
    ...removals(plan, 'trail', 'cloudtrail/trail:Trail'),
    ...removals(plan, 'SSM parameter', 'ssm/parameter:Parameter'),
    ...removals(plan, 'table', 'dynamodb/table:Table'),
    ...removals(plan, 'queue', 'sqs/queue:Queue'),
    ...removals(plan, 'topic', 'sns/topic:Topic'),
    ...removals(plan, 'state machine', 'sfn/stateMachine:StateMachine'),
    ...removals(plan, 'Deny policy', 'iam/policy:Policy'),
    ...variables(plan),
    ...parameterValues(plan),
    ...statements(plan),
    ...trusts(plan),
    ...inputPaths(plan),
    ...stateInputs(plan),
  ];
}

function removals(plan: Plan, kind: string, type: string): readonly Mutation[] {
  return ofType(plan, type).map(({ urn, name }) => ({
    kind,
    name: `without ${name}`,
    of: (whole) => ({ ...whole, resources: whole.resources.filter((resource) => resource.urn !== urn) }),
  }));
}

function variables(plan: Plan): readonly Mutation[] {
  return ofType(plan, 'lambda/function:Function').flatMap((resource) => {
    const values = at(at(resource.inputs, 'environment'), 'variables');
    const names = isObject(values) ? Object.keys(values) : [];
    return names
      .map((name) => ({
        kind: 'variable',
        name: `${resource.name} without ${name}`,
        of: changing(resource, ['environment', 'variables', name], undefined),
      }))
      .concat(
        names.map((name) => ({
          kind: 'variable with another value',
          name: `${resource.name} ${name}`,
          of: changing(resource, ['environment', 'variables', name], `${String(at(values, name))}-x`),
        })),
      );
  });
}

function parameterValues(plan: Plan): readonly Mutation[] {
  return ofType(plan, 'ssm/parameter:Parameter').map((resource) => ({
    kind: 'SSM parameter with nonsense',
    name: resource.name,
    of: changing(resource, ['insecureValue'], '!nonsense!'),
  }));
}

function statements(plan: Plan): readonly Mutation[] {
  return ofType(plan, 'iam/rolePolicy:RolePolicy').flatMap((resource) => {
    const policy = JSON.parse(String(at(resource.inputs, 'policy'))) as { readonly Statement: readonly JsonObject[] };
    return policy.Statement.map((statement, index) => ({
      kind: 'permission',
      name: `${resource.name} without ${String(statement['Sid'])}`,
      of: changing(
        resource,
        ['policy'],
        JSON.stringify({ ...policy, Statement: policy.Statement.filter((_, place) => place !== index) }),
      ),
    }));
  });
}

function trusts(plan: Plan): readonly Mutation[] {
  return ofType(plan, 'iam/role:Role')
    .filter(({ inputs }) => !String(at(inputs, 'assumeRolePolicy')).includes('lambda.amazonaws.com'))
    .map((resource) => ({
      kind: 'trust',
      name: `${resource.name} trusts another service`,
      of: changing(
        resource,
        ['assumeRolePolicy'],
        String(at(resource.inputs, 'assumeRolePolicy')).replace(/"[a-z]+\.amazonaws\.com"/, '"ec2.amazonaws.com"'),
      ),
    }));
}

function inputPaths(plan: Plan): readonly Mutation[] {
  return ofType(plan, 'cloudwatch/eventTarget:EventTarget')
    .filter(({ inputs }) => inputs['inputPath'] !== undefined)
    .map((resource) => ({
      kind: 'state input',
      name: `${resource.name} gives the whole event`,
      of: changing(resource, ['inputPath'], undefined),
    }));
}

/** Each field that a task hands its function, left out. */
function stateInputs(plan: Plan): readonly Mutation[] {
  return ofType(plan, 'sfn/stateMachine:StateMachine').flatMap((resource) => {
    const definition = JSON.parse(String(at(resource.inputs, 'definition'))) as {
      readonly States: Readonly<Record<string, JsonObject>>;
    };
    return Object.entries(definition.States).flatMap(([stateName, state]) => {
      const parameters = state['Parameters'];
      const payload = isObject(parameters) ? parameters['Payload'] : undefined;
      if (!isObject(parameters) || !isObject(payload)) return [];
      return Object.keys(payload).map((field) => {
        const { [field]: _, ...Payload } = payload;
        const States = { ...definition.States, [stateName]: { ...state, Parameters: { ...parameters, Payload } } };
        return {
          kind: 'state input',
          name: `${resource.name} ${stateName} without ${field}`,
          of: changing(resource, ['definition'], JSON.stringify({ ...definition, States })),
        };
      });
    });
  });
}

function ofType({ resources }: Plan, type: string): readonly PlannedResource[] {
  return resources.filter((resource) => resource.type === `aws:${type}`);
}

/** Another value at a path of the inputs, or none; the outputs repeat it. */
function changing({ urn }: PlannedResource, path: readonly string[], value: PlanValue | undefined): Mutation['of'] {
  return (plan) => ({
    ...plan,
    resources: plan.resources.map((resource) =>
      resource.urn === urn
        ? { ...resource, inputs: set(resource.inputs, path, value), outputs: set(resource.outputs, path, value) }
        : resource,
    ),
  });
}

function set(object: PlanObject, [key = '', ...rest]: readonly string[], value: PlanValue | undefined): PlanObject {
  const inner = object[key];
  if (rest.length > 0) return isObject(inner) ? { ...object, [key]: set(inner, rest, value) } : object;
  const { [key]: _, ...others } = object;
  return value === undefined ? others : { ...others, [key]: value };
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}
