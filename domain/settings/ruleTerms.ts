import { RULE_ENFORCEMENTS, type BudgetTerms } from '../budget/budgetPolicy.js';
import { readSchedule } from '../calendar/readSchedule.js';
import { isObject, type JsonObject } from '../json.js';
import { nearestName } from '../nearestName.js';
import type { Usd } from '../money.js';
import { SETTINGS } from './definitions.js';
import { OFF, readChoice, readInteger, readUsd, thresholdProblems, type IntegerBounds } from './settingValues.js';

/** What a rule and a team may say of a budget. */
const TERM_FIELDS = [
  'limitUsd',
  'period',
  'timeZone',
  'weekStart',
  'fiscalStart',
  'enforcement',
  'carryOver',
  'warnPercent',
  'criticalPercent',
  'exceededPercent',
  'hardStopPercent',
  'gracePeriodSeconds',
] as const;

/** Names of rules and teams: what a parameter of Systems Manager may be called. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** Of a standard parameter (Systems Manager User Guide, parameter tiers). */
const MAX_CHARACTERS = 4096;

/** A rule or team as stored: JSON. Undefined together with a problem where it is none, or has unknown fields. */
export function readEntry(
  name: string,
  text: string,
  ownFields: readonly string[],
  problems: string[],
): JsonObject | undefined {
  if (text.length > MAX_CHARACTERS) {
    problems.push(`${text.length} characters are more than a parameter holds, ${MAX_CHARACTERS}`);
  }
  const entry = parsed(text);
  if (!isObject(entry)) {
    problems.push(`${JSON.stringify(text.slice(0, 60))} is not a map of fields, as JSON`);
    return undefined;
  }
  const fields = [...ownFields, 'name', 'order', ...TERM_FIELDS];
  for (const field of Object.keys(entry)) {
    if (!fields.includes(field)) problems.push(`${field}: unknown; the nearest is ${nearestName(field, fields)}`);
  }
  if (!NAME.test(name)) problems.push(`name: ${JSON.stringify(name)} is not 1 to 63 letters, digits, - _ .`);
  return entry;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list of texts, or one of them; none together with a problem for each that is not possible. */
export function readPatterns(
  field: string,
  given: unknown,
  problemOf: (text: string) => string | undefined,
  problems: string[],
): readonly string[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (list.length === 0) problems.push(`${field}: missing; without a principal it would count nothing`);
  return list.flatMap((one) => {
    const problem = typeof one === 'string' ? problemOf(one) : 'is not a text';
    if (problem !== undefined) problems.push(`${field}: ${JSON.stringify(one)} ${problem}`);
    return typeof one === 'string' && problem === undefined ? [one] : [];
  });
}

/** The terms that an entry gives, over those of the stack. */
export function readTerms(entry: JsonObject, stack: BudgetTerms, problems: string[]): BudgetTerms {
  const integer = (name: keyof typeof PERCENTS, otherwise: number): number =>
    entry[name] === undefined ? otherwise : readInteger(name, textOf(entry[name]), PERCENTS[name], problems);
  const { enforcement, hardStopPercent } = entry;
  const terms: BudgetTerms = {
    limitUsd: entry['limitUsd'] === undefined ? stack.limitUsd : readLimit('limitUsd', entry['limitUsd'], problems),
    schedule: readSchedule(entry, stack.schedule, problems),
    carryOverMaxUsd: readCarryOver(entry['carryOver'], stack, problems),
    enforcement:
      enforcement === undefined
        ? stack.enforcement
        : readChoice('enforcement', textOf(enforcement), RULE_ENFORCEMENTS, problems),
    warnPercent: integer('warnPercent', stack.warnPercent),
    criticalPercent: integer('criticalPercent', stack.criticalPercent),
    exceededPercent: integer('exceededPercent', stack.exceededPercent),
    gracePeriodSeconds: integer('gracePeriodSeconds', stack.gracePeriodSeconds),
    hardStopPercent:
      hardStopPercent === undefined
        ? stack.hardStopPercent
        : hardStopPercent === OFF
          ? undefined
          : readInteger('hardStopPercent', textOf(hardStopPercent), SETTINGS.hardStopPercent, problems),
  };
  // The stack says itself what contradicts in its own settings.
  if (thresholdProblems(stack).length === 0) problems.push(...thresholdProblems(terms));
  return terms;
}

const PERCENTS = {
  warnPercent: SETTINGS.warnPercent,
  criticalPercent: SETTINGS.criticalPercent,
  exceededPercent: SETTINGS.exceededPercent,
  gracePeriodSeconds: SETTINGS.gracePeriodSeconds,
} satisfies Readonly<Record<string, IntegerBounds>>;

function readCarryOver(given: unknown, stack: BudgetTerms, problems: string[]): Usd | undefined {
  if (given === undefined) return stack.carryOverMaxUsd;
  if (isObject(given) && Object.keys(given).join() === 'maxUsd') {
    return readLimit('carryOver.maxUsd', given['maxUsd'], problems);
  }
  problems.push(`carryOver: ${JSON.stringify(given)} is not {maxUsd: AMOUNT}`);
  return undefined;
}

/** So many digits a number of JSON has exactly; one with more may have lost some of them. */
const EXACT_DIGITS = 15;

function readLimit(field: string, given: unknown, problems: string[]): Usd {
  const text = textOf(given);
  if (typeof given === 'number' && text.replace(/^0\.0*|\./g, '').length > EXACT_DIGITS) {
    problems.push(`${field}: ${text} has more than ${EXACT_DIGITS} digits; write it as a text, in quotes`);
  }
  return readUsd(field, text, problems);
}

function textOf(given: unknown): string {
  return typeof given === 'string' || typeof given === 'number' ? String(given) : JSON.stringify(given);
}
