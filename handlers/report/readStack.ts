import pMap from 'p-map';
import { principalWithId } from '../../domain/iam/principal.js';
import { isPersonId } from '../../domain/iam/person.js';
import { ZERO_USD } from '../../domain/money.js';
import { promptTokens } from '../../domain/invocations/usage.js';
import { budgetLineOf } from '../../domain/report/budgetLine.js';
import type { ReportBuilder, ReportSpan } from '../../domain/report/reportBuilder.js';
import type { ReportCall } from '../../domain/report/reportCall.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamNameOf } from '../../domain/settings/teams.js';
import type { AuditReader } from '../ports/auditReader.js';
import type { BudgetReader, BudgetRows } from '../ports/budgetReader.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerEntry } from '../ports/usageLedger.js';
import type { UsageReader } from '../ports/usageReader.js';
import { CorruptRowError } from '../runtime/errors.js';

/** What a report reads of a stack. */
export interface ReportedStack {
  readonly name: string;
  readonly accountId: string;
  readonly budgets: BudgetReader;
  readonly usage: Pick<UsageReader, 'of'>;
  readonly audit: Pick<AuditReader, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  settings(): Promise<Settings>;
}

export interface Reads {
  readonly span: ReportSpan;
  /** Whether budgets and events are asked for, or calls alone. */
  readonly hasBudgets: boolean;
  /** Whether the same person may come again in another stack. */
  readonly isOneOfSeveral: boolean;
  readonly onPrincipal?: () => void;
  /** Before rows that were read are counted; what it throws ends the reading. */
  readonly onRows?: () => void;
}

/** So many principals are read at a time. */
const CONCURRENCY = 8;

/**
 * Reads the usage rows of a span, principal by principal, and what budgets did. Only rows in the span are read. Answers
 * what cannot be read, a line each: a budget, whose calls are in the report all the same, or the calls of a principal,
 * which are in it only as far as the page of rows before. Throws CorruptRowError for a row of the audit log.
 */
export async function readStack(
  stack: ReportedStack,
  builder: ReportBuilder,
  reads: Reads,
): Promise<readonly string[]> {
  const settings = await stack.settings();
  const problems: string[] = [];
  const readCalls = async (principalId: string): Promise<void> => {
    try {
      await addCalls(stack, principalId, builder, reads);
    } catch (error) {
      if (!(error instanceof CorruptRowError)) throw error;
      problems.push(`${stack.name}: ${principalId}: calls are missing from the sums: ${error.message}`);
    }
    if (!reads.isOneOfSeveral || !isPersonId(principalId)) builder.settle(principalId);
    reads.onPrincipal?.();
  };
  for await (const page of stack.budgets.all()) {
    if (reads.hasBudgets) addBudgets(stack, page, builder, settings);
    problems.push(...page.unreadable.map(({ principalId, problem }) => `${stack.name}: ${principalId}: ${problem}`));
    await pMap(principalsIn(page), readCalls, { concurrency: CONCURRENCY });
  }
  if (reads.hasBudgets) await addEvents(stack, builder, reads);
  return problems;
}

/** The spend of a team is its members'. */
function principalsIn({ rows, unreadable }: BudgetRows): readonly string[] {
  const ids = [...rows.map(({ budget }) => budget.principalId), ...unreadable.map(({ principalId }) => principalId)];
  return ids.filter((id) => teamNameOf(id) === undefined);
}

function addBudgets(
  { accountId, clock }: ReportedStack,
  { rows }: BudgetRows,
  builder: ReportBuilder,
  settings: Settings,
): void {
  for (const { budget } of rows) {
    const principal = { ...principalWithId(budget.principalId), accountType: budget.accountType };
    builder.addBudget(budgetLineOf(accountId, budget, policyOf(settings, principal), clock.now()));
  }
}

async function addCalls(
  { accountId, usage }: ReportedStack,
  principalId: string,
  builder: ReportBuilder,
  { span: { since, until }, onRows }: Reads,
): Promise<void> {
  for await (const entries of usage.of(principalId, since, until)) {
    onRows?.();
    for (const entry of entries) builder.addCall(callOf(accountId, entry));
  }
}

async function addEvents(
  { accountId, audit }: ReportedStack,
  builder: ReportBuilder,
  { span: { since, until }, onRows }: Reads,
): Promise<void> {
  for await (const entries of audit.all(since, until)) {
    onRows?.();
    for (const entry of entries) builder.addEntry(accountId, entry);
  }
}

function callOf(account: string, { record, isLate, lateUsd, teams = [] }: LedgerEntry): ReportCall {
  const { costUsd, usage, priceStatus } = record;
  return {
    account,
    principalId: record.principalId,
    timestamp: record.timestamp,
    modelId: record.modelId,
    region: record.region,
    ...(record.caller === undefined ? {} : { caller: record.caller }),
    ...(record.inferenceProfile === undefined ? {} : { inferenceProfile: record.inferenceProfile }),
    ...(record.metadata === undefined ? {} : { metadata: record.metadata }),
    teams: teams.map(({ team }) => team),
    calls: 1,
    tokensIn: promptTokens(usage),
    tokensOut: usage.outputTokens,
    spentUsd: costUsd,
    provisionalUsd: priceStatus === 'provisional' ? costUsd : ZERO_USD,
    lateUsd: isLate ? costUsd : (lateUsd ?? ZERO_USD),
  };
}
