import type { Aws } from '../aws.js';

/** What the account answered that a plan makes up: `id`, and outputs by the names that the plan gives them. */
export type Made = Readonly<Record<string, string>>;

/** Makes a resource of a plan. The inputs are those of `@pulumi/aws`, with what was made up replaced. */
export type Creator = (inputs: never, aws: Aws) => Promise<Made>;

/** By type of the resource. */
export type Creators = Readonly<Record<string, Creator>>;

const NOTHING: Made = {};

/** Awaits a call whose answer a plan does not make up. */
export async function done(call: Promise<unknown>): Promise<Made> {
  await call;
  return NOTHING;
}
