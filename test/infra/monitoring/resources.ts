import type { StackGraph } from '../stackGraph.js';

/** Where the value of each dimension is found: the type of the resource, and what of it. */
const NAMED: Readonly<Record<string, readonly [type: string, property: string]>> = {
  function: ['lambda/function:Function', 'name'],
  FunctionName: ['lambda/function:Function', 'name'],
  TopicName: ['sns/topic:Topic', 'name'],
  QueueName: ['sqs/queue:Queue', 'name'],
  TableName: ['dynamodb/table:Table', 'name'],
  StateMachineArn: ['sfn/stateMachine:StateMachine', 'arn'],
  DeliveryStreamName: ['kinesis/firehoseDeliveryStream:FirehoseDeliveryStream', 'name'],
  LogGroupName: ['cloudwatch/logSubscriptionFilter:LogSubscriptionFilter', 'logGroup'],
  FilterName: ['cloudwatch/logSubscriptionFilter:LogSubscriptionFilter', 'name'],
};

/** Whether a stack has what a dimension names, in a Region. */
export function exists(graph: StackGraph, region: string, dimension: string, value: string): boolean {
  const [type, property] = NAMED[dimension] ?? [];
  if (type === undefined || property === undefined) throw new Error(`${dimension}: no dimension of ours`);
  return graph
    .all(type)
    .some((resource) => regionOf(graph, resource) === region && graph.text(resource, property) === value);
}

/** What says no Region is in that of the stack. */
function regionOf(graph: StackGraph, resource: Parameters<StackGraph['text']>[0]): string {
  const region = resource.inputs['region'];
  return typeof region === 'string' ? region : homeOf(graph);
}

export function homeOf({ plan }: StackGraph): string {
  const home = plan.outputs['homeRegion'];
  if (typeof home !== 'string') throw new Error('the stack does not say where it is');
  return home;
}
