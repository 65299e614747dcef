import { alarmDescription } from '../../handlers/contracts/alarmDescription.js';
import { kindSpec, type AlarmKind } from './alarmKinds.js';
import type { Signal } from './metric.js';

export interface Alarm {
  readonly kind: AlarmKind;
  /** Ends its physical name; no two of a Region share it. */
  readonly name: string;
  readonly description: string;
  readonly signal: Signal;
}

/** Where the pages of docs/runbooks are, without a slash at the end; empty for the folder of the project. */
export type RunbookUrl = string;

/** `subject` tells the alarms of a kind apart, and is what they are about. */
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
