import type { JsonObject } from '../../../domain/json.js';
import { compilePattern, matches } from '../../events/eventPattern.js';
import { compileSchedule, type Schedule } from '../../events/schedule.js';
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
  /** Whether its pattern takes an event; a rule without a pattern takes none. */
  readonly takes: (event: JsonObject) => boolean;
  readonly schedule: Schedule | undefined;
  /** CloudTrail calls that only read reach no other. */
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
    takes: patternOf(rule),
    schedule: scheduleOf(rule),
    takesReadOnlyCalls: stateOf(rule) === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    targets: targets.map(targetOf),
  };
}

function patternOf(rule: Declared): EventRule['takes'] {
  if (!rule.has('eventPattern')) return () => false;
  const pattern = named(rule, () => compilePattern(JSON.parse(rule.text('eventPattern'))));
  return (event) => named(rule, () => matches(pattern, event));
}

function scheduleOf(rule: Declared): Schedule | undefined {
  if (!rule.has('scheduleExpression')) return undefined;
  return named(rule, () => compileSchedule(rule.text('scheduleExpression')));
}

/** What goes wrong with a pattern or a schedule names its rule. */
function named<T>(rule: Declared, make: () => T): T {
  try {
    return make();
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
