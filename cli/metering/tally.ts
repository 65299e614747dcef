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
  readonly principals = new Map<string, PrincipalShare>();
  readonly models = new Map<string, Share>();
  readonly total: Share = emptyShare();
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
  /** Cache-write tokens charged at the 1h rate only because no record tells their TTL. */
  unknownTtlTokens = 0;

  add(metered: MeteredRecord): void {
    this.counts[metered.status] += 1;
    if (metered.kind === 'charged') this.#charge(metered);
    if (metered.status === 'ignored') this.#count('ignored', metered.reason);
    if (metered.status === 'invalid' && this.invalid.length < MOST_LISTED) {
      this.invalid.push({ location: metered.record.location, reason: metered.reason });
    }
  }

  #charge({ invocation, cost }: ChargedRecord): void {
    const { principal } = invocation;
    const ofPrincipal = this.principals.get(principal.principalId) ?? { principal, ...emptyShare() };
    this.principals.set(principal.principalId, ofPrincipal);
    const ofModel = this.models.get(modelName(invocation.model)) ?? emptyShare();
    this.models.set(modelName(invocation.model), ofModel);
    for (const share of [ofPrincipal, ofModel, this.total]) {
      share.calls += 1;
      addUsage(share.usage, cost.usage);
      share.spentUsd = addUsd(share.spentUsd, cost.costUsd);
      if (cost.status === 'provisional') share.provisionalUsd = addUsd(share.provisionalUsd, cost.costUsd);
    }
    this.unknownTtlTokens += invocation.unknownTtlTokens;
    for (const reason of cost.reasons) this.#count(cost.status, reason);
  }

  #count(status: MeteredStatus, reason: string): void {
    const key = `${status}: ${reason}`;
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + 1);
  }
}

function emptyShare(): Share {
  return { calls: 0, usage: { ...NO_USAGE }, spentUsd: ZERO_USD, provisionalUsd: ZERO_USD };
}
