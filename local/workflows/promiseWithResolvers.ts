/** Node 20 lacks `Promise.withResolvers`, which aws-local-stepfunctions calls. */
if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });

type Settle = (value: unknown) => void;

function withResolvers(): { readonly promise: Promise<unknown>; readonly resolve: Settle; readonly reject: Settle } {
  let resolve: Settle = () => undefined;
  let reject: Settle = () => undefined;
  const promise = new Promise<unknown>((...settles) => ([resolve, reject] = settles));
  return { promise, resolve, reject };
}
