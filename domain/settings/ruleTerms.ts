import { RULE_ENFORCEMENTS, type BudgetTerms } from '../budget/budgetPolicy.js';
import { readSchedule } from '../calendar/readSchedule.js';
import { isObject, type JsonObject } from '../json.js';
import type { Usd } from '../money.js';
import { SETTINGS } from './definitions.js';
import { OFF, readChoice, readInteger, readUsd, thresholdProblems, type IntegerBounds } from './settingValues.js';

/** What a rule and a team may say of a budget. */
export const TERM_FIELDS = [
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
