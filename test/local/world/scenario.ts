import { readFileSync } from 'node:fs';
import { MINUTE_MS } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';
import type { Plan } from '../../../local/engine/plan.js';
import { createWorld, type World } from '../../../local/world/world.js';

export const START = Date.UTC(2026, 9, 5, 8, 0);
export const IAM = `arn:aws:iam::${EXAMPLE_ACCOUNT}`;
export const ALICE = `${IAM}:user/teams/search/alice`;
export const SUMMARISER = `${IAM}:role/summariser`;
export const KEY_USER = `${IAM}:user/BedrockAPIKey-k7qd`;
const SESSION = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/summariser/run-1`;

const LIMITED = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
export const FULL = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';

/** 0.21 USD: 2,000 tokens in at 5 and 8,000 out at 25 USD a million. */
const OPUS = {
  modelId: 'global.anthropic.claude-opus-4-7',
  operation: 'InvokeModelWithResponseStream',
  input: 2000,
  output: 8000,
};

export const COST_OF_CALL = '0.21';

/** An application inference profile, whose ARN hides its model. */
export const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/search1';

export function begin(plan: Plan): World {
  const inferenceProfiles = new Map([[PROFILE, OPUS.modelId]]);
  return createWorld({ plan, start: START, inferenceProfiles, products: PRODUCTS });
}

const PRODUCTS = productsIn('prices/sources/getproducts_fm-opus-4-7-use1.json');

function productsIn(file: string): readonly unknown[] {
  const { PriceList } = JSON.parse(readFileSync(file, 'utf8')) as { readonly PriceList: readonly string[] };
  return PriceList.map((product): unknown => JSON.parse(product));
}

export interface Inhabitants {
  readonly alice: PolicyHolder;
  readonly summariser: PolicyHolder;
  readonly keyUser: PolicyHolder;
}

/** A user below a path, a role and the owner of an API key, each with a policy of AWS. */
export function settle({ people }: World): Inhabitants {
  const alice = people.create('user', 'alice', '/teams/search/');
  people.attach(alice, LIMITED);
  const summariser = people.create('role', 'summariser');
  people.attach(summariser, FULL);
  const keyUser = people.create('user', 'BedrockAPIKey-k7qd');
  people.attach(keyUser, LIMITED);
  people.createApiKey('BedrockAPIKey-k7qd');
  return { alice, summariser, keyUser };
}

export function callAs({ bedrock }: World, identityArn: string, modelId = OPUS.modelId): 'served' | 'refused' {
  return bedrock.call({ ...OPUS, modelId, identityArn: identityArn === SUMMARISER ? SESSION : identityArn });
}

/** So many calls, one every five minutes from so many minutes after the start. */
export function callOften(world: World, identityArn: string, fromMinute: number, count: number): void {
  for (let index = 0; index < count; index += 1) {
    atMinute(world, fromMinute + 5 * index, () => void callAs(world, identityArn));
  }
}

export function atMinute({ time }: World, minute: number, work: () => Promise<void> | void): void {
  time.at(START + minute * MINUTE_MS, work);
}

export async function until({ time }: World, minute: number): Promise<void> {
  await time.runUntil(START + minute * MINUTE_MS);
}

/** Somebody raises the limit in the row itself. */
export function raiseLimit({ tables }: World, principalId: string, limitUsd: string): void {
  tables.budgets.edit(principalId, (budget) => ({ ...budget, limitUsd: usd(limitUsd) }));
}

/** `STATUS SPENT` of a budget; undefined if there is none. */
export function standing({ tables }: World, principalId: string): string | undefined {
  const found = tables.budgets.stored(principalId);
  return found && `${found.budget.status} ${usdToString(found.budget.spentUsd)}`;
}

/** The subjects that name somebody, by topic, without what is the same in all. */
export function told({ journal }: World, name: string): readonly string[] {
  return journal
    .of('notified')
    .filter(({ subject }) => subject.includes(name))
    .map(({ topic, subject }) => `${topic}: ${subject}`.replaceAll(/bedrock-budgeteer-dev-|\[[^\]]*\] /g, ''));
}

/** What went wrong, in one line each. */
export function troubles({ journal }: World): readonly string[] {
  return [
    ...journal.of('function-failed').map(({ name, error }) => `${name} failed: ${error}`),
    ...journal.of('undelivered').map(({ from, to, reason }) => `${from} → ${to}: ${reason}`),
    ...journal.of('message-kept').map(({ queue, body }) => `${queue}: ${body}`),
  ];
}
