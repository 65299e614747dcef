import { attributionRules } from '../attributionRules.js';
import { patientOf, type Diagnosing } from '../doctor/diagnosis.js';
import { unansweredBy } from '../doctor/unanswered.js';
import type { Stack } from '../stack/stack.js';
import type { FirstRun, Item } from './item.js';
import type { FirstRunLooks } from './looks.js';
import { recordsIn, type LoggedRecord } from './records.js';
import type { Facts, Verdict } from './seen.js';

/** What is known of one item now. */
export interface Answer {
  readonly item: Item;
  readonly verdict: Verdict;
  /** What was seen, or why nothing was; empty for what is done by hand. For the screen alone. */
  readonly text: string;
  readonly facts: Facts;
  /** The action of IAM without which nothing could be seen. */
  readonly action?: string;
}

export interface Examining extends Omit<Diagnosing, 'onCheck'> {
  readonly audit: Stack['audit'];
  readonly looks: FirstRunLooks;
  /** A local world proves nothing of AWS: what is seen there is told, and left open. */
  readonly isLocal: boolean;
  /** Called before each item. */
  readonly onItem: (item: Item) => void;
}

/** Looks at all items, one after another. Throws for want of credentials, and defects. */
export async function examine(items: readonly Item[], examining: Examining): Promise<readonly Answer[]> {
  const firstRun = firstRunOf(examining);
  const answers: Answer[] = [];
  for (const item of items) {
    examining.onItem(item);
    answers.push(await answerTo(item, firstRun, examining.isLocal));
  }
  return answers;
}

async function answerTo(item: Item, firstRun: FirstRun, isLocal: boolean): Promise<Answer> {
  if (item.look === undefined) return { item, verdict: 'by hand', text: '', facts: {} };
  try {
    const seen = await item.look.run(firstRun);
    if (!isLocal || seen.verdict === 'open') return { item, ...seen };
    return { item, verdict: 'open', text: `our local world says: ${seen.text}`, facts: {} };
  } catch (error) {
    const { problem, action } = unansweredBy(error);
    return { item, verdict: 'open', text: problem, facts: {}, ...(action === undefined ? {} : { action }) };
  }
}

function firstRunOf(examining: Examining): FirstRun {
  const patient = patientOf({ ...examining, onCheck: () => undefined });
  const { audit, looks } = examining;
  let records: Promise<readonly LoggedRecord[]> | undefined;
  return { ...patient, audit, looks, records: () => (records ??= allRecords(patient, looks)) };
}

async function allRecords(
  { stack, examination, settings }: ReturnType<typeof patientOf>,
  looks: FirstRunLooks,
): Promise<readonly LoggedRecord[]> {
  const rules = attributionRules(await settings());
  const found: LoggedRecord[] = [];
  for (const region of stack.regions) {
    const logGroup = (await examination.invocationLogging(region))?.logGroup;
    if (logGroup !== undefined) found.push(...recordsIn(await looks.logEvents(region, logGroup), rules));
  }
  return found;
}
