import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { MINUTE_MS, type Instant } from '../../domain/instant.js';
import { ConfigurationError } from '../runtime/errors.js';
import type { Clock } from '../ports/clock.js';
import type { Secrets } from '../ports/secrets.js';

/** How soon a secret that was replaced is used. */
const KEPT_MS = 5 * MINUTE_MS;

/** Secrets of Secrets Manager, by ARN, and SecureString parameters, by name. */
export class AwsSecrets implements Secrets {
  readonly #secretsManager: SecretsManagerClient;
  readonly #ssm: SSMClient;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly value: string; readonly until: Instant }>();

  constructor(secretsManager: SecretsManagerClient, ssm: SSMClient, clock: Clock) {
    this.#secretsManager = secretsManager;
    this.#ssm = ssm;
    this.#clock = clock;
  }

  async read(reference: string): Promise<string> {
    const known = this.#kept.get(reference);
    if (known !== undefined && this.#clock.now() < known.until) return known.value;
    const value = (await this.#fetch(reference))?.trim();
    if (value === undefined || value === '') throw new ConfigurationError(`${reference}: the secret has no text`);
    this.#kept.set(reference, { value, until: this.#clock.now() + KEPT_MS });
    return value;
  }

  async #fetch(reference: string): Promise<string | undefined> {
    if (reference.startsWith('arn:')) {
      const { SecretString } = await this.#secretsManager.send(new GetSecretValueCommand({ SecretId: reference }));
      return SecretString;
    }
    const { Parameter } = await this.#ssm.send(new GetParameterCommand({ Name: reference, WithDecryption: true }));
    return Parameter?.Value;
  }
}
