import type { Services } from '../../../handlers/ports/services.js';
import type { InvariantName } from '../../../local/simulator/checks/watched.js';
import type { Alteration } from '../../../local/simulator/run/simulation.js';

export interface Mutant {
  readonly name: string;
  readonly invariant: InvariantName;
  /** One that it is caught with, of twenty days. */
  readonly seed: number;
  readonly alter: Alteration;
}

type Change = (services: Services, entry: string) => Partial<Services>;

/** Below the faults: the adapters do something else than they should. */
export function adapters(change: Change): Alteration {
  return (inner) => ({
    ...inner,
    handler: (declaration, services, compose) =>
      inner.handler(declaration, { ...services, ...change(services, declaration.entry) }, compose),
  });
}

/** Above the faults: the functions take an answer otherwise than they should. */
export function functions(change: Change): Alteration {
  return (inner) => ({
    ...inner,
    handler: (declaration, services, compose) =>
      inner.handler(declaration, services, (faulty) => compose({ ...faulty, ...change(faulty, declaration.entry) })),
  });
}

/** Some methods of a port instead of its own. */
export function instead<Port extends object>(port: Port, methods: (port: Port) => Partial<Port>): Port {
  const others = methods(port);
  return new Proxy(port, {
    get: (target, name): unknown => {
      if (Object.hasOwn(others, name)) return Reflect.get(others, name);
      const method: unknown = Reflect.get(target, name);
      return typeof method === 'function'
        ? (...args: unknown[]): unknown => Reflect.apply(method, target, args)
        : method;
    },
  });
}
