import { cloudwatch } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { EventPattern } from '../eventPatterns.js';
import { arnOf, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { busName } from '../names.js';

/** The default bus, where AWS's own events arrive. */
export const DEFAULT_BUS = 'default';

export interface EventRuleArgs {
  readonly identity: StackIdentity;
  readonly region: string;
  /** Ends the rule's name. */
  readonly ruleName: string;
  readonly description: string;
  readonly busName: pulumi.Input<string>;
  /** Events that match, or a time table. */
  readonly when: { readonly pattern: EventPattern } | { readonly schedule: string };
  /** CloudTrail calls that read reach a rule only if it says so. */
  readonly matchesReadOnlyCalls?: boolean;
}

export interface EventTarget {
  readonly arn: pulumi.Input<string>;
  /** By which EventBridge reaches it; functions and queues have policies of their own instead. */
  readonly roleArn?: pulumi.Input<string>;
  /** Of the event what the target gets; all of it by default. */
  readonly inputPath?: string;
  /** Where events end that cannot be delivered within a day. */
  readonly deadLetterQueueArn?: string;
}

export class EventRule extends pulumi.ComponentResource {
  /** Known before it exists, for the policies that name it. */
  readonly arn: string;
  readonly #name: string;
  readonly #args: EventRuleArgs;
  readonly #rule: cloudwatch.EventRule;

  constructor(name: string, args: EventRuleArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:EventRule', name, {}, options);
    const { identity, region, ruleName, description, busName, when, matchesReadOnlyCalls = false } = args;
    this.#name = name;
    this.#args = args;
    this.arn = ruleArn(identity, region, ruleName, args.busName === DEFAULT_BUS);
    this.#rule = new cloudwatch.EventRule(
      `${name}-rule`,
      {
        region,
        name: physicalName(identity, ruleName),
        description,
        eventBusName: busName,
        ...('pattern' in when ? { eventPattern: JSON.stringify(when.pattern) } : { scheduleExpression: when.schedule }),
        ...(matchesReadOnlyCalls ? { state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' } : {}),
        tags: tagsOf(identity),
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.arn });
  }

  to(targetName: string, { arn, roleArn, inputPath, deadLetterQueueArn }: EventTarget): this {
    const { region, busName } = this.#args;
    new cloudwatch.EventTarget(
      `${this.#name}-to-${targetName}`,
      {
        region,
        rule: this.#rule.name,
        eventBusName: busName,
        targetId: targetName,
        arn,
        ...(roleArn === undefined ? {} : { roleArn }),
        ...(inputPath === undefined ? {} : { inputPath }),
        ...(deadLetterQueueArn === undefined ? {} : { deadLetterConfig: { arn: deadLetterQueueArn } }),
      },
      { parent: this },
    );
    return this;
  }
}

function ruleArn(identity: StackIdentity, region: string, ruleName: string, isDefaultBus: boolean): string {
  const bus = isDefaultBus ? '' : `${busName(identity)}/`;
  return arnOf(identity, 'events', `rule/${bus}${physicalName(identity, ruleName)}`, region);
}
