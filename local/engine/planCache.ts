import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringAt, isObject } from '../../domain/json.js';
import type { Plan } from './plan.js';
import { planText, readPlan } from './planText.js';
import { changedSince, digestOf, programReads, type ProgramPlace, type ProgramReads } from './programReads.js';

/** Of this project; npm empties it with `npm ci`. */
export const PLAN_CACHE = join('node_modules', '.cache', 'bedrock-budgeteer');

const MAX_BYTES = 100 * 1024 * 1024;

/** Clocks of file systems run behind by some milliseconds. */
const CLOCK_TOLERANCE_MS = 100;

/**
 * Plans by what was asked for. A plan is found as long as nothing changes that its program read. A file has three
 * lines: what the program read, the digests of that and of the plan, the plan.
 */
export class PlanCache {
  readonly #folder: string;
  readonly #maxBytes: number;

  constructor(folder: string, maxBytes = MAX_BYTES) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  find(request: string, place: ProgramPlace): Plan | undefined {
    const file = this.#fileOf(request);
    const [reads = '', digests = '', plan = ''] = readIfThere(file).split('\n');
    try {
      const known: unknown = JSON.parse(digests);
      if (stringAt(known, 'plan') !== sha256(`${reads}\n${plan}`)) return undefined;
      const read = programReads(reads);
      if (read === undefined || stringAt(known, 'read') !== digestOf(read, place)) return undefined;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
    touch(file);
    return readPlan(plan);
  }

  /** Keeps a plan, unless it is not certain what its program read. `startedAt` is the time before the program began. */
  keep(request: string, place: ProgramPlace, { reads, plan, startedAt }: KeptRun): void {
    if (reads === undefined) return;
    const digest = digestOf(reads, place);
    if (changedSince(reads, place, startedAt - CLOCK_TOLERANCE_MS)) return;
    const [read, text] = [JSON.stringify(reads), planText(plan)];
    const digests = JSON.stringify({ read: digest, plan: sha256(`${read}\n${text}`) });
    mkdirSync(this.#folder, { recursive: true });
    const written = join(this.#folder, `${randomUUID()}.new`);
    writeFileSync(written, [read, digests, text].join('\n'));
    renameSync(written, this.#fileOf(request));
    this.#dropOldest();
  }

  #fileOf(request: string): string {
    return join(this.#folder, `${sha256(request)}.plan`);
  }

  #dropOldest(): void {
    const files = readdirSync(this.#folder)
      .map((name) => join(this.#folder, name))
      .flatMap((file) => {
        const stats = statSync(file, { throwIfNoEntry: false });
        return stats === undefined ? [] : [{ file, bytes: stats.size, usedAt: stats.mtimeMs }];
      })
      .sort((one, other) => other.usedAt - one.usedAt);
    let bytes = 0;
    for (const { file, bytes: size } of files) {
      bytes += size;
      if (bytes > this.#maxBytes) rmSync(file, { force: true });
    }
  }
}

export interface KeptRun {
  readonly reads: ProgramReads | undefined;
  readonly plan: Plan;
  readonly startedAt: number;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** The oldest go first, by their last use. */
function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Another process may have dropped it. */
function isMissing(error: unknown): boolean {
  return isObject(error) && error['code'] === 'ENOENT';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
