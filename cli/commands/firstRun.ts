import { formatInstant } from '../../domain/instant.js';
import { examinationOf, partitionOf } from '../doctor/examined.js';
import { readAnswers, writeAnswers } from '../firstRun/answersFile.js';
import { answersForm, PARTITIONS, type About, type Told } from '../firstRun/answersForm.js';
import { awsLooks } from '../firstRun/awsLooks.js';
import { examine, type Answer } from '../firstRun/examine.js';
import { countOf, filled, firstRunLines, type Place } from '../firstRun/firstRunText.js';
import type { Item } from '../firstRun/item.js';
import { ITEMS, PARTS } from '../firstRun/items/all.js';
import { LOCAL_LOOKS } from '../firstRun/localLooks.js';
import { VERDICTS } from '../firstRun/seen.js';
import { statusLine } from '../output/statusLine.js';
import type { TextOutput } from '../output/textOutput.js';
import { packageVersion } from '../packageVersion.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';

export interface FirstRunOptions {
  /** The id of an item, else all. */
  readonly firstRun?: string | true;
  readonly answers?: string;
  /** `ID=expected` or `ID=differs`. */
  readonly saw?: readonly string[];
  readonly json?: true;
}

/** Goes through what nobody could prove without an account. Answers the exit code: 1 if something differs. */
export async function runFirstRun(stack: Stack, options: FirstRunOptions, output: TextOutput): Promise<number> {
  const items = asked(options.firstRun);
  const told = toldBy(options.saw ?? []);
  const isLocal = stack.reach.kind === 'local';
  if (isLocal && options.answers !== undefined) {
    throw new UserError('--answers: a local world proves nothing about AWS, so there is nothing to send');
  }
  const before = options.answers === undefined ? undefined : readAnswers(options.answers);
  const answers = await answersTo(items, stack);
  const place = { STACK: stack.name, REGION: stack.homeRegion, ACCOUNT: stack.accountId };
  const at = formatInstant(stack.clock.now());
  if (options.json) output.line(JSON.stringify(jsonOf(stack, answers, place, at)));
  else for (const line of firstRunLines(PARTS, answers, { place, isLocal })) output.line(line);
  if (options.answers !== undefined) {
    const form = { items: ITEMS, about: aboutOf(stack), answers, told, before, day: at.slice(0, 10) };
    writeAnswers(options.answers, answersForm(form));
    if (!options.json) output.line(`the answers, without names and ids, are in ${options.answers}`);
  }
  return countOf(answers, 'differs') > 0 ? 1 : 0;
}

function asked(id: FirstRunOptions['firstRun']): readonly Item[] {
  return typeof id === 'string' ? [itemOf('--first-run', id)] : ITEMS;
}

function itemOf(flag: string, id: string): Item {
  const item = ITEMS.find((one) => one.id === id);
  if (item !== undefined) return item;
  throw new UserError(`${flag}: no item ${JSON.stringify(id)}; docs/first-deployment.md has them all`);
}

function toldBy(saw: readonly string[]): Told {
  return new Map(
    saw.map((text): [string, 'expected' | 'differs'] => {
      const [id = '', verdict] = text.split('=');
      if (verdict === 'expected' || verdict === 'differs') return [itemOf('--saw', id).id, verdict];
      throw new UserError(`--saw ${text}: say ITEM=expected or ITEM=differs`);
    }),
  );
}

async function answersTo(items: readonly Item[], stack: Stack): Promise<readonly Answer[]> {
  const line = statusLine(true);
  let made = 0;
  try {
    return await examine(items, {
      stack,
      audit: stack.audit,
      partition: partitionOf(stack.reach),
      examination: examinationOf(stack),
      looks: stack.reach.kind === 'aws' ? awsLooks(stack.homeRegion) : LOCAL_LOOKS,
      isLocal: stack.reach.kind === 'local',
      bedrockRegions: [],
      onItem: ({ id }) => {
        made += 1;
        line.show(`${made} of ${items.length}: ${id}`);
      },
    });
  } finally {
    line.stop();
  }
}

function aboutOf({ reach, regions }: Stack): About {
  const partition = PARTITIONS.find((one) => one === partitionOf(reach)) ?? 'other';
  return { version: packageVersion(), partition, regions: regions.length };
}

function jsonOf(stack: Stack, answers: readonly Answer[], place: Place, at: string): object {
  return {
    stack: stack.name,
    accountId: stack.accountId,
    at,
    items: answers.map(({ item: { id, claim, steps, expect, otherwise }, verdict, text, facts, action }) => ({
      id,
      verdict,
      text,
      facts,
      claim,
      steps: steps.map((step) => filled('run' in step ? step.run : step.say, place)),
      expect,
      otherwise,
      missingAction: action ?? null,
    })),
    counts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, countOf(answers, verdict)])),
  };
}
