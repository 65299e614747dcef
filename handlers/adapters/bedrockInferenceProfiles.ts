import { BedrockClient, GetInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { modelBehindArns } from '../../domain/invocations/modelReference.js';
import type { InferenceProfileDirectory } from '../ports/inferenceProfiles.js';

/** Deleted, or no profile at all. To be denied access is a fault of the deployment, which must not pass in silence. */
const NOT_OURS = new Set(['ResourceNotFoundException', 'ValidationException']);

/** Inference profiles by Bedrock's control plane, in the Region of the client. */
export class BedrockInferenceProfiles implements InferenceProfileDirectory {
  readonly #client: BedrockClient;

  constructor(client: BedrockClient) {
    this.#client = client;
  }

  /** Throws what the client throws, but for profiles that are not ours to see. */
  async modelBehind(profileArn: string): Promise<string | undefined> {
    try {
      const profile = await this.#client.send(
        new GetInferenceProfileCommand({ inferenceProfileIdentifier: profileArn }),
      );
      return modelBehindArns((profile.models ?? []).flatMap(({ modelArn }) => modelArn ?? []));
    } catch (error) {
      if (error instanceof Error && NOT_OURS.has(error.name)) return undefined;
      throw error;
    }
  }
}

export function connectInferenceProfiles(limits: object): BedrockInferenceProfiles {
  return new BedrockInferenceProfiles(new BedrockClient(limits));
}
