export interface Secrets {
  /** By the ARN of a secret of Secrets Manager, or the name of a SecureString parameter. Throws ConfigurationError. */
  read(reference: string): Promise<string>;
}
