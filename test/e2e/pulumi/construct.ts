import { credentials } from '@grpc/grpc-js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import type { ConstructRequest } from '@pulumi/pulumi/proto/provider_pb.js';
import resourceServices from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import resource from '@pulumi/pulumi/proto/resource_pb.js';
import type { RegisterResourceRequest, RegisterResourceResponse } from '@pulumi/pulumi/proto/resource_pb.js';
import {
  ResourceReference,
  type PlannedResource,
  type PlanObject,
  type PlanValue,
} from '../../../local/engine/plan.js';
import { isList, isPlanObject, mapValues } from '../../../local/engine/planValue.js';
import { PlanRecorder } from '../../../local/engine/planRecorder.js';
import { NO_OPTIONS } from '../../../local/engine/registration.js';
import { propertiesOf, structOf } from '../../../local/engine/requests.js';
import { encodeObject } from '../../../local/engine/wireValue.js';

interface Place {
  readonly account: string;
  readonly region: string;
}

interface Given {
  readonly urn: string;
  readonly id: string;
}

/** Makes a remote component and the children that the local engine's table has for it, in the engine that asks. */
export async function construct(
  request: ConstructRequest,
  place: Place,
): Promise<InstanceType<typeof provider.ConstructResponse>> {
  const monitor = new resourceServices.ResourceMonitorClient(
    request.getMonitorendpoint(),
    credentials.createInsecure(),
  ) as unknown as Monitor;
  const [children, component] = tabled(request, place);
  const base = new resource.RegisterResourceRequest().setAcceptsecrets(true).setAcceptresources(true);
  const own = base.setType(request.getType()).setName(request.getName()).setParent(request.getParent());
  const { urn } = await register(monitor, own);
  const given = new Map<string, Given>();
  for (const child of children) given.set(child.urn, await register(monitor, childRequest(child, urn, request)));
  const outputs = mapValues(component.outputs, (value) => translated(value, children, given));
  const state = structOf(encodeObject(outputs));
  return new provider.ConstructResponse().setUrn(urn).setState(state);
}

type Monitor = {
  registerResource(
    request: RegisterResourceRequest,
    callback: (error: Error | null, answer: RegisterResourceResponse) => void,
  ): void;
};

function tabled(request: ConstructRequest, place: Place): readonly [readonly PlannedResource[], PlannedResource] {
  const recorder = new PlanRecorder({
    ...place,
    project: request.getProject(),
    stack: request.getStack(),
    mode: 'resolved',
  });
  const component = recorder.register({
    type: request.getType(),
    name: request.getName(),
    parent: undefined,
    custom: false,
    remote: true,
    inputs: propertiesOf(request.getInputs()),
    dependencies: [],
    propertyDependencies: {},
    provider: undefined,
    providers: {},
    options: NO_OPTIONS,
  });
  return [recorder.resources.filter(({ origin }) => origin === 'implied'), component];
}

function childRequest(child: PlannedResource, parent: string, request: ConstructRequest): RegisterResourceRequest {
  const inputs: PlanObject = child.inputs;
  return new resource.RegisterResourceRequest()
    .setType(child.type)
    .setName(child.name)
    .setParent(parent)
    .setCustom(true)
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setProvider(request.getProvidersMap().get('aws') ?? '')
    .setObject(structOf(encodeObject(inputs)));
}

function register(monitor: Monitor, request: RegisterResourceRequest): Promise<Given> {
  return new Promise((resolve, reject) => {
    monitor.registerResource(request, (error, answer) => {
      if (error === null) resolve({ urn: answer.getUrn(), id: answer.getId() });
      else reject(error);
    });
  });
}

/** What the table made up, as the engine gave it. */
function translated(
  value: PlanValue,
  children: readonly PlannedResource[],
  given: ReadonlyMap<string, Given>,
): PlanValue {
  if (value instanceof ResourceReference) {
    const real = given.get(value.urn);
    return real === undefined ? value : new ResourceReference(real.urn, real.id);
  }
  if (typeof value === 'string') {
    const child = children.find(({ id }) => id === value);
    return child === undefined ? value : (given.get(child.urn)?.id ?? value);
  }
  if (isList(value)) return value.map((item) => translated(item, children, given));
  return isPlanObject(value) ? mapValues(value, (inner) => translated(inner, children, given)) : value;
}
