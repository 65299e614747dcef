import { cloudwatch } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf } from '../identity.js';
import { alarmName, topicArn } from '../names.js';
import type { Alarm } from '../monitoring/alarm.js';
import { evaluationArgs } from '../monitoring/alarmArgs.js';
import { kindSpec } from '../monitoring/alarmKinds.js';
import { alarmsIn } from '../monitoring/alarms.js';
import type { Monitored } from '../monitoring/monitored.js';

export interface AlarmsArgs {
  readonly stack: Monitored;
  readonly region: string;
}

/** The alarms of one Region: those of the way from Bedrock's log, and at home those of all that the stack has once. */
export class Alarms extends pulumi.ComponentResource {
  constructor(name: string, { stack, region }: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Alarms', name, {}, options);
    const { identity } = stack;
    for (const alarm of alarmsIn(stack, region)) {
      const topics = topicsOf(alarm, stack, region);
      new cloudwatch.MetricAlarm(
        `${name}-${alarm.name}`,
        {
          ...evaluationArgs(alarm),
          region,
          name: alarmName(identity, alarm.name),
          alarmDescription: alarm.description,
          // Not when it is over: every new alarm becomes OK at some time. The notifier tells of those that went off.
          alarmActions: topics,
          tags: tagsOf(identity),
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}

/**
 * An alarm reaches topics of its own Region only, and those are at home. Elsewhere alarms act on nothing: their changes
 * of state are events, which a rule there forwards.
 */
function topicsOf({ kind }: Alarm, { identity }: Monitored, region: string): string[] {
  return region === identity.homeRegion ? [topicArn(identity, kindSpec(kind).topic, region)] : [];
}
