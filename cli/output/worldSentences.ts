import { stringAt, type JsonObject } from '../../domain/json.js';
import { displayUsd, displayInstant, displayMoney } from '../../domain/display.js';
import { usd } from '../../domain/money.js';
import { colours } from './display.js';

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
    `budget opened, refreshes ${instantIn(detail, 'refreshesAt')} (${textIn(detail, 'accountType')})`,
  ThresholdReached: thresholdSentence,
  WouldHaveSuspended: (detail) =>
    colours.bad(`WOULD BE SUSPENDED (${textIn(detail, 'reason')}): the stack only observes`),
  ObservationStarted: (detail) =>
    colours.notice(`observed: there would be grace until ${instantIn(detail, 'graceDeadline')}`),
  ObservationEnded: () => colours.good('observed: the spend is within the limit again'),
  LimitUnreadable: (detail) => colours.bad(`the limit ${JSON.stringify(detail['found'])} cannot be read`),
  GraceStarted: (detail) => colours.notice(`grace until ${instantIn(detail, 'graceDeadline')}`),
  GraceCancelled: (detail) => colours.good(`grace cancelled: ${textIn(detail, 'reason')}`),
  LimitChanged: (detail) => `limit changed from ${displayUsd(usd(textIn(detail, 'previousLimitUsd')))}`,
  AccessSuspended: () => colours.bad('SUSPENDED: calls to Bedrock are refused from here on'),
  PeriodStarted: (detail) =>
    colours.good(
      `refreshed after ${displayMoney(usd(textIn(detail, 'previousSpentUsd')))}, next ${instantIn(detail, 'refreshesAt')}`,
    ),
  RestorationStarted: (detail) => colours.good(`restoration begins (${textIn(detail, 'reason')})`),
  AccessRestored: () => colours.good('RESTORED: access as before'),
  SpendCorrected: (detail) =>
    `corrected from ${displayMoney(usd(textIn(detail, 'previousSpentUsd')))} by rates known since`,
  PriceRefreshRequested: (detail) => `prices are asked for (${textIn(detail, 'reason')})`,
  WorkflowFailed: () => colours.bad('a workflow failed'),
};

/** Undefined if the event needs no line. An event without a sentence is shown by its name. */
export function eventSentence(type: string, detail: JsonObject): string | undefined {
  const sentence = Object.hasOwn(SENTENCES, type) ? SENTENCES[type] : undefined;
  return sentence === undefined ? colours.notice(type) : sentence(detail);
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

function instantIn(detail: JsonObject, key: string): string {
  return displayInstant(Date.parse(textIn(detail, key)));
}
