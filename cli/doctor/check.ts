import type { Settings } from '../../domain/settings/settings.js';
import type { BudgetRows } from '../../handlers/ports/budgetReader.js';
import type { StackIdentity } from '../../infra/identity.js';
import type { Stack } from '../stack/stack.js';
import type { Examination } from './examination.js';
import { notChecked, type Finding } from './finding.js';
import { unansweredBy } from './unanswered.js';

/** What of a stack the checks look at. */
export type ExaminedStack = Pick<
  Stack,
  | 'name'
  | 'accountId'
  | 'homeRegion'
  | 'regions'
  | 'ingestionPath'
  | 'clock'
  | 'usage'
  | 'prices'
  | 'storedSettings'
  | 'settings'
  | 'caller'
  | 'readUnits'
> & { readonly budgets: Pick<Stack['budgets'], 'all'> };

/** One examination of one stack. What costs read units is read once. */
export interface Patient {
  readonly stack: ExaminedStack;
  readonly identity: StackIdentity;
  readonly examination: Examination;
  readonly now: number;
  readonly budgets: () => Promise<BudgetRows>;
  readonly settings: () => Promise<Settings>;
  /** Where Bedrock can be called, by the price book. */
  readonly bedrockRegions: readonly string[];
}

/** One question with its answers; the texts are for docs/doctor.md. */
export interface Check {
  readonly name: string;
  readonly asks: string;
  /** Why the answer matters. */
  readonly means: string;
  readonly fix: string;
  /** What IAM has to allow for it. */
  readonly actions: readonly string[];
  run(patient: Patient): Promise<readonly Finding[]>;
}

/** The findings in each Region; one that does not answer holds up no other. */
export async function inEach(
  regions: readonly string[],
  look: (region: string) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const found = await Promise.all(regions.map((region) => answered(() => look(region), `${region}: `)));
  return found.flat();
}

/** What a check finds, or why it could not. Throws for want of credentials, and defects. */
export async function answered(look: () => Promise<readonly Finding[]>, place = ''): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const { problem, action } = unansweredBy(error);
    return [notChecked(`${place}${problem}`, action)];
  }
}

/** Of the home Region and each where Bedrock is called, once. */
export function allRegions({ homeRegion, regions }: Pick<Stack, 'homeRegion' | 'regions'>): readonly string[] {
  return [...new Set([homeRegion, ...regions])];
}
