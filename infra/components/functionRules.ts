import type * as pulumi from '@pulumi/pulumi';
import type { EventPattern } from '../eventPatterns.js';
import { DEFAULT_BUS, EventRule } from './eventRule.js';
import type { FunctionContext, LambdaFunction } from './lambdaFunction.js';
import type { Queue } from './queue.js';

export interface FunctionRuleArgs {
  readonly context: Pick<FunctionContext, 'identity' | 'region'>;
  readonly busName: pulumi.Input<string>;
  /** Receives events that cannot be delivered. */
  readonly failures: Queue;
}

/**
 * Rules that invoke functions on a schedule or for events of the stack's bus. `name` is the prefix of the resources'
 * names.
 */
export class FunctionRules {
  readonly #name: string;
  readonly #args: FunctionRuleArgs;
  readonly #parent: pulumi.ComponentResource;

  constructor(name: string, args: FunctionRuleArgs, parent: pulumi.ComponentResource) {
    this.#name = name;
    this.#args = args;
    this.#parent = parent;
  }

  onSchedule(ruleName: string, schedule: string, target: LambdaFunction): void {
    this.#rule(ruleName, DEFAULT_BUS, { schedule }, target);
  }

  onEvents(ruleName: string, pattern: EventPattern, target: LambdaFunction, matchesReadOnlyCalls = false): void {
    this.#rule(ruleName, this.#args.busName, { pattern }, target, matchesReadOnlyCalls);
  }

  #rule(
    ruleName: string,
    busName: pulumi.Input<string>,
    when: { pattern: EventPattern } | { schedule: string },
    target: LambdaFunction,
    matchesReadOnlyCalls = false,
  ): void {
    const { context, failures } = this.#args;
    const { identity, region } = context;
    const description = `Calls ${target.name}`;
    const name = `${this.#name}-${ruleName}`;
    const args = { identity, region, ruleName, description, busName, when, matchesReadOnlyCalls };
    const rule = new EventRule(name, args, { parent: this.#parent });
    rule.to(ruleName, { arn: target.resource.arn, deadLetterQueueArn: failures.arn });
    target.allow(`${name}-permission`, 'events.amazonaws.com', rule.arn);
  }
}
