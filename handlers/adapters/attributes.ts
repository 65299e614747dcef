import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { formatInstant, parseInstant, SECOND_MS, type Instant } from '../../domain/instant.js';
import { parseExactUsd, usdToString, type Usd } from '../../domain/money.js';
import { CorruptRowError } from '../runtime/errors.js';

/** A row of a table as DynamoDB's API holds it. */
export type Item = Record<string, AttributeValue>;

export function text(value: string): AttributeValue {
  return { S: value };
}

export function number(value: number): AttributeValue {
  return { N: value.toString() };
}

/** With all its digits: DynamoDB's numbers hold 38 of them, no float in between. */
export function amount(value: Usd): AttributeValue {
  return { N: usdToString(value) };
}

/** ISO 8601 */
export function instant(value: Instant): AttributeValue {
  return { S: formatInstant(value) };
}

/** Seconds since 1970, with the milliseconds as decimals. */
export function epochSeconds(value: Instant): AttributeValue {
  return { N: (value / SECOND_MS).toString() };
}

/** Whole seconds since 1970, as TTL wants them: never before the instant. */
export function timeToLive(value: Instant): AttributeValue {
  return { N: Math.ceil(value / SECOND_MS).toString() };
}

/** Attributes that are undefined are not there. */
export function itemOf(attributes: Readonly<Record<string, AttributeValue | undefined>>): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) item[name] = value;
  return item;
}

/** Reads the attributes of a row; each method throws CorruptRowError naming the row and the attribute. */
export class ItemReader {
  readonly #item: Readonly<Item>;
  readonly name: string;

  constructor(item: Readonly<Item>, row: string) {
    this.#item = item;
    this.name = row;
  }

  has(name: string): boolean {
    return this.#item[name] !== undefined;
  }

  text(name: string): string {
    return this.#item[name]?.S ?? this.#fail(name, 'a text');
  }

  /** One of the texts that are possible there. */
  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const found = this.text(name);
    return values.find((value) => value === found) ?? this.#fail(name, `one of ${values.join(', ')}`);
  }

  /** A list of such texts; empty where there is none. */
  listOf<T extends string>(name: string, values: readonly T[]): readonly T[] {
    const list = this.#item[name]?.L ?? [];
    return list.map(({ S }) => values.find((value) => value === S) ?? this.#fail(name, `of ${values.join(', ')}`));
  }

  number(name: string): number {
    const value = Number(this.#item[name]?.N ?? NaN);
    return Number.isFinite(value) ? value : this.#fail(name, 'a number');
  }

  amount(name: string): Usd {
    const digits = this.#item[name]?.N ?? this.#fail(name, 'an amount');
    try {
      return parseExactUsd(digits);
    } catch {
      return this.#fail(name, 'an amount that is not negative');
    }
  }

  boolean(name: string): boolean {
    return this.#item[name]?.BOOL ?? this.#fail(name, 'true or false');
  }

  instant(name: string): Instant {
    return parseInstant(this.text(name)) ?? this.#fail(name, 'an ISO 8601 instant');
  }

  epochSeconds(name: string): Instant {
    return Math.round(this.number(name) * SECOND_MS);
  }

  json(name: string): unknown {
    try {
      return JSON.parse(this.text(name));
    } catch {
      return this.#fail(name, 'JSON');
    }
  }

  jsonOf<T>(name: string, isOne: (value: unknown) => value is T, expected: string): T {
    const value = this.json(name);
    return isOne(value) ? value : this.#fail(name, `${expected} as JSON`);
  }

  #fail(name: string, expected: string): never {
    throw new CorruptRowError(this.name, name, expected);
  }
}
