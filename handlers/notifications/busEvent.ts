import { isPersonId, personName } from '../../domain/iam/person.js';
import { teamNameOf } from '../../domain/settings/teams.js';
import { isObject, objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import { displayAmount, displayPercent } from '../../domain/display.js';
import { isMoreThan, parseExactUsd, reachesPercent, ZERO_USD, type Usd } from '../../domain/money.js';
import { cutInside, timeOf, line } from './text.js';

const MAX_CHARACTERS = 600;
const MAX_NAME_CHARACTERS = 90;

/** The detail of one of our events as people read it. Total: what is missing or strange is said to be `unknown`. */
export class BusEvent {
  readonly detail: JsonObject;

  constructor(detail: JsonObject) {
    this.detail = detail;
  }

  get type(): string {
    return this.text('type');
  }

  /** The whole ARN, `person/NAME`, or what stands in its place. */
  get principalId(): string {
    return this.text('principalId');
  }

  /** `user/alice`, and of a person the name alone; short enough for a title. */
  get who(): string {
    const { principalId } = this;
    const name = isPersonId(principalId) ? personName(principalId) : principalId.split(':').slice(5).join(':');
    return cutInside(name || principalId, MAX_NAME_CHARACTERS);
  }

  text(key: string): string {
    const value = this.detail[key];
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return line(isPlain ? String(value) : '', MAX_CHARACTERS) || 'unknown';
  }

  has(key: string): boolean {
    return stringAt(this.detail, key) !== undefined;
  }

  is(key: string): boolean {
    return this.detail[key] === true;
  }

  time(key: string): string {
    return this.has(key) ? timeOf(this.text(key)) : 'unknown';
  }

  /** When the budget resets: in its own zone and in UTC. */
  resets(): string {
    const utc = this.time('refreshesAt');
    const [, day, time, zone] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[^[]*\[([\w+\/-]+)\]$/.exec(this.text('resetsAt')) ?? [];
    return zone === undefined || zone === 'UTC' ? utc : `${day ?? ''} ${time ?? ''} ${zone} (${utc})`;
  }

  get isTeam(): boolean {
    return teamNameOf(this.principalId) !== undefined;
  }

  money(key: string): string {
    const amount = this.#amount(key);
    return amount === undefined ? 'unknown' : displayAmount(amount);
  }

  /** `73 %`, of the limit. */
  percent(): string {
    const [spent, limit] = [this.#amount('spentUsd'), this.#amount('limitUsd')];
    if (spent === undefined || limit === undefined || !isMoreThan(limit, ZERO_USD)) return 'unknown';
    return displayPercent(spent, limit);
  }

  /** Whether the spend has come to a percentage of the limit. */
  hasReached(percent: number): boolean {
    const [spent, limit] = [this.#amount('spentUsd'), this.#amount('limitUsd')];
    return spent !== undefined && limit !== undefined && reachesPercent(spent, limit, percent);
  }

  list(key: string): readonly string[] {
    const value = this.detail[key];
    return Array.isArray(value) ? value.map((entry) => line(String(entry), MAX_CHARACTERS)) : [];
  }

  inside(key: string): BusEvent {
    return new BusEvent(isObject(this.detail[key]) ? objectAt(this.detail, key) : {});
  }

  #amount(key: string): Usd | undefined {
    const value = this.detail[key];
    if (typeof value !== 'string') return undefined;
    try {
      return parseExactUsd(value);
    } catch {
      return undefined;
    }
  }
}
