import { costOf } from '../../../domain/pricing/cost.js';
import { parseLogMessage } from '../../../domain/invocations/invocationLog.js';
import type { Usd } from '../../../domain/money.js';
import type { PriceBook } from '../../../domain/pricing/priceBook.js';
import { invocationRecord } from '../../world/logs/invocationRecord.js';
import type { World } from '../../world/world.js';
import type { Lateness } from '../faults/lateness.js';
import { identityOf, principalIdOf } from '../scenario/inhabitants.js';
import { profileArnOf } from '../scenario/profiles.js';
import type { Scenario, SimulatedCall, SimulatedPrincipal } from '../scenario/scenario.js';
import { watchAnswer } from '../checks/personAnswers.js';
import type { Watch } from '../checks/watch.js';

export interface Parts {
  readonly world: World;
  readonly watch: Watch;
  readonly scenario: Scenario;
  readonly book: PriceBook;
  readonly lateness: Lateness;
}

/** Makes all calls at their times, one timer at a time. */
export function callIn(parts: Parts, index = 0): void {
  const { world, scenario } = parts;
  const call = scenario.calls[index];
  if (call === undefined) return;
  world.time.at(call.at, () => {
    makeCall(parts, call);
    callIn(parts, index + 1);
  });
}

function makeCall({ world, watch, scenario, book, lateness }: Parts, call: SimulatedCall): void {
  const principal = scenario.principals.find(({ name }) => name === call.by);
  if (principal === undefined) return;
  const message = messageOf(call, principal, world);
  if (call.isAnnounced === true) world.bedrock.submit(messageOf({ ...call, ...NOTHING }, principal, world));
  const smaller = call.smaller === undefined ? undefined : { ...call, ...call.smaller, cacheWrite: 0 };
  if (smaller !== undefined) {
    lateness.during(smaller.lateMs, () => world.bedrock.submit(messageOf(smaller, principal, world)));
  }
  const answer = lateness.during(call.lateMs, () => world.bedrock.submit(message));
  watchAnswer({ world, watch, scenario }, principal, call, answer);
  if (answer === 'refused') return;
  const costUsd = priceOf(pricedOf(call, principal, world), book);
  // A stream that has begun is billed a token.
  const former = smaller ?? (call.isAnnounced === true ? { ...call, ...NOTHING } : undefined);
  const smallerUsd = former === undefined ? undefined : priceOf(pricedOf(former, principal, world), book);
  if (costUsd === undefined) return;
  const served = {
    at: call.at,
    requestId: call.requestId,
    principalId: principalIdOf(principal, world),
    costUsd,
    ...(call.profile === undefined ? {} : { profile: call.profile }),
  };
  watch.served.push(smallerUsd === undefined ? served : { ...served, smallerUsd });
}

/** Undefined if nothing is billed. */
function priceOf(message: string, book: PriceBook): Usd | undefined {
  const parsed = parseLogMessage(message);
  if (parsed.kind !== 'invocation') return undefined;
  const cost = costOf(parsed.invocation, book);
  return cost.status === 'ignored' ? undefined : cost.costUsd;
}

const NOTHING = { input: 0, output: 0, cacheWrite: 0 };

/** A profile costs what its model does. */
function pricedOf({ profile: _, ...call }: SimulatedCall, principal: SimulatedPrincipal, world: World): string {
  return messageOf(call, principal, world);
}

function messageOf(call: SimulatedCall, principal: SimulatedPrincipal, world: World): string {
  const { requestId, operation, input, output, cacheWrite, profile } = call;
  const modelId = profile === undefined ? call.modelId : profileArnOf(profile);
  const usage = { input, output, ...(cacheWrite === undefined ? {} : { cacheWrite }) };
  const identityArn = identityOf(principal, world, call);
  return JSON.stringify(
    invocationRecord({ at: new Date(call.at), requestId, modelId, operation, identityArn, ...usage }),
  );
}
