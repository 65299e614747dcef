import { isObject, objectAt, type JsonObject } from '../../domain/json.js';
import type { Answer } from './examine.js';
import type { Item } from './item.js';
import { FACT_WORDS, VERDICTS, type Fact, type Facts, type Verdict } from './seen.js';

/**
 * The answers as they are sent to strangers. Nothing is masked here: only what is listed is written, and each text that
 * is written is one of ours. A fact is a number below a billion, which no account id is, a truth value, or a word of
 * `FACT_WORDS`.
 */
export interface AnswersForm {
  readonly about: About;
  /** By the id of the item. */
  readonly items: Readonly<Record<string, ItemAnswer>>;
}

export interface About {
  /** Of this package. */
  readonly version: string;
  readonly partition: (typeof PARTITIONS)[number];
  readonly regions: number;
}

export interface ItemAnswer {
  readonly verdict: Verdict;
  /** When it was seen, `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly facts: Facts;
}

export const PARTITIONS = ['aws', 'aws-us-gov', 'aws-cn', 'aws-eusc', 'other'] as const;

/** What a person has seen, by the id of the item. */
export type Told = ReadonlyMap<string, 'expected' | 'differs'>;

interface Filling {
  readonly items: readonly Item[];
  readonly about: About;
  readonly answers: readonly Answer[];
  readonly told: Told;
  /** What a file had before: anything. */
  readonly before: unknown;
  readonly day: string;
}

/** What was read now goes before what a person has seen, and that before what is in the file. */
export function answersForm({ items, about, answers, told, before, day }: Filling): AnswersForm {
  const filled = items.map((item): readonly [string, ItemAnswer] => {
    const seen = answers.find((answer) => answer.item.id === item.id);
    const verdict = told.get(item.id);
    const now = seen === undefined ? undefined : formOf(item, { ...seen, day });
    const earlier = formOf(item, objectAt(objectAt(before, 'items'), item.id));
    if (now !== undefined && isAnswer(now)) return [item.id, now];
    if (verdict !== undefined) return [item.id, { verdict, day, facts: {} }];
    if (earlier !== undefined && isAnswer(earlier)) return [item.id, earlier];
    return [item.id, now ?? earlier ?? { verdict: item.look === undefined ? 'by hand' : 'open', day, facts: {} }];
  });
  return { about: aboutOf(about), items: Object.fromEntries(filled) };
}

/** Whether a file has the form that is written here. */
export function isForm(found: unknown): boolean {
  return isObject(found) && isObject(found['about']) && isObject(found['items']);
}

function isAnswer({ verdict }: ItemAnswer): boolean {
  return verdict === 'expected' || verdict === 'differs';
}

function aboutOf({ version, partition, regions }: About): About {
  return {
    version: /^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(version) ? version : '0.0.0',
    partition: PARTITIONS.find((one) => one === partition) ?? 'other',
    regions: isSmall(regions) ? regions : 0,
  };
}

/** Of whatever is there; undefined if it is no answer. */
function formOf({ look }: Item, found: JsonObject | Answer): ItemAnswer | undefined {
  const { verdict, day, facts } = found as JsonObject;
  const known = VERDICTS.find((one) => one === verdict);
  if (known === undefined || !isDay(day)) return undefined;
  const told = (look?.facts ?? []).flatMap((name): [string, Fact][] => {
    const fact = factOf(objectAt({ facts }, 'facts')[name]);
    return fact === undefined ? [] : [[name, fact]];
  });
  return { verdict: known, day, facts: Object.fromEntries(told) };
}

function isDay(day: unknown): day is string {
  return typeof day === 'string' && /^20\d\d-[01]\d-[0-3]\d$/.test(day);
}

/** Whole, for digits after the point could say anything. */
function factOf(value: unknown): Fact | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return isSmall(value) ? Math.round(value) : undefined;
  return FACT_WORDS.find((word) => word === value);
}

const MAX_FACT = 999_999_999;

function isSmall(value: number): boolean {
  return value >= 0 && value <= MAX_FACT;
}
