import { displayPrincipal } from '../output/display.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import { principalWithId } from '../../domain/iam/principal.js';

const MAX_CANDIDATES = 12;

/** How closely an id is what was typed; undefined: not at all. */
type Match = (principalId: string, who: string) => boolean;

/** The closest first. */
const MATCHES: readonly Match[] = [
  (principalId, who) => principalId === who,
  (principalId, who) => displayPrincipal(principalId) === who,
  (principalId, who) => principalId.endsWith(`/${who}`) || principalId.endsWith(`:${who}`),
  (principalId, who) => principalId.split('@')[0]?.endsWith(`/${who}`) === true,
  (principalId, who) => principalId.toLowerCase().includes(who.toLowerCase()),
];

/**
 * The budget of whom a text names: an id (`person/NAME`, `team/NAME`, an ARN), a name, or any part that no other has.
 * A name is looked up; only for a part are all budgets read. Throws UserError with the candidates, or with none.
 */
export async function findBudget(stack: Stack, who: string): Promise<StoredBudget> {
  const exact = await budgetWithId(stack, who);
  if (exact !== undefined) return exact;
  const named = await byName(stack, who);
  if (named !== undefined) return named;
  const rows: StoredBudget[] = [];
  for await (const page of stack.budgets.all()) rows.push(...page.rows);
  return only(rows, who) ?? nobody(stack, who, rows.length);
}

/** The id of whom a text names; an id in full need not have a budget yet. Throws UserError. */
export async function findPrincipal(stack: Stack, who: string): Promise<string> {
  const { principalId, accountType } = principalWithId(who);
  if (accountType === 'unknown') return (await findBudget(stack, who)).budget.principalId;
  if ((await budgetWithId(stack, who)) !== undefined) return principalId;
  const [, , , , account = stack.accountId] = principalId.split(':');
  if (account === stack.accountId) return principalId;
  throw new UserError(`${who}: of account ${account}, and stack ${stack.name} is in ${stack.accountId}`);
}

/** The budget of an id in full, whatever its spelling; undefined for what is no id, or has no budget. */
export async function budgetWithId(stack: Stack, who: string): Promise<StoredBudget | undefined> {
  const { principalId, accountType } = principalWithId(who);
  return accountType === 'unknown' ? undefined : (await stack.budgets.read([principalId])).get(principalId);
}

async function byName(stack: Stack, who: string): Promise<StoredBudget | undefined> {
  const ids = await stack.budgets.named(who.slice(who.lastIndexOf('/') + 1));
  const rows = [...(await stack.budgets.read(ids)).values()];
  return rows.some(({ budget }) => isNamed(budget.principalId, who)) ? only(rows, who) : undefined;
}

/** Whether a text is the id or the name of a principal, or of a person without the domain; not any part of one. */
export function isNamed(principalId: string, who: string): boolean {
  if (principalWithId(who).principalId === principalId) return true;
  return MATCHES.slice(0, -1).some((matches) => matches(principalId, who));
}

/** The only one that matches as closely as any does. Throws UserError for several. */
function only(rows: readonly StoredBudget[], who: string): StoredBudget | undefined {
  for (const matches of MATCHES) {
    const found = rows.filter(({ budget }) => matches(budget.principalId, who));
    if (found.length === 1) return found[0];
    if (found.length > 1) {
      const ids = found.map(({ budget }) => displayPrincipal(budget.principalId)).sort();
      const unique = new Set(ids).size === ids.length ? ids : found.map(({ budget }) => budget.principalId).sort();
      const more = unique.length > MAX_CANDIDATES ? `, and ${unique.length - MAX_CANDIDATES} more` : '';
      throw new UserError(
        `${JSON.stringify(who)} may be ${unique.slice(0, MAX_CANDIDATES).join(', ')}${more}: name one of them`,
      );
    }
  }
  return undefined;
}

function nobody({ accountId }: Stack, who: string, count: number): never {
  const id = /^(?:role|user)\//.test(who) ? `arn:aws:iam::${accountId}:${who}` : 'an ARN, person/NAME, team/NAME';
  throw new UserError(
    `no budget of ${JSON.stringify(who)} among ${count}; \`budgeteer budgets list\` shows them, and one that was never seen is named in full: ${id}`,
  );
}
