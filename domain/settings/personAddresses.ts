import { isObject } from '../json.js';
import { nearestName } from '../nearestName.js';
import { isMailAddress } from '../iam/mailAddress.js';
import { isPersonId, personName } from '../iam/person.js';
import { matchesPattern } from '../iam/pattern.js';
import { holderOf, principalWithId } from '../iam/principal.js';
import { matchesPrincipal, patternProblem } from './principalPatterns.js';
import { teamNameOf } from './teams.js';

/** One entry of the list `personAddresses`: of all that matches, told under which address. */
export interface PersonAddress {
  /** A principal's pattern, or `team/NAME`. */
  readonly who: string;
  /** `*` in it stands for the name of whoever matches; `none`: nobody is told. */
  readonly address: string;
}

/** The address of those who are told nothing. */
const NOBODY = 'none';

const FIELDS = ['who', 'address'] as const;

/** `team/NAME`, with `*` for any run of characters. */
const TEAM = /^team\/[A-Za-z0-9_.*-]+$/;

/** Reads the list; one line a problem, each beginning with the entry's place. */
export function readPersonAddresses(given: readonly unknown[], problems: string[]): readonly PersonAddress[] {
  return given.flatMap((entry, index): readonly PersonAddress[] => {
    const place = `personAddresses[${index}]`;
    if (!isObject(entry)) {
      problems.push(`${place}: not a map of who and address`);
      return [];
    }
    const own = Object.keys(entry).filter((key) => !FIELDS.some((field) => field === key));
    problems.push(...own.map((key) => `${place}.${key}: unknown; the nearest is ${nearestName(key, FIELDS)}`));
    const [who, address] = [textIn(entry['who']), textIn(entry['address'])];
    const problem = whoProblem(who);
    if (problem !== undefined) problems.push(`${place}.who: ${JSON.stringify(who)} ${problem}`);
    if (!isAddressOrTemplate(address)) {
      problems.push(
        `${place}.address: ${JSON.stringify(address)} is not an e-mail address, one with * for the name, or none`,
      );
    }
    return [{ who, address }];
  });
}

/**
 * Where whoever stands behind an id is told: by the first entry that matches and makes an address, else at the name of a
 * person or IAM user that is an address itself. Undefined: nowhere.
 */
export function addressOf(principalId: string, entries: readonly PersonAddress[]): string | undefined {
  const name = nameOf(principalId);
  for (const { who, address } of entries) {
    if (!isFor(who, principalId)) continue;
    if (address === NOBODY) return undefined;
    const made = address.replace('*', () => name);
    if (isMailAddress(made)) return made;
  }
  return isOneself(principalId) && isMailAddress(name) ? name : undefined;
}

/** Whether an id is one human's: a person's or an IAM user's, and not a role's or a team's. */
export function isOneself(principalId: string): boolean {
  return isPersonId(principalId) || holderOf(principalId)?.type === 'user';
}

function nameOf(principalId: string): string {
  if (isPersonId(principalId)) return personName(principalId);
  return teamNameOf(principalId) ?? holderOf(principalId)?.name ?? '';
}

function isFor(who: string, principalId: string): boolean {
  return TEAM.test(who) ? matchesPattern(who, principalId) : matchesPrincipal(who, principalWithId(principalId));
}

function whoProblem(who: string): string | undefined {
  return TEAM.test(who) ? undefined : patternProblem(who);
}

function isAddressOrTemplate(address: string): boolean {
  if (address === NOBODY) return true;
  return address.split('*').length <= 2 && isMailAddress(address.replace('*', 'name'));
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
