import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import engine from '@pulumi/pulumi/proto/engine_pb.js';
import type { LogRequest, SetRootResourceRequest } from '@pulumi/pulumi/proto/engine_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Diagnostic } from './plan.js';
import { unary } from './unary.js';

/** By the number on the wire; source: pulumi/engine.proto. */
const SEVERITIES: readonly Diagnostic['severity'][] = ['debug', 'info', 'warning', 'error'];

/** Pulumi's Engine: the program's log, and the root resource. It satisfies any range of CLI versions. */
export function engineService(log: (diagnostic: Diagnostic) => void): UntypedServiceImplementation {
  let root = '';
  return {
    log: unary((request: LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()] ?? 'info';
      log({ severity, message: request.getMessage(), urn: request.getUrn() || undefined });
      return new empty.Empty();
    }),
    getRootResource: unary(() => new engine.GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request: SetRootResourceRequest) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    requirePulumiVersion: unary(() => new engine.RequirePulumiVersionResponse()),
    startDebugging: unary(() => new empty.Empty()),
  };
}
