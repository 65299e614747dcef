import { Server, ServerCredentials } from '@grpc/grpc-js';
import engineServices from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import resourceServices from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import { engineService } from './engineService.js';
import { monitorService } from './monitorService.js';
import type { Diagnostic } from './plan.js';
import { PlanRecorder, type RecorderOptions } from './planRecorder.js';

/** The engine that a Pulumi program talks to, in this process, making nothing. */
export interface LoopbackEngine {
  /** `127.0.0.1:PORT`, for both services. */
  readonly address: string;
  readonly recorder: PlanRecorder;
  readonly diagnostics: readonly Diagnostic[];
  close(): void;
}

/** As Pulumi's own: a bundle of code as an inline asset is larger than the 4 MB that gRPC allows by itself. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Listens on a free port of the loopback interface. */
export async function startLoopbackEngine(options: RecorderOptions): Promise<LoopbackEngine> {
  const recorder = new PlanRecorder(options);
  const diagnostics: Diagnostic[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  server.addService(resourceServices.ResourceMonitorService, monitorService(recorder));
  server.addService(
    engineServices.EngineService,
    engineService((diagnostic) => diagnostics.push(diagnostic)),
  );
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    recorder,
    diagnostics,
    close: () => {
      server.forceShutdown();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
