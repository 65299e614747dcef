import type { PlanObject, ResourceOptions } from './plan.js';

/** A resource as the program asks for it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly custom: boolean;
  readonly remote: boolean;
  readonly inputs: PlanObject;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider: string | undefined;
  /** Of a component, for its children: provider references by package. */
  readonly providers: Readonly<Record<string, string>>;
  readonly options: ResourceOptions;
}

export const NO_OPTIONS: ResourceOptions = {
  protect: false,
  retainOnDelete: false,
  deleteBeforeReplace: false,
  ignoreChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
};
