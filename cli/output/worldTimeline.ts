import { stringAt, type JsonObject } from '../../domain/json.js';
import { displayPercent, displayUsd, displayInstant, displayMoney } from '../../domain/display.js';
import { usd } from '../../domain/money.js';
import type { Entry } from '../../local/world/journal.js';
import { colours, displayPrincipal } from './display.js';
import { eventSentence, operatedSentence } from './worldSentences.js';

const WHO_WIDTH = 32;
const AMOUNT_WIDTH = 26;

/** Writes a world's journal as a timeline, one line an entry: time, principal, share of the limit, event. */
export class WorldTimeline {
  /** The prefix of the stack's resource names, which the timeline leaves out. */
  readonly #prefix: string;
  readonly #refused = new Set<string>();
  readonly #unwatched = new Set<string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Undefined if another line says it, or said it before. */
  lineOf(entry: Entry): string | undefined {
    const told = this.#told(entry);
    if (told === undefined) return undefined;
    const { who, amount, what } = told;
    const columns = [
      colours.quiet(displayInstant(entry.at)),
      fitted(who.replaceAll(this.#prefix, '')),
      amount?.padEnd(AMOUNT_WIDTH),
      what,
    ];
    return columns.flatMap((column) => column?.replaceAll(this.#prefix, '') ?? []).join('  ');
  }

  #told(entry: Entry): Told | undefined {
    switch (entry.kind) {
      case 'event':
        return this.#event(entry.type, entry.detail);
      case 'operated':
        return {
          who: displayPrincipal(stringAt(entry.input, 'principalId') ?? ''),
          what: operatedSentence(entry.operation, entry.input),
        };
      case 'call-refused':
        return this.#refusal(entry.principalId, entry.modelId);
      case 'call-unwatched':
        return this.#unwatchedCall(entry.region);
      case 'iam-changed': {
        const policy = entry.policyArn === undefined ? '' : ` ${lastPart(entry.policyArn)}`;
        return { who: entry.subject, what: `${entry.action}${policy}, by ${entry.by}` };
      }
      case 'execution-started':
        return { who: displayPrincipal(entry.principalId), what: `${entry.workflow} started` };
      case 'execution-ended':
        return { who: displayPrincipal(entry.principalId), what: `${entry.workflow} ended: ${entry.end}` };
      case 'notified':
        return { who: `to ${entry.topic}`, what: entry.subject };
      case 'mailed':
        return { who: `to ${entry.to}`, what: entry.subject };
      case 'posted':
        return { who: `to ${entry.host}`, what: 'posted over HTTPS' };
      case 'function-failed':
        return { who: entry.name, what: colours.bad(entry.error) };
      case 'undelivered':
        return { who: entry.from, what: colours.bad(`not delivered to ${entry.to}: ${entry.reason}`) };
      case 'message-kept':
        return { who: `in ${entry.queue}`, what: colours.bad(`kept: ${reasonIn(entry.body)}`) };
      case 'logged':
        return entry.level === 'warn' ? undefined : { who: entry.name, what: colours.bad(entry.message) };
    }
  }

  #event(type: string, detail: JsonObject): Told | undefined {
    const principalId = stringAt(detail, 'principalId');
    if (type === 'AccessRestored' && principalId !== undefined) this.#refused.delete(principalId);
    const what = eventSentence(type, detail);
    if (what === undefined) return undefined;
    const amount = amountIn(detail);
    const who = principalId === undefined ? '' : displayPrincipal(principalId);
    return { who, what, ...(amount === undefined ? {} : { amount }) };
  }

  /** The first refused call after each suspension. All are counted at the end. */
  #refusal(principalId: string, modelId: string): Told | undefined {
    if (this.#refused.has(principalId)) return undefined;
    this.#refused.add(principalId);
    return { who: displayPrincipal(principalId), what: colours.bad(`call REFUSED by IAM: ${lastPart(modelId)}`) };
  }

  #unwatchedCall(region: string): Told | undefined {
    if (this.#unwatched.has(region)) return undefined;
    this.#unwatched.add(region);
    return { who: region, what: colours.notice('a call in a Region whose log the stack does not read: not metered') };
  }
}

interface Told {
  readonly who: string;
  readonly amount?: string;
  readonly what: string;
}

function amountIn(detail: JsonObject): string | undefined {
  const [spent, limit] = ['spentUsd', 'limitUsd'].map((key) => stringAt(detail, key));
  if (spent === undefined || limit === undefined) return undefined;
  return `${displayMoney(usd(spent))} of ${displayUsd(usd(limit))} (${displayPercent(usd(spent), usd(limit))})`;
}

function fitted(name: string): string {
  return (name.length > WHO_WIDTH ? `${name.slice(0, WHO_WIDTH - 1)}…` : name).padEnd(WHO_WIDTH);
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Quarantined log events contain a reason; for dead letters their queue is the reason. */
export function reasonIn(body: string): string {
  const message: unknown = JSON.parse(body);
  return stringAt(message, 'reason') ?? 'a message is kept';
}
