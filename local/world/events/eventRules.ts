import { compilePattern, type CompiledPattern } from '../../events/eventPattern.js';
import type { Declared, Graph } from '../declared.js';
import { WorldError } from '../worldError.js';

export interface RuleTarget {
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly inputPath: string | undefined;
  readonly deadLetterArn: string | undefined;
}

export interface EventRule {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly busName: string;
  readonly pattern: CompiledPattern | undefined;
  readonly schedule: string | undefined;
  /** Whether CloudTrail's read-only calls can match. */
  readonly takesReadOnlyCalls: boolean;
  readonly targets: readonly RuleTarget[];
}

const STATES = ['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'DISABLED'];

/** Enabled rules with their targets. Throws WorldError for what EventBridge would refuse. */
export function eventRules(graph: Graph): readonly EventRule[] {
  const targets = graph.all('cloudwatch/eventTarget:EventTarget');
  const rules = graph.all('cloudwatch/eventRule:EventRule').filter((rule) => stateOf(rule) !== 'DISABLED');
  return rules.map((rule) =>
    ruleOf(
      rule,
      targets.filter((target) => isOf(target, rule)),
    ),
  );
}

function ruleOf(rule: Declared, targets: readonly Declared[]): EventRule {
  return {
    name: rule.text('name'),
    arn: rule.text('arn'),
    region: rule.text('region'),
    busName: rule.textOr('default', 'eventBusName'),
    pattern: patternOf(rule),
    schedule: rule.textOr(undefined, 'scheduleExpression'),
    takesReadOnlyCalls: stateOf(rule) === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    targets: targets.map(targetOf),
  };
}

function patternOf(rule: Declared): CompiledPattern | undefined {
  if (!rule.has('eventPattern')) return undefined;
  try {
    return compilePattern(JSON.parse(rule.text('eventPattern')));
  } catch (error) {
    throw new WorldError(`${rule.urn}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function targetOf(target: Declared): RuleTarget {
  return {
    arn: target.text('arn'),
    roleArn: target.textOr(undefined, 'roleArn'),
    inputPath: target.textOr(undefined, 'inputPath'),
    deadLetterArn: target.textOr(undefined, 'deadLetterConfig', 'arn'),
  };
}

function isOf(target: Declared, rule: Declared): boolean {
  return (
    target.text('rule') === rule.text('name') &&
    target.text('region') === rule.text('region') &&
    target.textOr('default', 'eventBusName') === rule.textOr('default', 'eventBusName')
  );
}

function stateOf(rule: Declared): string {
  const state = rule.textOr('ENABLED', 'state');
  if (!STATES.includes(state)) throw new WorldError(`${rule.urn}: the world does not know the state ${state}`);
  return state;
}
