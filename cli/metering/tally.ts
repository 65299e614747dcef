import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { modelName } from '../../domain/modelReference.js';
import type { Principal } from '../../domain/principal.js';
import { addUsage, NO_USAGE, type Dimension } from '../../domain/usage.js';
import type { ChargedRecord, MeteredRecord } from './meter.js';

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
const MOST_LISTED = 1000;

/** Who spent what on which model, and what was not charged and why. */
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
    if (metered.kind === 'charged') this.#charge(metered);
    if (metered.status === 'ignored') this.#count('ignored', metered.reason);
    if (metered.status === 'invalid' && this.invalid.length < MOST_LISTED) {
      this.invalid.push({ location: metered.record.location, reason: metered.reason });
    }
  }

  #charge({ invocation, cost }: ChargedRecord): void {
    const share = this.#shareOf(invocation.principal, modelName(invocation.model));
    share.calls += 1;
    addUsage(share.usage, cost.usage);
    share.spentUsd = addUsd(share.spentUsd, cost.costUsd);
    if (cost.status === 'provisional') share.provisionalUsd = addUsd(share.provisionalUsd, cost.costUsd);
    this.unknownTtlTokens += invocation.unknownTtlTokens;
    for (const reason of cost.reasons) this.#count(cost.status, reason);
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

  #count(status: MeteredStatus, reason: string): void {
    const key = `${status}: ${reason}`;
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + 1);
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
