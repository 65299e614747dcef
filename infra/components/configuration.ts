import { ssm } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { settingsPath, tagsOf, type StackIdentity } from '../identity.js';

export interface ConfigurationArgs {
  readonly identity: StackIdentity;
  /** By name, as text. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A standard parameter holds 4,096 characters, an advanced one 8,192, at 0.05 USD a month; stepping back replaces it. */
const LONG_SETTINGS: readonly string[] = ['protectedPrincipals'];

/**
 * The settings that the functions read, one parameter each. What lies below `overrides/` is an operator's: the program
 * neither makes nor changes it.
 */
export class Configuration extends pulumi.ComponentResource {
  readonly path: string;

  constructor(name: string, { identity, settings }: ConfigurationArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Configuration', name, {}, options);
    this.path = settingsPath(identity);
    for (const [setting, value] of Object.entries(settings)) {
      new ssm.Parameter(
        `${name}-${setting}`,
        {
          name: `${this.path}${setting}`,
          type: 'String',
          // No setting is a secret, and the provider hides a `value` in previews.
          insecureValue: value,
          ...(LONG_SETTINGS.includes(setting) ? { tier: 'Advanced' } : {}),
          tags: tagsOf(identity),
        },
        { parent: this },
      );
    }
    this.registerOutputs({ path: this.path });
  }
}
