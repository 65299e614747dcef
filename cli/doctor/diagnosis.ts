import type { BudgetRows } from '../../handlers/ports/budgetReader.js';
import type { StackIdentity } from '../../infra/identity.js';
import { answered, type Check, type ExaminedStack, type Patient } from './check.js';
import type { Examination } from './examination.js';
import type { Finding } from './finding.js';

export interface Diagnosed extends Finding {
  readonly check: string;
}

export interface Diagnosis {
  readonly findings: readonly Diagnosed[];
  /** DynamoDB's read request units that it took. */
  readonly readUnits: number;
}

export interface Diagnosing {
  readonly stack: ExaminedStack;
  readonly partition: string;
  readonly examination: Examination;
  readonly bedrockRegions: readonly string[];
  /** Called before each check. */
  readonly onCheck: (check: Check) => void;
}

/** Makes all checks, one after another. Throws for want of credentials, and defects. */
export async function diagnose(checks: readonly Check[], diagnosing: Diagnosing): Promise<Diagnosis> {
  const { stack, onCheck } = diagnosing;
  const before = stack.readUnits();
  const patient = patientOf(diagnosing);
  const findings: Diagnosed[] = [];
  for (const check of checks) {
    onCheck(check);
    for (const finding of await answered(() => check.run(patient))) findings.push({ check: check.name, ...finding });
  }
  return { findings, readUnits: stack.readUnits() - before };
}

/** What checks ask of, without having asked anything yet. */
export function patientOf({ stack, partition, examination, bedrockRegions }: Diagnosing): Patient {
  const { name, accountId, homeRegion } = stack;
  const identity: StackIdentity = { stack: name, partition, accountId, homeRegion };
  return {
    stack,
    identity,
    examination,
    bedrockRegions,
    now: stack.clock.now(),
    budgets: once(() => allRows(stack)),
    settings: once(() => stack.settings()),
  };
}

async function allRows({ budgets }: ExaminedStack): Promise<BudgetRows> {
  const rows: BudgetRows['rows'][number][] = [];
  const unreadable: BudgetRows['unreadable'][number][] = [];
  for await (const page of budgets.all()) {
    rows.push(...page.rows);
    unreadable.push(...page.unreadable);
  }
  return { rows, unreadable };
}

/** Asks once; a failure is the same for all who ask. */
function once<T>(question: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= question());
}
