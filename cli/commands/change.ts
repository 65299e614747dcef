import type { Budget } from '../../domain/budget/budget.js';
import { MINUTE_MS } from '../../domain/instant.js';
import type { OperatorInput } from '../../handlers/contracts/tasks.js';
import { findBudget, findPrincipal, isNamed } from '../budgets/findBudget.js';
import { ChangeReport } from '../changes/changeReport.js';
import { OPENING, operatorInput, type ChangeRequest } from '../changes/inputs.js';
import { changesAccess, expectedStatus, previewOf } from '../changes/preview.js';
import { settle, type SettleOptions, type Settling } from '../changes/settling.js';
import { confirm } from '../confirmation.js';
import { interruptible, type Interruption } from '../interruption.js';
import { displayPrincipal } from '../output/display.js';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';
import { durationOf, zoneOf } from '../values/when.js';

export interface ChangeOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  /** How long to look on; false: not at all. */
  readonly wait?: string | false;
  readonly timeZone?: string;
  readonly json?: true;
}

const WAIT_MS = 15 * MINUTE_MS;

/**
 * Changes one budget through budget-status: says what would happen, asks where somebody's access changes, and looks on
 * until the workflows are done. Answers the exit code: 1 if it did not come to what was asked. Throws UserError, and
 * then nothing has changed.
 */
export async function runChange(
  stack: Stack,
  request: ChangeRequest,
  options: ChangeOptions,
  output: TextOutput,
): Promise<number> {
  output.endsWhole();
  const timeZone = zoneOf(options.timeZone);
  const milliseconds = waitOf(options.wait);
  const settings = await stack.settings();
  const principalId = await principalOf(stack, request);
  const input = operatorInput(request, principalId, await stack.caller(), { now: stack.clock.now(), timeZone });
  const preview = await previewOf(stack, input, settings);
  const report = new ChangeReport({ stack, settings, timeZone, isJson: options.json === true, output });
  report.start(input, preview.before);
  if (preview.kind === 'refused') throw new UserError(`nothing was changed: ${preview.reason}`);
  report.events(preview.events, preview.next);
  const isNothing = preview.events.length === 0;
  if (options.dryRun || isNothing) {
    report.end(preview.after, options.dryRun ? 'nothing was changed: --dry-run' : 'there is nothing to change');
    return 0;
  }
  await output.flush();
  const isPart = !isNamed(principalId, request.who);
  if (isPart && options.yes) {
    throw new UserError(`nothing was changed: --yes takes a name, and ${request.who} is a part of ${principalId}`);
  }
  if (isPart || changesAccess(preview)) {
    await confirm(`${request.operation} ${displayPrincipal(principalId)}?`, options);
  }
  const plan = {
    from: preview.before?.status,
    expected: expectedStatus(preview),
    milliseconds,
    lookMilliseconds: 2 * settings.monitorIntervalMinutes * MINUTE_MS,
  };
  return interruptible((interruption) => change(stack, input, { ...options, ...plan }, report, interruption));
}

function waitOf(wait: ChangeOptions['wait']): number {
  if (wait === false) return 0;
  return wait === undefined ? WAIT_MS : durationOf(wait, '--wait');
}

function principalOf(stack: Stack, { operation, who }: ChangeRequest): Promise<string> {
  if (OPENING.includes(operation)) return findPrincipal(stack, who);
  return findBudget(stack, who).then(({ budget }) => budget.principalId);
}

async function change(
  stack: Stack,
  input: OperatorInput,
  plan: ChangeOptions & Pick<SettleOptions, 'from' | 'expected' | 'milliseconds' | 'lookMilliseconds'>,
  report: ChangeReport,
  interruption: Interruption,
): Promise<number> {
  const answer = await stack.operate(input);
  if (answer.verdict === 'not-needed') throw new UserError(`nothing was changed: ${answer.reason}`);
  const { wait, from, expected, milliseconds, lookMilliseconds } = plan;
  const onState = (status: Budget['status']): Promise<void> => report.state(status);
  const how = { from, expected, milliseconds, lookMilliseconds, interruption, onState };
  const settling = await settle(stack, input.principalId, how);
  const isAsked = settling.budget?.status === expected;
  report.end(settling.budget, isAsked || wait === false ? undefined : problemOf(input, settling));
  return isAsked || wait === false ? 0 : 1;
}

function problemOf({ principalId }: OperatorInput, { budget, end }: Settling): string {
  const who = displayPrincipal(principalId);
  const status = budget?.status ?? 'gone';
  if (end === 'settled') return `it was asked for, and ${who} is ${status}: \`budgeteer why ${who}\` tells the reason`;
  return `${end}: it was asked for, ${who} is ${status}, and the workflow goes on; \`budgeteer show ${who}\` tells how it ends`;
}
