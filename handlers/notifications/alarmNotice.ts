import { objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import { readAlarmDescription } from '../contracts/alarmDescription.js';
import type { Notice } from '../contracts/notice.js';
import { timeOf, line } from './text.js';

/** A change of state as CloudWatch sends it to EventBridge (CloudWatch User Guide, "Alarm events and EventBridge"). */
export interface AlarmChange {
  readonly eventId: string;
  readonly region: string;
  readonly at: string;
  /** Of the event. */
  readonly detail: JsonObject;
}

/**
 * Undefined for missing data. People are told of a recovery only where the alarm went off right before, for every new
 * alarm becomes OK at some time; an incident ends either way.
 */
export function alarmNotice({ eventId, region, at, detail }: AlarmChange, homeRegion: string): Notice | undefined {
  const [state, previous] = [stateOf(detail, 'state'), stateOf(detail, 'previousState')];
  const isAlarm = state === 'ALARM';
  if (!isAlarm && state !== 'OK') return undefined;
  const name = line(stringAt(detail, 'alarmName') ?? 'unknown', 255);
  const { topic, text } = readAlarmDescription(stringAt(objectAt(detail, 'configuration'), 'description') ?? '');
  const reason = line(stringAt(objectAt(detail, 'state'), 'reason') ?? 'unknown', 600);
  return {
    eventId,
    type: 'Alarm',
    at,
    topic,
    severity: severityOf(isAlarm, topic === 'high-severity'),
    title: isAlarm ? `Alarm: ${name}` : `Recovered: ${name}`,
    facts: [
      { label: 'Region', value: region },
      { label: 'Since', value: timeOf(at) },
      { label: 'Reason', value: reason },
    ],
    consequence: isAlarm ? line(text, 1024) : 'The alarm is over.',
    actions: [],
    incident: { key: `alarm/${region}/${name}`, state: isAlarm ? 'open' : 'resolved' },
    ...(isAlarm || previous === 'ALARM' ? {} : { isSilent: true }),
    // Alarms reach topics of their own Region only.
    ...(isAlarm && region === homeRegion ? { isOnTopic: true } : {}),
    data: detail,
  };
}

function severityOf(isAlarm: boolean, isHigh: boolean): Notice['severity'] {
  if (!isAlarm) return 'info';
  return isHigh ? 'critical' : 'error';
}

function stateOf(detail: JsonObject, key: 'state' | 'previousState'): string | undefined {
  return stringAt(objectAt(detail, key), 'value');
}
