import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';

export interface Listening {
  readonly port: number;
  readonly close: () => void;
}

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Serves on a free port of the loopback interface. */
export async function listen(definition: ServiceDefinition, service: UntypedServiceImplementation): Promise<Listening> {
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  server.addService(definition, service);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    close: () => {
      server.forceShutdown();
    },
  };
}
