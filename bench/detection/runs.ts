import { loadStack } from '../../cli/start/loadStack.js';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../domain/instant.js';
import { addUsd, excessUsd, scaleUsd, usd, usdToString, ZERO_USD, type Usd } from '../../domain/money.js';
import type { IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import type { Plan } from '../../local/engine/plan.js';
import { EXAMPLE_ACCOUNT } from '../../local/world/logs/invocationRecord.js';
import { createWorld, type World } from '../../local/world/world.js';

/** What finds a budget over its limit. */
export type Design = IngestionPath | 'sweep';

/** From the call that crossed the limit to the Deny in IAM, and what was spent beyond the limit until then. */
export interface Overshoot {
  readonly seconds: number;
  readonly overUsd: Usd;
}

/** Each begins at another time after a sweep, and of a batch. */
const CALLERS = 10;
const APART_MS = 11 * MINUTE_MS + 31_137;
const START = Date.UTC(2026, 9, 5, 8);
const CALL_EVERY_MS = 600;
const END = START + CALLERS * APART_MS + 20 * MINUTE_MS;
const BACKGROUND_EVERY_MS = 1370;

/** The limit is two minutes of the burn rate. */
const MINUTES_OF_LIMIT = '2';

/** 5 USD a million tokens in, from the price book; output is not used. */
const MODEL = 'global.anthropic.claude-opus-4-7';
const TOKENS_A_DOLLAR = 200_000;

/** Callers who spend so many dollars a minute, without grace, until IAM refuses them. */
export async function overshootsAt(usdAMinute: number, design: Design): Promise<readonly Overshoot[]> {
  const world = createWorld({ plan: await planOf(design), start: START });
  try {
    const limitUsd = scaleUsd(usd(String(usdAMinute)), usd(MINUTES_OF_LIMIT));
    settle(world, limitUsd, design);
    callInBackground(world, newUser(world, 'background'), START);
    const callers = Array.from({ length: CALLERS }, (_, index) => new Caller(world, index, usdAMinute, limitUsd));
    await world.time.runUntil(END);
    return callers.map((caller) => caller.overshoot());
  } finally {
    world.time.close();
  }
}

async function planOf(design: Design): Promise<Plan> {
  const { plan } = await loadStack('dev', undefined, { ingestionPath: design === 'direct' ? 'direct' : 'firehose' });
  return plan;
}

function settle({ parameters, tables }: World, limitUsd: Usd, design: Design): void {
  const overrides = { budgetLimitUsd: usdToString(limitUsd), gracePeriodSeconds: '0' };
  for (const [name, value] of Object.entries(overrides)) {
    parameters.put('us-east-1', `/bedrock-budgeteer/dev/overrides/${name}`, value);
  }
  if (design === 'sweep') tables.budgets.onWrite = () => undefined;
}

function newUser({ people }: World, name: string): string {
  people.attach(people.create('user', name), 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess');
  return `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/${name}`;
}

/** Somebody else, so that no batch begins with the first call of a caller. */
function callInBackground(world: World, identityArn: string, at: Instant): void {
  world.time.at(at, () => {
    world.bedrock.call({ identityArn, modelId: MODEL, operation: 'Converse', input: 1, output: 0 });
    if (at < END) callInBackground(world, identityArn, at + BACKGROUND_EVERY_MS);
  });
}

class Caller {
  readonly #world: World;
  readonly #arn: string;
  readonly #name: string;
  readonly #limitUsd: Usd;
  readonly #tokens: number;
  readonly #callUsd: Usd;
  #spentUsd = ZERO_USD;
  #crossedAt: Instant | undefined;

  constructor(world: World, index: number, usdAMinute: number, limitUsd: Usd) {
    this.#world = world;
    this.#name = `spender-${index}`;
    this.#arn = newUser(world, this.#name);
    this.#limitUsd = limitUsd;
    this.#tokens = (usdAMinute * TOKENS_A_DOLLAR * CALL_EVERY_MS) / MINUTE_MS;
    this.#callUsd = scaleUsd(usd(String(usdAMinute)), usd('0.01'));
    this.#callAt(START + MINUTE_MS + index * APART_MS);
  }

  overshoot(): Overshoot {
    const deny = this.#world.journal
      .of('iam-changed')
      .find(
        ({ by, action, subject }) =>
          by !== 'people' && action === 'AttachUserPolicy' && subject === `user/${this.#name}`,
      );
    const budget = this.#world.tables.budgets.stored(this.#arn)?.budget;
    if (deny === undefined || this.#crossedAt === undefined || budget === undefined) {
      throw new Error(`${this.#name} was not suspended`);
    }
    // The meter has to have seen what was spent.
    if (!budget.spentUsd.equals(this.#spentUsd))
      throw new Error(`${this.#name}: charged ${usdToString(budget.spentUsd)}`);
    return { seconds: (deny.at - this.#crossedAt) / SECOND_MS, overUsd: excessUsd(this.#spentUsd, this.#limitUsd) };
  }

  #callAt(at: Instant): void {
    this.#world.time.at(at, () => {
      const answer = this.#world.bedrock.call({
        identityArn: this.#arn,
        modelId: MODEL,
        operation: 'Converse',
        input: this.#tokens,
        output: 0,
      });
      if (answer === 'refused') return;
      this.#spentUsd = addUsd(this.#spentUsd, this.#callUsd);
      if (!this.#spentUsd.lessThan(this.#limitUsd)) this.#crossedAt ??= at;
      this.#callAt(at + CALL_EVERY_MS);
    });
  }
}
