import type { AlarmKindSpec } from './alarmKind.js';
import { ENFORCEMENT_KINDS } from './enforcementKinds.js';
import { METERING_KINDS } from './meteringKinds.js';
import { OPERATION_KINDS } from './operationKinds.js';

const ALARM_KINDS = { ...METERING_KINDS, ...ENFORCEMENT_KINDS, ...OPERATION_KINDS };

export type AlarmKind = keyof typeof ALARM_KINDS;

export const KINDS = Object.keys(ALARM_KINDS) as readonly AlarmKind[];

export function kindSpec(kind: AlarmKind): AlarmKindSpec {
  return ALARM_KINDS[kind];
}
