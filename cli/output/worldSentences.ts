import { stringAt, type JsonObject } from '../../domain/json.js';
import { displayUsd, displayInstant, displayMoney } from '../../domain/display.js';
import { usd } from '../../domain/money.js';
import { colours, displayPrincipal } from './display.js';

type Sentence = (detail: JsonObject) => string | undefined;

const UNTOLD: Sentence = () => undefined;

/** What each event of the bus says in the timeline. Events that a notice or IAM itself shows have none. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  GraceNotice: UNTOLD,
  FinalWarning: UNTOLD,
  RestorePointTaken: UNTOLD,
  SuspensionStarted: UNTOLD,
  SuspensionCompleted: UNTOLD,
  RestorationCompleted: UNTOLD,
  BudgetOpened: (detail) =>
    `budget opened, resets ${resetIn(detail)} (${textIn(detail, 'accountType')}, ${textIn(detail, 'limitFrom')})`,
  ThresholdReached: thresholdSentence,
  WouldHaveSuspended: (detail) =>
    colours.bad(`WOULD BE SUSPENDED (${textIn(detail, 'reason')}): its budget is only observed`),
  ObservationStarted: (detail) =>
    colours.notice(`observed: there would be grace until ${instantIn(detail, 'graceDeadline')}`),
  ObservationEnded: () => colours.good('observed: the spend is within the limit again'),
  LimitUnreadable: (detail) => colours.bad(`the limit ${JSON.stringify(detail['found'])} cannot be read`),
  GraceStarted: (detail) => colours.notice(`grace until ${instantIn(detail, 'graceDeadline')}`),
  GraceCancelled: (detail) => colours.good(`grace cancelled: ${textIn(detail, 'reason')}`),
  LimitChanged: (detail) =>
    `limit changed from ${displayUsd(usd(textIn(detail, 'previousLimitUsd')))} to ${displayUsd(usd(textIn(detail, 'limitUsd')))}${untilIn(detail)}, by ${textIn(detail, 'limitFrom')}`,
  ToppedUp: (detail) =>
    colours.good(`topped up by ${displayUsd(usd(textIn(detail, 'amountUsd')))} until ${instantIn(detail, 'until')}`),
  TopUpEnded: (detail) =>
    `a top-up of ${displayUsd(usd(textIn(detail, 'amountUsd')))} has ended, ${displayMoney(usd(textIn(detail, 'usedUsd')))} of it used`,
  ExemptionStarted: (detail) => colours.notice(`exempt${untilIn(detail)}: nothing is announced or cut`),
  ExemptionEnded: () => 'exempt no longer',
  TeamSuspended: (detail) =>
    colours.bad(`MEMBERS SUSPENDED (${textIn(detail, 'reason')}): each that has spent in this period`),
  TeamRestored: (detail) => colours.good(`members get their access back (${textIn(detail, 'reason')})`),
  AccessSuspended: (detail) => {
    const team = stringAt(detail, 'team');
    const why = team === undefined ? '' : ` for team ${team}`;
    return colours.bad(`SUSPENDED${why}: calls to Bedrock are refused from here on`);
  },
  PeriodStarted: (detail) => colours.good(periodSentence(detail)),
  RestorationStarted: (detail) => colours.good(`restoration begins (${textIn(detail, 'reason')})`),
  AccessRestored: () => colours.good('RESTORED: access as before'),
  SpendCorrected: (detail) =>
    `corrected from ${displayMoney(usd(textIn(detail, 'previousSpentUsd')))} by rates known since`,
  BudgetClosed: () => 'budget closed: the principal was deleted',
  PriceRefreshRequested: (detail) => `prices are asked for (${textIn(detail, 'reason')})`,
  WorkflowFailed: () => colours.bad('a workflow failed'),
};

/** Undefined if the event needs no line. An event without a sentence is shown by its name. */
export function eventSentence(type: string, detail: JsonObject): string | undefined {
  const sentence = Object.hasOwn(SENTENCES, type) ? SENTENCES[type] : undefined;
  return sentence === undefined ? colours.notice(type) : sentence(detail);
}

