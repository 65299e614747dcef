import type { GrantName } from './grants.js';
import type { Variable } from './variables.js';

/** One function: how it is deployed, what it may do, and what it is told. */
export interface FunctionSpec {
  /** Ends the names of all that belongs to it. */
  readonly name: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** What its role allows, beside logs, tracing and what invokes the function (`infra/components/`). */
  readonly grants: readonly GrantName[];
  readonly variables: readonly Variable[];
  /** At most so many at a time, where the stack reserves concurrency at all. */
  readonly reservedConcurrency?: number;
  /** The part of a stack that it belongs to, where not every stack has it. */
  readonly onlyIf?: 'writesReport';
  /** Whether it prices calls by the fallback book, which its bundle then holds. */
  readonly hasPriceBook?: true;
}
