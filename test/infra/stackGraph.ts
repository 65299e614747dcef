import { isObject } from '../../domain/json.js';
import type { Plan, PlannedResource } from '../../local/engine/plan.js';
import { Unknown } from '../../local/engine/plan.js';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { runProgram } from '../../local/engine/runProgram.js';

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Of a run that takes ten on an idle machine. */
const TIME_LIMIT_SECONDS = 600;

const GRAPHS = new Map<string, Promise<StackGraph>>();

/** What a stack declares, as tests ask for it. */
export class StackGraph {
  readonly plan: Plan;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** Runs the program once for all tests that ask. */
  static of(
    stack: string,
    mode: 'preview' | 'resolved' = 'resolved',
    settings: Readonly<Record<string, string>> = {},
  ): Promise<StackGraph> {
    const key = `${stack} ${mode} ${JSON.stringify(settings)}`;
    const run = { folder: '.', stack, mode, settings, timeLimitSeconds: TIME_LIMIT_SECONDS } as const;
    const known =
      GRAPHS.get(key) ?? runProgram({ ...run, cacheFolder: PLAN_CACHE }).then((plan) => new StackGraph(plan));
    GRAPHS.set(key, known);
    return known;
  }

  /** `type` as in `lambda/function:Function`. */
  all(type: string): readonly PlannedResource[] {
    return this.plan.resources.filter((resource) => resource.type === `aws:${type}`);
  }

  /** What stands at a path of the inputs or outputs; throws if it is no text. */
  text({ urn, inputs, outputs }: PlannedResource, ...path: readonly string[]): string {
    const found = at(inputs, path) ?? at(outputs, path);
    if (typeof found === 'string') return found;
    throw new Error(`${urn}: ${path.join('.')}: not a text`);
  }

  /** By name of the role: what all of its policies allow and deny. */
  statementsOf(roleName: string): readonly Statement[] {
    const policies = this.all('iam/rolePolicy:RolePolicy').filter((policy) => this.text(policy, 'role') === roleName);
    return policies.flatMap((policy) => statementsIn(this.text(policy, 'policy')));
  }

  roleOfArn(arn: string): string {
    return arn.slice(arn.lastIndexOf('/') + 1);
  }
}

export function statementsIn(policy: string): readonly Statement[] {
  return (JSON.parse(policy) as { readonly Statement: readonly Statement[] }).Statement;
}

/** Whether some statement allows an action on exactly this resource, or on a pattern that ends in `*`. */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    ({ Effect, Action, Resource = [] }) =>
      Effect === 'Allow' &&
      Action.includes(action) &&
      Resource.some(
        (pattern) => pattern === resource || (pattern.endsWith('*') && resource.startsWith(pattern.slice(0, -1))),
      ),
  );
}

export function hasUnknown(value: unknown): boolean {
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value);
}
