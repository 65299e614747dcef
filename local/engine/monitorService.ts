import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import resource from '@pulumi/pulumi/proto/resource_pb.js';
import type {
  ReadResourceRequest,
  RegisterPackageRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceCallRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from '@pulumi/pulumi/proto/resource_pb.js';
import { stringAt } from '../../domain/json.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { Unknown, type PlanObject } from './plan.js';
import type { PlanRecorder } from './planRecorder.js';
import { propertiesOf, readRegistrationOf, registrationOf, structOf } from './requests.js';
import { unary } from './unary.js';
import { encodeObject } from './wireValue.js';

/** What the SDK may do with this engine; it says itself what it misses of the rest. */
const FEATURES = new Set([
  'secrets',
  'resourceReferences',
  'outputValues',
  'aliasSpecs',
  'deletedWith',
  'replaceWith',
  'parameterization',
]);

const GET_RESOURCE = 'pulumi:pulumi:getResource';

/** Pulumi's ResourceMonitor over a recorder. Methods left out answer UNIMPLEMENTED, which the SDK expects. */
export function monitorService(recorder: PlanRecorder): UntypedServiceImplementation {
  return {
    supportsFeature: unary((request: SupportsFeatureRequest) =>
      new resource.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId())),
    ),
    registerPackage: unary((request: RegisterPackageRequest) =>
      new resource.RegisterPackageResponse().setRef(`${request.getName()}@${request.getVersion()}`),
    ),
    registerResource: unary((request: RegisterResourceRequest) => registered(recorder, request)),
    registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) => {
      recorder.registerOutputs(request.getUrn(), propertiesOf(request.getOutputs()));
      return new empty.Empty();
    }),
    readResource: unary((request: ReadResourceRequest) => {
      const { urn, outputs } = recorder.read(readRegistrationOf(request), request.getId());
      return new resource.ReadResourceResponse().setUrn(urn).setProperties(structOf(encodeObject(outputs)));
    }),
    invoke: unary((request: ResourceInvokeRequest) => {
      const answer = structOf(invoked(recorder, request));
      return new provider.InvokeResponse().setReturn(answer);
    }),
    call: unary((request: ResourceCallRequest): never => {
      throw new Error(`no answer known for the method ${request.getTok()}`);
    }),
    signalAndWaitForShutdown: unary(() => new empty.Empty()),
  };
}

function registered(
  recorder: PlanRecorder,
  request: RegisterResourceRequest,
): InstanceType<typeof resource.RegisterResourceResponse> {
  const { urn, id, outputs } = recorder.register(registrationOf(request));
  return new resource.RegisterResourceResponse()
    .setUrn(urn)
    .setId(typeof id === 'string' ? id : '')
    .setObject(structOf(encodeObject(outputs)));
}

function invoked(recorder: PlanRecorder, request: ResourceInvokeRequest): Record<string, unknown> {
  const args: PlanObject = propertiesOf(request.getArgs());
  if (request.getTok() !== GET_RESOURCE) {
    return encodeObject(recorder.invoke(request.getTok(), args, request.getProvider() || undefined));
  }
  const { urn, id, outputs } = recorder.find(stringAt(args, 'urn') ?? '');
  return { urn, id: id instanceof Unknown || id === undefined ? '' : id, state: encodeObject(outputs) };
}
