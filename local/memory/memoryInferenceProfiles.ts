import type { InferenceProfileDirectory } from '../../handlers/ports/inferenceProfiles.js';

/** Application inference profiles by ARN, with the model behind each. */
export class MemoryInferenceProfiles implements InferenceProfileDirectory {
  readonly #models: ReadonlyMap<string, string>;

  constructor(models: ReadonlyMap<string, string>) {
    this.#models = models;
  }

  modelBehind(profileArn: string): Promise<string | undefined> {
    return Promise.resolve(this.#models.get(profileArn));
  }
}
