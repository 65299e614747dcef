import { alarmDescription } from '../../handlers/contracts/alarmDescription.js';
import { kindSpec, type AlarmKind } from './alarmKinds.js';
import type { Signal } from './metric.js';

export interface Alarm {
  readonly kind: AlarmKind;
  /** Last part of its physical name, unique in its Region. */
  readonly name: string;
  readonly description: string;
  readonly signal: Signal;
}

/** URL of the pages of docs/runbooks, without a slash at the end; empty for the project's folder. */
export type RunbookUrl = string;

/** `subject` is what the alarm is about, where a kind has several. */
export type MakeAlarm = (kind: AlarmKind, signal: Signal, subject?: string) => Alarm;

export function alarmMaker(runbookUrl: RunbookUrl): MakeAlarm {
  return (kind, signal, subject) => {
    const { title, advice, topic } = kindSpec(kind);
    const about = subject === undefined ? title : `${title}: ${subject}`;
    return {
      kind,
      name: subject === undefined ? kind : `${kind}-${subject}`,
      description: alarmDescription(topic, `${about}. ${advice} Runbook: ${runbookLink(runbookUrl, kind)}`),
      signal,
    };
  };
}

function runbookLink(runbookUrl: RunbookUrl, kind: AlarmKind): string {
  return `${runbookUrl === '' ? 'docs/runbooks' : runbookUrl}/${kind}.md`;
}
