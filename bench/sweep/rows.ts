import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { decide } from '../../domain/budget/decide.js';
import { evolve } from '../../domain/budget/evolve.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import { principalOf } from '../../domain/iam/principal.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { applied } from '../../handlers/budgets/budgetRecords.js';
import { budgetItem } from '../../handlers/adapters/budgetItem.js';
import { epochSeconds, text, type Item } from '../../handlers/adapters/attributes.js';
import { EXAMPLE_ACCOUNT } from '../../local/world/logs/invocationRecord.js';

/** As many as BatchWriteItem takes. */
const ROWS_A_CALL = 25;
const CALLS_AT_A_TIME = 6;

/** One in so many of those that are not due yet has a date; the others are settled, and in no index of due work. */
const DATED = 10;

/**
 * Writes budgets of so many principals, of which the first `due` are due and whole. Of the others, which a sweep must not
 * read, only the key is there, and for some the date of tomorrow.
 */
export async function loadBudgets(
  client: DynamoDBClient,
  table: string,
  count: { readonly all: number; readonly due: number },
  settings: Settings,
  now: Instant,
  progress: (line: string) => void,
): Promise<void> {
  const notDue = { review_due: text('yes'), review_due_at: epochSeconds(now + DAY_MS) };
  const itemAt = (index: number): Item =>
    index < count.due
      ? dueItem(arnOf(index), settings, now)
      : { principal_id: text(arnOf(index)), ...(index % DATED === 0 ? notDue : {}) };
  const calls = Array.from({ length: Math.ceil(count.all / ROWS_A_CALL) }, (_, call) => call * ROWS_A_CALL);
  let written = 0;
  await pMap(
    calls,
    async (from) => {
      const indices = Array.from({ length: Math.min(ROWS_A_CALL, count.all - from) }, (_, place) => from + place);
      const requests = indices.map((index) => ({ PutRequest: { Item: itemAt(index) } }));
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('DynamoDB Local left rows unwritten');
      written += requests.length;
      if (written % 50_000 === 0) progress(`${written} of ${count.all} rows written`);
    },
    { concurrency: CALLS_AT_A_TIME },
  );
}

function arnOf(index: number): string {
  return `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/u${index}`;
}

/** A budget just opened, whose event waits to be published. */
function dueItem(arn: string, settings: Settings, now: Instant): Item {
  const principal = principalOf(arn);
  const policy = policyOf(settings, principal);
  const decision = decide({ type: 'OpenBudget', principal, seenAt: now }, undefined, policy, now);
  if (decision.kind === 'rejected') throw new Error(decision.reason);
  const spend = [{ at: now, costUsd: policy.limitUsd }];
  const opened = decision.events.reduce(evolve, undefined);
  const recorded = opened === undefined ? undefined : decide({ type: 'RecordSpend', spend }, opened, policy, now);
  if (recorded === undefined) throw new Error(`${arn}: not charged`);
  return budgetItem(applied(undefined, [...decision.events, ...recorded.events], policy, now));
}
