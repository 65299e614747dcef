import type { BudgetTerms } from '../budget/budgetPolicy.js';
import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../money.js';

/** What a list says that has nothing in it; a parameter cannot be empty. */
export const NONE = 'none';

/** What a setting that can be switched off says instead of a number; a parameter cannot be empty. */
export const OFF = 'off';

export interface IntegerBounds {
  readonly min: number;
  readonly max: number;
  /** A word that may stand in place of a number, such as `off`. */
  readonly otherwise?: string;
}

/** NaN together with a problem where the text is not such a number. */
export function readInteger(
  name: string,
  text: string,
  { min, max, otherwise }: IntegerBounds,
  problems: string[],
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  const alternative = otherwise === undefined ? '' : `, or ${otherwise}`;
  problems.push(`${name}: ${JSON.stringify(text)} is not a whole number from ${min} to ${max}${alternative}`);
  return NaN;
}

/** Zero together with a problem where the text is not such an amount. */
export function readUsd(name: string, text: string, problems: string[]): Usd {
  const amount = parseUsd(text) ?? ZERO_USD;
  if (!isMoreThan(amount, ZERO_USD)) {
    problems.push(`${name}: ${JSON.stringify(text)} is not an amount of USD above 0, such as 25 or 0.50`);
  }
  return amount;
}

/** One line for each percentage that contradicts another; what could not be read, NaN, contradicts nothing. */
export function thresholdProblems({
  warnPercent,
  criticalPercent,
  exceededPercent,
  hardStopPercent,
}: BudgetTerms): readonly string[] {
  const problems: string[] = [];
  if (warnPercent >= criticalPercent) {
    problems.push(`warnPercent: ${warnPercent} is not below criticalPercent, ${criticalPercent}`);
  }
  if (hardStopPercent !== undefined && hardStopPercent < exceededPercent) {
    problems.push(`hardStopPercent: ${hardStopPercent} is below exceededPercent, ${exceededPercent}`);
  }
  return problems;
}

/** False together with a problem where the text is neither. */
export function readBoolean(name: string, text: string, problems: string[]): boolean {
  if (text !== 'true' && text !== 'false') problems.push(`${name}: ${JSON.stringify(text)} is neither true nor false`);
  return text === 'true';
}

/** The first of them together with a problem where the text is none of them. */
export function readChoice<T extends string>(
  name: string,
  text: string,
  values: readonly [T, ...T[]],
  problems: string[],
): T {
  const value = values.find((one) => one === text);
  if (value === undefined) problems.push(`${name}: ${JSON.stringify(text)} is not ${values.join(' or ')}`);
  return value ?? values[0];
}

/** As the budgets name them: of a role its ARN without the path; a pattern that says a path would never match one. */
const PRINCIPAL_PATTERN =
  /^(?:arn:[a-z*-]+:iam::[\d*]+:(?:user\/[\w+=,.@*\/-]+|role\/[\w+=,.@*-]+|\*)|person\/[a-z0-9_+=,.@*-]+)$/;

/** Of an advanced parameter of Systems Manager (Systems Manager User Guide, parameter tiers); patterns are ASCII. */
const MAX_LIST_CHARACTERS = 8192;

/** None together with a problem for each that is not such a pattern. */
export function readPrincipals(name: string, text: string, problems: string[]): readonly string[] {
  if (text === NONE) return [];
  const patterns = text.split(',').map((part) => part.trim());
  const wrong = patterns.filter((pattern) => !PRINCIPAL_PATTERN.test(pattern));
  problems.push(
    ...wrong.map(
      (pattern) =>
        `${name}: ${JSON.stringify(pattern)} is not an ARN of a user, or of a role without its path, nor person/NAME in small letters, nor ${NONE}`,
    ),
  );
  if (text.length > MAX_LIST_CHARACTERS) {
    problems.push(`${name}: ${text.length} characters are more than a parameter holds, ${MAX_LIST_CHARACTERS}`);
  }
  return patterns;
}

const ROLE_PATTERN = /^[\w+=,.@*?-]{1,64}$/;

/** None together with a problem for each that no name of a role can match. */
export function readPersonRoles(name: string, text: string, problems: string[]): readonly string[] {
  return readList(name, text, problems, (pattern) =>
    ROLE_PATTERN.test(pattern) && !/^[*?]+$/.test(pattern)
      ? undefined
      : `is not a pattern of role names, such as AWSReservedSSO_*, that leaves some out, nor ${NONE}`,
  );
}

const MAX_METADATA_KEYS = 5;
const METADATA_KEY = /^[A-Za-z0-9 _:@$#=/+,.-]{1,64}$/;

/** None together with a problem for each that is no key of request metadata, and one where they are too many. */
export function readMetadataKeys(name: string, text: string, problems: string[]): readonly string[] {
  const keys = readList(name, text, problems, (key) =>
    METADATA_KEY.test(key) ? undefined : `is not a key of request metadata, of 1 to 64 characters, nor ${NONE}`,
  );
  if (keys.length > MAX_METADATA_KEYS) problems.push(`${name}: ${keys.length} keys are more than ${MAX_METADATA_KEYS}`);
  return keys;
}

/** Of a standard parameter of Systems Manager (the same source). */
const MAX_PARAMETER_CHARACTERS = 4096;

function readList(
  name: string,
  text: string,
  problems: string[],
  problemOf: (part: string) => string | undefined,
): readonly string[] {
  if (text === NONE) return [];
  if (text.length > MAX_PARAMETER_CHARACTERS) {
    problems.push(`${name}: ${text.length} characters are more than a parameter holds, ${MAX_PARAMETER_CHARACTERS}`);
  }
  const parts = [...new Set(text.split(',').map((part) => part.trim()))];
  for (const part of parts) {
    const problem = problemOf(part);
    if (problem !== undefined) problems.push(`${name}: ${JSON.stringify(part)} ${problem}`);
  }
  return parts;
}
