import type { JsonObject } from '../../../domain/json.js';
import { memoize } from '../../../domain/memoize.js';
import type { Graph } from '../declared.js';
import { isGranted, statementsOf, type Access } from './policyStatements.js';
import { AccessDenied, WorldError } from '../worldError.js';

interface Role {
  readonly trust: readonly JsonObject[];
  readonly statements: readonly JsonObject[];
  /** Whether it allows an action on a resource: functions ask for the same all the time. */
  readonly allows: (action: string) => (resource: string) => boolean;
}

/** Which service assumes the role, and for which resource. */
export interface OnBehalfOf {
  readonly service: string;
  readonly sourceArn: string;
}

/** The stack's roles: who may assume them, and what they allow. */
export class Roles {
  readonly #roles = new Map<string, Role>();
  readonly #accountId: string;

  constructor(graph: Graph, accountId: string) {
    this.#accountId = accountId;
    const policies = graph.all('iam/rolePolicy:RolePolicy');
    for (const role of graph.all('iam/role:Role')) {
      const own = policies.filter((policy) => policy.text('role') === role.text('name'));
      const trust = statementsOf(role.text('assumeRolePolicy'));
      const statements = own.flatMap((policy) => statementsOf(policy.text('policy')));
      const allows = memoize((action) => memoize((resource) => isGranted(statements, { action, resource })));
      this.#roles.set(role.text('arn'), { trust, statements, allows });
    }
  }

  /** Throws AccessDenied. */
  assertAllows(roleArn: string, access: Access): void {
    const { action, resource, context } = access;
    const { allows, statements } = this.#role(roleArn);
    const isAllowed = context === undefined ? allows(action)(resource) : isGranted(statements, access);
    if (!isAllowed) throw new AccessDenied(roleArn, action, resource);
  }

  /** A service acts through a role: the role has to trust it and to allow the call. Throws AccessDenied. */
  assertActs(roleArn: string, { service, sourceArn }: OnBehalfOf, access: Access): void {
    const context = {
      'aws:SourceAccount': this.#accountId,
      'aws:SourceArn': sourceArn,
      // Firehose gives only the account.
      'sts:ExternalId': this.#accountId,
    };
    const assumption = { action: 'sts:AssumeRole', resource: roleArn, service, context };
    if (!isGranted(this.#role(roleArn).trust, assumption)) {
      throw new AccessDenied(`${service} for ${sourceArn}`, 'sts:AssumeRole', roleArn);
    }
    this.assertAllows(roleArn, access);
  }

  /** Checks that a service makes when a resource is created, and without which creation fails. Throws WorldError. */
  assertDeployable(urn: string, roleArn: string, actions: readonly string[], resource: string): void {
    for (const action of actions) {
      if (isGranted(this.#role(roleArn).statements, { action, resource })) continue;
      throw new WorldError(`${urn}: ${roleArn} does not allow ${action} on ${resource}`);
    }
  }

  #role(roleArn: string): Role {
    const role = this.#roles.get(roleArn);
    if (role === undefined) throw new WorldError(`${roleArn}: the stack has no such role`);
    return role;
  }
}
