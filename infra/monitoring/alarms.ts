import { alarmMaker, type Alarm } from './alarm.js';
import { kindSpec } from './alarmKinds.js';
import { homeAlarms } from './homeAlarms.js';
import type { Monitored } from './monitored.js';
import { regionAlarms } from './regionAlarms.js';

/** All alarms of a stack in one Region. */
export function alarmsIn(stack: Monitored, region: string): readonly Alarm[] {
  const make = alarmMaker(stack.runbookUrl);
  const all = [
    ...(stack.regions.includes(region) ? regionAlarms(stack, make) : []),
    ...(region === stack.identity.homeRegion ? homeAlarms(stack, make) : []),
  ];
  return stack.monitoring === 'full' ? all : all.filter(({ kind }) => kindSpec(kind).onlyInFull !== true);
}
