/**
 * Where a stack is, and how its resources are named: every name contains the stack's, so two stacks can share an
 * account.
 */
export interface StackIdentity {
  readonly stack: string;
  readonly partition: string;
  readonly accountId: string;
  /** The Region of the tables, the settings, the bus and the workflows. */
  readonly homeRegion: string;
}

const PROJECT = 'bedrock-budgeteer';

/** Our longest name is a bucket's, which holds 63 characters. */
export const MAX_STACK_CHARACTERS = 10;

/** The prefix of all names, without the hyphen after it. */
export function resourcePrefix({ stack }: StackIdentity): string {
  return `${PROJECT}-${stack}`;
}

export function physicalName(identity: StackIdentity, name: string): string {
  return `${resourcePrefix(identity)}-${name}`;
}

/** An ARN in the home Region or in `region`; empty for services without one. */
export function arnOf(identity: StackIdentity, service: string, resource: string, region?: string): string {
  const { partition, accountId, homeRegion } = identity;
  return `arn:${partition}:${service}:${region ?? homeRegion}:${accountId}:${resource}`;
}

/** Matches every role of the stack. */
export function ownRolesPattern(identity: StackIdentity): string {
  return arnOf(identity, 'iam', `role/${physicalName(identity, '*')}`, '');
}

export function settingsPath({ stack }: StackIdentity): string {
  return `/${PROJECT}/${stack}/`;
}

/** Outside of the settings' path, which every function reads: addresses are for the notifier alone. */
export function addressesPath({ stack }: StackIdentity): string {
  return `/${PROJECT}-addresses/${stack}/`;
}

/** Tags of every resource that supports them. */
export function tagsOf({ stack }: StackIdentity): Readonly<Record<string, string>> {
  return { Project: PROJECT, Stack: stack, ManagedBy: 'pulumi' };
}

/** `UserBudgets` as `user-budgets`. */
export function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
