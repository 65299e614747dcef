import { actionsOfMethod } from '../../../handlers/contracts/grants.js';
import type { Access } from './policyStatements.js';
import { WorldError } from '../worldError.js';

export type Assert = (access: Access) => void;

type Resource = string | ((action: string, ...args: never[]) => string | undefined);

/**
 * The resource of each call: one ARN for the whole port, or one for each method. A function of the action and the
 * arguments answers an ARN, or undefined where the adapter does not make that call.
 */
export type Resources<Port> = string | { readonly [Method in keyof Port & string]: Resource };

/**
 * A port whose methods ask the role before they do anything, as AWS would ask: for the actions of the calls that the
 * adapter makes. A method that nobody has declared the calls of stops the world.
 */
export function withAuthorization<Port extends object>(
  adapter: string,
  port: Port,
  resources: Resources<Port>,
  assertAllowed: Assert,
): Port {
  const known = new Map<string | symbol, unknown>();
  return new Proxy(port, {
    get: (target, name) => {
      if (known.has(name)) return known.get(name);
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const actions = actionsOfMethod(adapter, String(name));
      const resource: unknown = typeof resources === 'string' ? resources : Reflect.get(resources, name);
      if (actions.length === 0 || resource === undefined) {
        throw new WorldError(`${adapter}.${String(name)}: nobody has said what it asks of a role`);
      }
      const authorized = async (...args: readonly unknown[]): Promise<unknown> => {
        await Promise.resolve();
        for (const action of actions) {
          const on: unknown =
            typeof resource === 'function' ? Reflect.apply(resource, undefined, [action, ...args]) : resource;
          if (typeof on === 'string') assertAllowed({ action, resource: on });
        }
        // What stands there now: faults are put in its place, and taken away.
        return Reflect.apply(Reflect.get(target, name) as typeof value, target, args) as unknown;
      };
      known.set(name, authorized);
      return authorized;
    },
  });
}
