import { addUsd, excessUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Principal } from '../../domain/iam/principal.js';
import { addUsage, DIMENSIONS, NO_USAGE, type Dimension } from '../../domain/invocations/usage.js';
import type { ChargedCall } from './chargedCalls.js';
import { callOf, type MeteredRecord } from './meter.js';

export type MeteredStatus = MeteredRecord['status'];

/** The calls of one principal or to one model. */
export interface Share {
  calls: number;
  readonly usage: Record<Dimension, number>;
  spentUsd: Usd;
  /** The part of `spentUsd` that rests on a stand-in rate or amount. */
  provisionalUsd: Usd;
}

export interface PrincipalShare extends Share {
  readonly principal: Principal;
}

/** Records that could not be read are listed one by one, but not without end. */
const MAX_LISTED = 1000;

/** Who spent what on which model, and what was not charged and why. Of several records of a request the largest counts. */
export class Tally {
  /** By principal and then by model; all other sums follow from these. */
  readonly #shares = new Map<string, Map<string, Share>>();
  readonly #principals = new Map<string, Principal>();
  readonly counts: Record<MeteredStatus, number> = {
    priced: 0,
    provisional: 0,
    hourly: 0,
    ignored: 0,
    duplicate: 0,
    invalid: 0,
  };
  /** `status: reason` → how many records. */
  readonly reasons = new Map<string, number>();
  readonly invalid: { readonly location: string; readonly reason: string }[] = [];
  /** Records that were charged until a larger one of the same request came; they are among the duplicates. */
  replaced = 0;
  /** Cache-write tokens charged at the dearest rate of their model because no record tells their TTL. */
  unknownTtlTokens = 0;

  get total(): Share {
    return sumOf([...this.#shares.values()].flatMap((models) => [...models.values()]));
  }

  get principals(): ReadonlyMap<string, PrincipalShare> {
    return new Map(
      [...this.#principals].map(([principalId, principal]) => {
        const models = this.#shares.get(principalId) ?? new Map<string, Share>();
        return [principalId, { principal, ...sumOf(models.values()) }];
      }),
    );
  }

  get models(): ReadonlyMap<string, Share> {
    const names = new Set([...this.#shares.values()].flatMap((models) => [...models.keys()]));
    const ofModel = (name: string): readonly Share[] =>
      [...this.#shares.values()].flatMap((models) => models.get(name) ?? []);
    return new Map([...names].map((name) => [name, sumOf(ofModel(name))]));
  }

  add(metered: MeteredRecord): void {
    this.counts[metered.status] += 1;
    if (metered.kind === 'charged') {
      const { invocation, cost, status, replaces } = metered;
      this.#charge(callOf(invocation, cost, status));
      if (replaces !== undefined) this.#replace(replaces);
    }
    if (metered.status === 'ignored') this.#count('ignored', metered.reason);
    if (metered.status === 'invalid' && this.invalid.length < MAX_LISTED) {
      this.invalid.push({ location: metered.record.location, reason: metered.reason });
    }
  }

  #charge(call: ChargedCall): void {
    const { principal, model, status, reasons, usage, unknownTtlTokens, costUsd } = call;
    const share = this.#shareOf(principal, model);
    share.calls += 1;
    addUsage(share.usage, usage);
    share.spentUsd = addUsd(share.spentUsd, costUsd);
    if (status === 'provisional') share.provisionalUsd = addUsd(share.provisionalUsd, costUsd);
    this.unknownTtlTokens += unknownTtlTokens;
    for (const reason of reasons) this.#count(status, reason);
  }

  /** What was charged before is a duplicate now. */
  #replace({ principal, model, status, reasons, usage, unknownTtlTokens, costUsd }: ChargedCall): void {
    const share = this.#shareOf(principal, model);
    share.calls -= 1;
    for (const dimension of DIMENSIONS) share.usage[dimension] -= usage[dimension];
    share.spentUsd = excessUsd(share.spentUsd, costUsd);
    if (status === 'provisional') share.provisionalUsd = excessUsd(share.provisionalUsd, costUsd);
    this.unknownTtlTokens -= unknownTtlTokens;
    for (const reason of reasons) this.#count(status, reason, -1);
    this.counts[status] -= 1;
    this.counts.duplicate += 1;
    this.replaced += 1;
    if (share.calls === 0) this.#forget(principal.principalId, model);
  }

  #forget(principalId: string, model: string): void {
    const models = this.#shares.get(principalId);
    models?.delete(model);
    if (models?.size !== 0) return;
    this.#shares.delete(principalId);
    this.#principals.delete(principalId);
  }

  #shareOf(principal: Principal, model: string): Share {
    const models = this.#shares.get(principal.principalId) ?? new Map<string, Share>();
    if (models.size === 0) {
      this.#shares.set(principal.principalId, models);
      this.#principals.set(principal.principalId, principal);
    }
    const share = models.get(model) ?? emptyShare();
    models.set(model, share);
    return share;
  }

  #count(status: MeteredStatus, reason: string, more = 1): void {
    const key = `${status}: ${reason}`;
    const count = (this.reasons.get(key) ?? 0) + more;
    if (count === 0) this.reasons.delete(key);
    else this.reasons.set(key, count);
  }
}

function sumOf(shares: Iterable<Share>): Share {
  const sum = emptyShare();
  for (const { calls, usage, spentUsd, provisionalUsd } of shares) {
    sum.calls += calls;
    addUsage(sum.usage, usage);
    sum.spentUsd = addUsd(sum.spentUsd, spentUsd);
    sum.provisionalUsd = addUsd(sum.provisionalUsd, provisionalUsd);
  }
  return sum;
}

function emptyShare(): Share {
  return { calls: 0, usage: { ...NO_USAGE }, spentUsd: ZERO_USD, provisionalUsd: ZERO_USD };
}
