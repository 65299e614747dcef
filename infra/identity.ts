/** Where a stack lives, and what its resources are called: names say the stack, so that two live side by side. */
export interface StackIdentity {
  readonly stack: string;
  readonly partition: string;
  readonly accountId: string;
  /** Of the tables, the settings, the bus and the workflows. */
  readonly homeRegion: string;
}

const PROJECT = 'bedrock-budgeteer';

/** The longest name of ours, that of a bucket, has to fit into 63 characters. */
export const MAX_STACK_CHARACTERS = 10;

/** With which the names of all resources begin, but for a hyphen. */
export function resourcePrefix({ stack }: StackIdentity): string {
  return `${PROJECT}-${stack}`;
}

export function physicalName(identity: StackIdentity, name: string): string {
  return `${resourcePrefix(identity)}-${name}`;
}

/** An ARN in the home Region, or in `region`, which is empty for services that have none. */
export function arnOf(identity: StackIdentity, service: string, resource: string, region?: string): string {
  const { partition, accountId, homeRegion } = identity;
  return `arn:${partition}:${service}:${region ?? homeRegion}:${accountId}:${resource}`;
}

/** Of every role that the stack makes. */
export function ownRolesPattern(identity: StackIdentity): string {
  return arnOf(identity, 'iam', `role/${physicalName(identity, '*')}`, '');
}

export function settingsPath({ stack }: StackIdentity): string {
  return `/${PROJECT}/${stack}/`;
}

/** On every resource that takes tags. */
export function tagsOf({ stack }: StackIdentity): Readonly<Record<string, string>> {
  return { Project: PROJECT, Stack: stack, ManagedBy: 'pulumi' };
}

/** `UserBudgets` as `user-budgets`. */
export function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
