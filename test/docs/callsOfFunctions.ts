import type { PlannedResource } from '../../local/engine/plan.js';
import type { StackGraph } from '../infra/stackGraph.js';

/** Node of the picture, by the type of the resource that names a function's ARN. */
const CALLERS: Readonly<Record<string, string>> = {
  'cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': 'log',
  'kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': 'firehose',
  's3/bucketNotification:BucketNotification': 'bucket',
  'lambda/eventSourceMapping:EventSourceMapping': 'budgets',
  'cloudwatch/eventTarget:EventTarget': 'bus',
  'sfn/stateMachine:StateMachine': 'workflow',
};

export function functionNames(graph: StackGraph): readonly string[] {
  return graph.all('lambda/function:Function').map((one) => withoutPrefix(graph.text(one, 'name')));
}

/** What the stack declares to invoke its functions: `firehose,usage-calculator`. */
export function callsOfFunctions(graph: StackGraph): ReadonlySet<string> {
  const names = functionNames(graph);
  return new Set(
    Object.entries(CALLERS).flatMap(([type, node]) =>
      graph.all(type).flatMap((resource) => {
        const text = JSON.stringify(resource.inputs);
        const called = names.filter((name) => new RegExp(`:function:[a-z-]+-dev-${name}["\\\\:]`).test(text));
        return called.map((name) => `${callerOf(graph, node, resource)},${name}`);
      }),
    ),
  );
}

function callerOf(graph: StackGraph, node: string, resource: PlannedResource): string {
  if (node === 'workflow') return withoutPrefix(graph.text(resource, 'name'));
  if (node !== 'bus') return node;
  const ruleName = graph.text(resource, 'rule');
  const rule = graph.all('cloudwatch/eventRule:EventRule').find((one) => graph.text(one, 'name') === ruleName);
  return rule?.inputs['scheduleExpression'] === undefined ? 'bus' : 'schedule';
}

function withoutPrefix(name: string): string {
  return name.replace('bedrock-budgeteer-dev-', '');
}
