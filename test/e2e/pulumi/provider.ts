import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import type {
  CheckRequest,
  ConstructRequest,
  CreateRequest,
  DiffRequest,
  InvokeRequest,
  UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';
import { answerInvoke } from '../../../local/engine/aws/invokes.js';
import { inputText } from '../../../local/engine/aws/renderTemplate.js';
import { resolvedOutputs } from '../../../local/engine/aws/resolvedOutputs.js';
import { ResourceReference, type PlanObject, type PlanValue } from '../../../local/engine/plan.js';
import { isList, isPlanObject, withoutSecrets } from '../../../local/engine/planValue.js';
import { propertiesOf, structOf } from '../../../local/engine/requests.js';
import { unary } from '../../../local/engine/unary.js';
import { encodeObject } from '../../../local/engine/wireValue.js';
import { construct } from './construct.js';

/** Stands in for the providers of AWS: makes nothing, and answers ids and outputs in AWS's forms. */
export function standIn(region: string, version: string): UntypedServiceImplementation {
  const place = { account: EXAMPLE_ACCOUNT, region };
  const made = (request: CreateRequest | UpdateRequest, inputs: PlanObject): ReturnType<typeof resolvedOutputs> => {
    const [urn, type, name] = [request.getUrn(), request.getType(), request.getName()];
    return resolvedOutputs({ ...place, urn, type, name, inputs, region: inputText(inputs, 'region') ?? region });
  };
  return {
    handshake: unary(() =>
      new provider.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true).setAcceptOutputs(true),
    ),
    checkConfig: unary((request: CheckRequest) => new provider.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary((request: DiffRequest) => differenceOf(request)),
    configure: unary(() =>
      new provider.ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setAcceptoutputs(true)
        .setSupportspreview(true),
    ),
    check: unary((request: CheckRequest) =>
      new provider.CheckResponse().setInputs(request.getNews()).setFailuresList(failuresIn(request)),
    ),
    diff: unary((request: DiffRequest) => differenceOf(request)),
    create: unary((request: CreateRequest) => {
      const inputs = propertiesOf(request.getProperties());
      if (request.getPreview()) return new provider.CreateResponse().setProperties(structOf(encodeObject(inputs)));
      const { id, outputs } = made(request, inputs);
      return new provider.CreateResponse().setId(id).setProperties(structOf(encodeObject(outputs)));
    }),
    update: unary((request: UpdateRequest) => {
      const { outputs } = made(request, propertiesOf(request.getNews()));
      return new provider.UpdateResponse().setProperties(structOf(encodeObject(outputs)));
    }),
    delete: unary(() => new empty.Empty()),
    invoke: unary((request: InvokeRequest) => {
      const answer = answerInvoke(request.getTok(), propertiesOf(request.getArgs()), place);
      return new provider.InvokeResponse().setReturn(structOf(encodeObject(answer)));
    }),
    construct: (
      { request }: ServerUnaryCall<ConstructRequest, unknown>,
      callback: sendUnaryData<InstanceType<typeof provider.ConstructResponse>>,
    ) => {
      construct(request, place).then(
        (answer) => {
          callback(null, answer);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(version)),
    attach: unary(() => new empty.Empty()),
    cancel: unary(() => new empty.Empty()),
  };
}

function differenceOf(request: DiffRequest): InstanceType<typeof provider.DiffResponse> {
  const [before, after] = [request.getOldInputs() ?? request.getOlds(), request.getNews()].map(propertiesOf);
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = keys.filter((key) => textOf(before?.[key]) !== textOf(after?.[key]));
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  return new provider.DiffResponse().setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME).setDiffsList(changed);
}

/** Equal for equal values, in whatever order a map names its keys. */
function textOf(value: PlanValue | undefined): string {
  return JSON.stringify(withoutSecrets(value ?? null), (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The real provider gets the URN of a component, which no input takes. */
function failuresIn(request: CheckRequest): InstanceType<typeof provider.CheckFailure>[] {
  return Object.entries(propertiesOf(request.getNews()))
    .filter(([, value]) => hasComponent(value))
    .map(([property]) =>
      new provider.CheckFailure().setProperty(property).setReason('a component is no value for the provider'),
    );
}

function hasComponent(value: PlanValue): boolean {
  if (value instanceof ResourceReference) return value.id === undefined;
  const opened = withoutSecrets(value);
  if (isList(opened)) return opened.some(hasComponent);
  return isPlanObject(opened) && Object.values(opened).some(hasComponent);
}
