import type { TopicName } from '../../handlers/contracts/topics.js';
import { arnOf } from '../identity.js';
import { kindSpec } from '../monitoring/alarmKinds.js';
import { alarmsIn } from '../monitoring/alarms.js';
import { monitoredRegions, type Monitored } from '../monitoring/monitored.js';
import { alarmName } from '../names.js';
import type { Widget } from './widgets.js';

/** The most alarms that a widget shows (CloudWatch User Guide, "Dashboard Body Structure and Syntax"). */
const MAX_ALARMS = 100;

/** The state of a topic's alarms in all Regions, in as many widgets as that takes. */
export function alarmStatus(stack: Monitored, topic: TopicName): readonly Widget[] {
  const { identity } = stack;
  const alarmArns = monitoredRegions(stack).flatMap((region) =>
    alarmsIn(stack, region)
      .filter(({ kind }) => kindSpec(kind).topic === topic)
      .map(({ name }) => arnOf(identity, 'cloudwatch', `alarm:${alarmName(identity, name)}`, region)),
  );
  const parts = Array.from({ length: Math.ceil(alarmArns.length / MAX_ALARMS) }, (_, part) =>
    alarmArns.slice(part * MAX_ALARMS, (part + 1) * MAX_ALARMS),
  );
  return parts.map((part) => ({ kind: 'alarms', title: `Alarms of ${topic}`, alarmArns: part }));
}
