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

/**
 * The alarms of one Region: those of metering everywhere, and in the home Region those of everything that exists once.
 */
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
          // No `okActions`: every new alarm becomes OK at some time. The notifier says when an alarm that went off is
          // over.
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
 * An alarm can only publish to topics of its own Region, and all topics are in the home Region. Elsewhere an alarm has
 * no action; a rule there forwards its state changes.
 */
function topicsOf({ kind }: Alarm, { identity }: Monitored, region: string): string[] {
  return region === identity.homeRegion ? [topicArn(identity, kindSpec(kind).topic, region)] : [];
}
