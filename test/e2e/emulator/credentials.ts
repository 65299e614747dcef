import {
  CreateServiceSpecificCredentialCommand,
  DeleteServiceSpecificCredentialCommand,
  ListServiceSpecificCredentialsCommand,
  UpdateServiceSpecificCredentialCommand,
  type IAMClient,
  type ServiceSpecificCredential,
} from '@aws-sdk/client-iam';

const credentials = new Map<string, ServiceSpecificCredential>();

/** The client, with answers of its own to what the emulator does not know: service-specific credentials. */
export function withCredentials(client: IAMClient): IAMClient {
  const send = (command: Parameters<IAMClient['send']>[0]): Promise<unknown> => {
    const answer = answerTo(command);
    return answer === undefined ? client.send(command) : Promise.resolve(answer);
  };
  return Object.assign(Object.create(client) as IAMClient, { send });
}

function answerTo(command: unknown): object | undefined {
  if (command instanceof CreateServiceSpecificCredentialCommand) return created(command.input);
  if (command instanceof ListServiceSpecificCredentialsCommand) {
    const { UserName: user } = command.input;
    const all = [...credentials.values()];
    return { ServiceSpecificCredentials: all.filter(({ UserName }) => user === undefined || UserName === user) };
  }
  if (command instanceof UpdateServiceSpecificCredentialCommand) {
    const { ServiceSpecificCredentialId: id = '', Status } = command.input;
    const held = credentials.get(id);
    if (held !== undefined && Status !== undefined) credentials.set(id, { ...held, Status });
    return {};
  }
  if (command instanceof DeleteServiceSpecificCredentialCommand) {
    credentials.delete(command.input.ServiceSpecificCredentialId ?? '');
    return {};
  }
  return undefined;
}

function created({ UserName, ServiceName }: CreateServiceSpecificCredentialCommand['input']): object {
  const id = `ACCA${String(credentials.size + 1).padStart(17, '0')}`;
  const credential: ServiceSpecificCredential = {
    UserName,
    ServiceName,
    ServiceSpecificCredentialId: id,
    Status: 'Active',
    CreateDate: new Date(),
  };
  credentials.set(id, credential);
  return { ServiceSpecificCredential: { ...credential, ServiceCredentialSecret: 'ABSKexample' } };
}
