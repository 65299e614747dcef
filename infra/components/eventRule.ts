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
  /** Last part of the rule's name. */
  readonly ruleName: string;
  readonly description: string;
  readonly busName: pulumi.Input<string>;
  /** An event pattern, or a schedule. */
  readonly when: { readonly pattern: EventPattern } | { readonly schedule: string };
  /** A rule matches CloudTrail's read-only calls only if its state says so. */
  readonly matchesReadOnlyCalls?: boolean;
}

export interface EventTarget {
  readonly arn: pulumi.Input<string>;
  /** The role by which EventBridge calls the target. Functions and queues have resource policies instead. */
  readonly roleArn?: pulumi.Input<string>;
  /** The part of the event that the target receives; all of it by default. */
  readonly inputPath?: string;
  /** Receives events that could not be delivered within a day. */
  readonly deadLetterQueueArn?: string;
}

export class EventRule extends pulumi.ComponentResource {
  /** Computed, so that policies can name the rule before it exists. */
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
