import {
  TransactionCanceledException,
  TransactionConflictException,
  type CancellationReason,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.js';

export interface FailedCondition {
  /** Of the item in the transaction. */
  readonly index: number;
  /** As it is in the table, where the transaction asks for it and there is one. */
  readonly item: Item | undefined;
}

/** What each item of a transaction says of its cancellation, in the order of the items. */
export type TransactionAnswer =
  | { readonly kind: 'written' }
  | { readonly kind: 'cancelled'; readonly failedConditions: readonly FailedCondition[] }
  | { readonly kind: 'busy' };

/** Reasons that pass by themselves; the SDK does not retry them inside a transaction. */
const TRANSIENT = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Sends a transaction and reads why it was cancelled. Throws everything that is neither a condition nor transient. */
export async function transactionAnswer(send: () => Promise<unknown>): Promise<TransactionAnswer> {
  try {
    await send();
    return { kind: 'written' };
  } catch (error) {
    if (error instanceof TransactionConflictException) return { kind: 'busy' };
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const failedConditions = reasons.flatMap(({ Code, Item: item }, index) =>
      Code === 'ConditionalCheckFailed' ? [{ index, item }] : [],
    );
    if (failedConditions.length > 0) return { kind: 'cancelled', failedConditions };
    if (reasons.some(isTransient) && reasons.every((reason) => isTransient(reason) || isNone(reason))) {
      return { kind: 'busy' };
    }
    throw error;
  }
}

function isTransient({ Code }: CancellationReason): boolean {
  return Code !== undefined && TRANSIENT.has(Code);
}

function isNone({ Code }: CancellationReason): boolean {
  return Code === undefined || Code === 'None';
}
