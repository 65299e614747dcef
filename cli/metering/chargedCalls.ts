import { isMoreThan, parseExactUsd, usdToString, type Usd } from '../../domain/money.js';
import type { Principal } from '../../domain/iam/principal.js';
import { DIMENSIONS, NO_USAGE, type Dimension, type Usage } from '../../domain/invocations/usage.js';
import { RequestIds } from './requestIds.js';
import { TextLog } from './textLog.js';

/** What is kept of a charged call, so that a larger record of it can take its place. */
export interface ChargedCall extends CallKind {
  /** As billed. */
  readonly usage: Usage;
  readonly unknownTtlTokens: number;
  readonly costUsd: Usd;
}

/** What many calls have in common. */
interface CallKind {
  readonly principal: Principal;
  readonly model: string;
  readonly status: 'priced' | 'provisional' | 'hourly';
  readonly reasons: readonly string[];
}

/** What a request id was charged before: nothing, less, or as much. */
export type ChargedBefore = 'nothing' | 'enough' | { readonly less: ChargedCall };

/** The largest call of each request id, in some 60 to 90 bytes: millions of them fit in memory. */
export class ChargedCalls {
  readonly #ids = new RequestIds();
  readonly #calls = new TextLog();
  readonly #kinds: CallKind[] = [];
  /** By principal, model, and what else makes a kind. */
  readonly #kindNumbers = new Map<string, Map<string, Map<string, number>>>();

  /** Keeps the call unless the id was charged as much before. */
  charge(requestId: string, call: ChargedCall): ChargedBefore {
    const slot = this.#ids.slotOf(requestId);
    const place = this.#ids.valueAt(slot);
    const before = place === undefined ? undefined : this.#calls.at(place);
    if (before !== undefined && !isMoreThan(call.costUsd, costIn(before))) return 'enough';
    this.#ids.setValueAt(slot, this.#calls.add(this.#textOf(call)));
    return before === undefined ? 'nothing' : { less: this.#callIn(before) };
  }

  /** Cost, kind, tokens without a TTL and the usage, without the zeros that it ends with. */
  #textOf(call: ChargedCall): string {
    let text = `${usdToString(call.costUsd)} ${this.#kindNumberOf(call)} ${call.unknownTtlTokens}`;
    let zeros = '';
    for (const dimension of DIMENSIONS) {
      const count = call.usage[dimension];
      if (count === 0) zeros += ' 0';
      else {
        text += `${zeros} ${count}`;
        zeros = '';
      }
    }
    return text;
  }

  #callIn(text: string): ChargedCall {
    const [kindNumber = NaN, unknownTtlTokens = 0, ...counts] = text.split(' ').slice(1).map(Number);
    const kind = this.#kinds[kindNumber];
    if (kind === undefined) throw new RangeError(`no such kind of call: ${text}`);
    const usage: Record<Dimension, number> = { ...NO_USAGE };
    for (const [index, dimension] of DIMENSIONS.entries()) usage[dimension] = counts[index] ?? 0;
    return { ...kind, usage, unknownTtlTokens, costUsd: costIn(text) };
  }

  #kindNumberOf({ principal, model, status, reasons }: CallKind): number {
    const ofPrincipal = innerMap(this.#kindNumbers, principal.principalId);
    const ofModel = innerMap(ofPrincipal, model);
    const rest = reasons.length === 0 ? status : `${status}|${reasons.join('|')}`;
    const known = ofModel.get(rest);
    if (known !== undefined) return known;
    ofModel.set(rest, this.#kinds.length);
    return this.#kinds.push({ principal, model, status, reasons }) - 1;
  }
}

/** The map at a key of a map of maps. */
function innerMap<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const created = new Map<string, V>();
  maps.set(key, created);
  return created;
}

function costIn(text: string): Usd {
  return parseExactUsd(text.slice(0, text.indexOf(' ')));
}
