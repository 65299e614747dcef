import type { Access } from './policyStatements.js';
import { WorldError } from '../worldError.js';

/** For each method of a port, the accesses that its adapter needs on AWS. */
export type Asked<Port> = {
  readonly [Method in keyof Port & string]: (...args: never[]) => readonly Access[];
};

/** A port that first checks the role, as AWS would. A method without declared accesses stops the world. */
export function withAuthorization<Port extends object>(
  port: Port,
  asked: Asked<Port>,
  assertAllowed: (access: Access) => void,
): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      const question: unknown = Reflect.get(asked, name);
      if (typeof question !== 'function')
        throw new WorldError(`${String(name)}: nobody has said what it asks of a role`);
      return async (...args: readonly unknown[]): Promise<unknown> => {
        await Promise.resolve();
        for (const access of Reflect.apply(question, undefined, args) as readonly Access[]) assertAllowed(access);
        return Reflect.apply(method, target, args) as unknown;
      };
    },
  });
}
