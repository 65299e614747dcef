/** What happens to a call of a port: an error before it is carried out, or after, when only the answer is lost. */
export type Fault = 'before' | 'after' | undefined;

export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** Passes the calls of an object on, through faults; `faultAt` is asked once a call, in order over all wrapped objects. */
export function withFaults<T extends object>(target: T, faultAt: (method: string) => Fault): T {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property, object);
      if (typeof value !== 'function') return value;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const fault = faultAt(String(property));
        await aMoment();
        if (fault === 'before') throw new InjectedFault(`before ${String(property)}`);
        const answer: unknown = await (value.apply(object, args) as Promise<unknown>);
        await aMoment();
        if (fault === 'after') throw new InjectedFault(`after ${String(property)}`);
        return answer;
      };
    },
  });
}

/** Lets others run in between, as any network call does. */
async function aMoment(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