/** What a workflow does, for those who ask why; the timeline shows it by what IAM sees. */
const WORKFLOW_SENTENCES: Readonly<Record<string, (detail: JsonObject) => string>> = {
  GraceNotice: (detail) => `told that access ends at ${instantIn(detail, 'graceDeadline')}`,
  FinalWarning: (detail) => `told once more that access ends at ${instantIn(detail, 'graceDeadline')}`,
  RestorePointTaken: () => 'what it has is written down, to be given back',
  SuspensionStarted: (detail) => colours.bad(`suspension begins (${textIn(detail, 'reason')})`),
  SuspensionCompleted: () => 'the workflow has verified that it is suspended',
  SuspensionHeld: () => colours.notice('stays suspended until it is restored by hand'),
  RestorationCompleted: () => 'the workflow has verified its access',
};

/** What an event says, whatever it is. */
export function stepSentence(type: string, detail: JsonObject): string {
  const sentence = Object.hasOwn(WORKFLOW_SENTENCES, type) ? WORKFLOW_SENTENCES[type] : undefined;
  return sentence?.(detail) ?? eventSentence(type, detail) ?? type;
}

/** The same, and by whose hand and why, where it was done by hand. */
export function entrySentence(type: string, detail: JsonObject): string {
  const by = stringAt(detail, 'by');
  const why = stringAt(detail, 'note') ?? textIn(detail, 'reason');
  return `${stepSentence(type, detail)}${by === undefined ? '' : `: ${why} (${displayPrincipal(by)})`}`;
}

function periodSentence(detail: JsonObject): string {
  const sentence = `refreshed after ${displayMoney(usd(textIn(detail, 'previousSpentUsd')))}`;
  const [carried, notPrevented] = ['carriedUsd', 'notPreventedUsd'].map((key) => stringAt(detail, key));
  return [
    sentence,
    ...(carried === undefined ? [] : [`${displayMoney(usd(carried))} carried over`]),
    ...(notPrevented === undefined ? [] : [`${displayMoney(usd(notPrevented))} of it not prevented`]),
    `next ${resetIn(detail)}`,
  ].join(', ');
}

/** What an operator asks for, and why. */
export function operatedSentence(operation: string, input: JsonObject): string {
  const amount = stringAt(input, 'limitUsd') ?? stringAt(input, 'amountUsd');
  const [reason, by] = [stringAt(input, 'reason'), stringAt(input, 'by')];
  return [
    colours.notice(`OPERATOR: ${operation}${amount === undefined ? '' : ` ${displayUsd(usd(amount))}`}`),
    ...(reason === undefined ? [] : [`"${reason}"`]),
    ...(by === undefined ? [] : [`by ${by.slice(by.lastIndexOf('/') + 1)}`]),
  ].join(' ');
}

function thresholdSentence(detail: JsonObject): string {
  const threshold = textIn(detail, 'threshold');
  const name = `${threshold.toUpperCase()} at ${Number(detail['percent'])} %`;
  if (threshold === 'warning') return colours.notice(name);
  const isAlertOnly = threshold === 'exceeded' && detail['enforceable'] === false;
  return colours.bad(isAlertOnly ? `${name}: not enforced on this principal, alert only` : name);
}

function textIn(detail: JsonObject, key: string): string {
  return stringAt(detail, key) ?? '';
}

/** `2026-11-01 00:00 Europe/Berlin` */
function resetIn(detail: JsonObject): string {
  const [, day = '', time = '', zone = ''] =
    /^([\d-]+)T(\d\d:\d\d)[^[]*\[(.+)\]$/.exec(textIn(detail, 'resetsAt')) ?? [];
  return `${day} ${time} ${zone}`;
}

function untilIn(detail: JsonObject): string {
  return stringAt(detail, 'until') === undefined ? '' : ` until ${instantIn(detail, 'until')}`;
}

function instantIn(detail: JsonObject, key: string): string {
  return displayInstant(Date.parse(textIn(detail, key)));
}
