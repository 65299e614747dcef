import type { BudgetEvent } from '../../domain/budget/events.js';
import { displayPercent, displayUsd, displayInstant, displayMoney } from '../../domain/display.js';
import { colours, displayPrincipal } from './display.js';

const PRINCIPAL_WIDTH = 32;

/**
 * One line of the timeline: time, principal, share of the limit, event. Undefined for spend alone, and for the later
 * steps of a suspension or restoration, which a replay takes in the same instant.
 */
export function timelineLine(event: BudgetEvent): string | undefined {
  const what = sentence(event);
  if (what === undefined) return undefined;
  const who = fitted(displayPrincipal(event.principalId));
  const share = `${displayMoney(event.spentUsd)} of ${displayUsd(event.limitUsd)} (${displayPercent(event.spentUsd, event.limitUsd)})`;
  return `${colours.quiet(displayInstant(event.at))}  ${who}  ${share.padEnd(26)}  ${what}`;
}

function fitted(name: string): string {
  return (name.length > PRINCIPAL_WIDTH ? `${name.slice(0, PRINCIPAL_WIDTH - 1)}…` : name).padEnd(PRINCIPAL_WIDTH);
}

function sentence(event: BudgetEvent): string | undefined {
  switch (event.type) {
    case 'SpendRecorded':
    case 'TeamSpendRecorded':
    case 'WorkflowBegun':
    case 'RestorePointTaken':
    case 'AccessSuspended':
    case 'AccessRestored':
      return undefined;
    case 'BudgetOpened':
      return `budget opened, refreshes ${displayInstant(event.period.end)} (${event.accountType})`;
    case 'PeriodStarted':
      return colours.good(periodSentence(event));
    case 'LateSpendRecorded':
      return `late: ${displayMoney(event.costUsd)} of a period that has closed`;
    case 'SpendCorrected':
      return `corrected from ${displayMoney(event.previousSpentUsd)} by rates known since`;
    case 'BudgetClosed':
      return 'budget closed: the principal was deleted';
    case 'BudgetReopened':
      return 'budget reopened: the principal is back';
    case 'EnforceabilityChanged':
      return event.enforceable ? 'can be suspended from now on' : 'can only be alerted about from now on';
    case 'ThresholdReached':
      return thresholdSentence(event);
    case 'LimitChanged':
      return `limit changed from ${displayUsd(event.previousLimitUsd)}, by ${event.limitFrom}`;
    case 'ToppedUp':
      return colours.good(`topped up by ${displayUsd(event.amountUsd)} until ${displayInstant(event.until)}`);
    case 'TopUpEnded':
      return `a top-up of ${displayUsd(event.amountUsd)} has ended`;
    case 'ExemptionStarted':
      return colours.notice('exempt: nothing is cut');
    case 'ExemptionEnded':
      return 'exempt no longer';
    case 'TeamSuspended':
      return colours.bad(`MEMBERS SUSPENDED (${event.reason})`);
    case 'TeamRestored':
      return colours.good(`members have their access back (${event.reason})`);
    case 'LimitUnreadable':
      return colours.bad(`the limit ${JSON.stringify(event.found)} cannot be read; the last one stands`);
    case 'LimitReadable':
      return 'the limit can be read again';
    case 'ObservationStarted':
      return colours.notice(`observed: there would be grace until ${displayInstant(event.graceDeadline)}`);
    case 'ObservationEnded':
      return colours.good('observed: the spend is within the limit again');
    case 'WouldHaveSuspended':
      return colours.bad(`WOULD BE SUSPENDED (${event.reason}): it is only observed`);
    case 'GraceStarted':
      return colours.notice(`grace until ${displayInstant(event.graceDeadline)}`);
    case 'GraceCancelled':
      return colours.good(`grace cancelled: ${event.reason}`);
    case 'SuspensionStarted':
      return colours.bad(
        `SUSPENDED (${event.team === undefined ? event.reason : `team ${event.team}`}): calls to Bedrock are refused from here on`,
      );
    case 'SuspensionHeld':
      return colours.bad('held by an operator until it is restored by hand');
    case 'SuspensionRefused':
      return colours.bad(`not suspended: ${event.reason}`);
    case 'SuspensionFailed':
    case 'RestorationFailed':
      return colours.bad(`${event.type}: ${event.error}`);
    case 'SuspensionTampered':
      return colours.bad('the Deny was detached by somebody else');
    case 'SpendAfterSuspension':
      return colours.bad(`${displayMoney(event.costUsd)} spent in spite of the suspension`);
    case 'RestorationStarted':
      return colours.good(`RESTORED (${event.reason}): access as before`);
  }
}

function periodSentence(event: Extract<BudgetEvent, { type: 'PeriodStarted' }>): string {
  const { previousSpentUsd, carriedUsd, notPreventedUsd, period } = event;
  return [
    `refreshed after ${displayMoney(previousSpentUsd)}`,
    ...(notPreventedUsd === undefined || notPreventedUsd.isZero()
      ? []
      : [`${displayMoney(notPreventedUsd)} of it not prevented`]),
    ...(carriedUsd === undefined ? [] : [`${displayMoney(carriedUsd)} carried over`]),
    `next ${displayInstant(period.end)}`,
  ].join(', ');
}

function thresholdSentence(event: Extract<BudgetEvent, { type: 'ThresholdReached' }>): string {
  const name = `${event.threshold.toUpperCase()} at ${event.percent} %`;
  if (event.threshold === 'warning') return colours.notice(name);
  const unenforceable = event.threshold === 'exceeded' && !event.enforceable;
  return colours.bad(unenforceable ? `${name}: not enforced on this principal, alert only` : name);
}
