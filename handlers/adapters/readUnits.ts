import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

/** Adds up the read request units that DynamoDB says it took. */
export class ReadUnits {
  #sum = 0;

  get sum(): number {
    return this.#sum;
  }

  add(consumed: ConsumedCapacity | undefined): void {
    this.#sum += consumed?.CapacityUnits ?? 0;
  }
}
