import { ssm } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { settingsPath, tagsOf, type StackIdentity } from '../identity.js';

export interface ConfigurationArgs {
  readonly identity: StackIdentity;
  /** Text by the setting's name; of a rule or team by `budgets/NAME` or `teams/NAME`. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * What a standard parameter holds. An advanced one holds twice as much, at USD 0.05 a month and USD 5 a million reads.
 * Going back to standard replaces it.
 */
const STANDARD_BYTES = 4096;

/**
 * One SSM parameter for each setting, rule and team that functions read. Operators own what is below `overrides/`: the program never
 * creates or changes it.
 */
export class Configuration extends pulumi.ComponentResource {
  readonly path: string;

  constructor(name: string, { identity, settings }: ConfigurationArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Configuration', name, {}, options);
    this.path = settingsPath(identity);
    for (const [setting, value] of Object.entries(settings)) {
      new ssm.Parameter(
        `${name}-${setting.replace('/', '-')}`,
        {
          name: `${this.path}${setting}`,
          type: 'String',
          // No setting is a secret, and the provider would hide `value` in previews.
          insecureValue: value,
          ...(Buffer.byteLength(value) > STANDARD_BYTES ? { tier: 'Advanced' } : {}),
          tags: tagsOf(identity),
        },
        { parent: this },
      );
    }
    this.registerOutputs({ path: this.path });
  }
}
