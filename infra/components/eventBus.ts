import { cloudwatch } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { alarmChanges, bedrockUsage, IAM_EVENTS } from '../eventPatterns.js';
import { arnOf, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { busArn, busName, iamEventsRegion, METER_FAILURES, queueArn } from '../names.js';
import { DEFAULT_BUS, EventRule, type EventRuleArgs } from './eventRule.js';
import { ServiceRole } from './serviceRole.js';

export interface BudgetBusArgs {
  readonly identity: StackIdentity;
  /** Where Bedrock is called. */
  readonly regions: readonly string[];
  /** Whether CloudTrail events make an audit entry for each call of a model. */
  readonly auditModelCalls: boolean;
  /** The dead-letter queue of the home Region. */
  readonly deadLetterQueueArn: string;
}

/**
 * The stack's own event bus. Our events are published on it. Rules on the default buses forward AWS's events to it,
 * IAM's from one Region of the partition.
 */
export class BudgetBus extends pulumi.ComponentResource {
  readonly busName: pulumi.Output<string>;

  constructor(name: string, args: BudgetBusArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:BudgetBus', name, {}, options);
    const { identity, regions, auditModelCalls } = args;
    const bus = new cloudwatch.EventBus(
      `${name}-bus`,
      { name: busName(identity), description: `Bedrock Budgeteer, stack ${identity.stack}`, tags: tagsOf(identity) },
      { parent: this },
    );
    this.busName = bus.name;
    const role = this.#forwarder(name, identity);
    const forward = (
      ruleName: string,
      region: string,
      rule: Pick<EventRuleArgs, 'when' | 'description' | 'matchesReadOnlyCalls'>,
    ): void => {
      new EventRule(
        `${name}-${ruleName}-${region}`,
        { identity, region, ruleName, busName: DEFAULT_BUS, ...rule },
        { parent: this },
      ).to('budget-bus', {
        arn: bus.arn,
        roleArn: role.arn,
        ...deadLettersIn(region, args),
      });
    };
    forward('forward-iam', iamEventsRegion(identity.partition), {
      description: 'IAM calls of CloudTrail, to the bus of the stack',
      when: { pattern: IAM_EVENTS },
    });
    for (const region of new Set([identity.homeRegion, ...regions])) {
      forward('forward-alarms', region, {
        description: 'Changes of the alarms of the stack, to its bus',
        when: { pattern: alarmChanges(arnOf(identity, 'cloudwatch', `alarm:${physicalName(identity, '')}`, region)) },
      });
    }
    for (const region of regions) {
      forward('bedrock-usage', region, {
        description: 'Bedrock calls of CloudTrail, to the bus of the stack',
        when: { pattern: bedrockUsage(auditModelCalls) },
        matchesReadOnlyCalls: auditModelCalls,
      });
    }
    this.registerOutputs({ busName: this.busName });
  }

  #forwarder(name: string, identity: StackIdentity): ServiceRole {
    return new ServiceRole(
      `${name}-forwarder`,
      {
        identity,
        roleName: 'event-forwarder',
        service: 'events.amazonaws.com',
        sourceArn: arnOf(identity, 'events', `rule/${physicalName(identity, '*')}`, '*'),
        statements: [{ Sid: 'Forward', Effect: 'Allow', Action: ['events:PutEvents'], Resource: [busArn(identity)] }],
      },
      { parent: this },
    );
  }
}

/** A rule can only use a queue of its own Region. Without one, EventBridge retries for a day and drops the event. */
function deadLettersIn(
  region: string,
  { identity, regions, deadLetterQueueArn }: BudgetBusArgs,
): { readonly deadLetterQueueArn?: string } {
  if (region === identity.homeRegion) return { deadLetterQueueArn };
  return regions.includes(region) ? { deadLetterQueueArn: queueArn(identity, METER_FAILURES, region) } : {};
}
