import { cloudwatch, sfn } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { physicalName, tagsOf } from '../identity.js';
import { busArn, busName, stateMachineArn, WORKFLOW_DEAD_LETTERS } from '../names.js';
import type { StateMachineDefinition } from '../workflows/asl.js';
import type { FunctionName } from '../workflows/payloads.js';
import { restorationDefinition } from '../workflows/restoration.js';
import { RESTORATION_STARTS, SUSPENSION_STARTS, type StartPattern } from '../workflows/startPatterns.js';
import { suspensionDefinition } from '../workflows/suspension.js';
import { EventRule } from './eventRule.js';
import { LambdaFunction, type FunctionContext } from './lambdaFunction.js';
import { Queue } from './queue.js';
import { ServiceRole } from './serviceRole.js';

export interface WorkflowsArgs {
  readonly context: FunctionContext;
  readonly busName: pulumi.Input<string>;
  readonly failures: Queue;
}

const WORKFLOW_ENTRIES = {
  'grace-notification': 'graceNotification',
  'budget-status': 'budgetStatus',
  'policy-backup': 'policyBackup',
  'iam-utilities': 'iamUtilities',
  'person-access': 'personAccess',
  'restoration-validation': 'restorationValidation',
} as const satisfies Readonly<Record<FunctionName, string>>;

/** Suspension and restoration: their functions, state machines, rules and dead-letter queue. */
export class Workflows extends pulumi.ComponentResource {
  readonly suspensionArn: pulumi.Output<string>;
  readonly restorationArn: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  readonly budgetStatusFunction: string;
  readonly #name: string;
  readonly #args: WorkflowsArgs;

  constructor(name: string, args: WorkflowsArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Workflows', name, {}, options);
    this.#name = name;
    this.#args = args;
    const { identity, region, keyArn } = args.context;
    const deadLetters = new Queue(
      `${name}-dead-letters`,
      { identity, region, queueName: WORKFLOW_DEAD_LETTERS, keyArn },
      { parent: this },
    );
    const functions = this.#functions();
    const resources = {
      functions: mapValues(functions, ({ arn }) => arn),
      deadLetterQueueUrl: `https://sqs.${region}.amazonaws.com/${identity.accountId}/${physicalName(identity, WORKFLOW_DEAD_LETTERS)}`,
      eventBusName: busName(identity),
    };
    const role = this.#role(Object.values(resources.functions), deadLetters.arn);
    const create = (
      workflow: string,
      definition: StateMachineDefinition,
      starts: StartPattern,
    ): pulumi.Output<string> => this.#stateMachine(workflow, definition, starts, role, Object.values(functions));
    this.suspensionArn = create('suspension', suspensionDefinition(resources), SUSPENSION_STARTS);
    this.restorationArn = create('restoration', restorationDefinition(resources), RESTORATION_STARTS);
    this.deadLetterQueueUrl = deadLetters.url;
    this.budgetStatusFunction = functions['budget-status'].name;
    this.registerOutputs({ suspensionArn: this.suspensionArn, restorationArn: this.restorationArn });
  }

  #functions(): Readonly<Record<FunctionName, LambdaFunction>> {
    const { bundleOf, ...shared } = this.#args.context;
    return mapValues(
      WORKFLOW_ENTRIES,
      (entry, name) =>
        new LambdaFunction(`${this.#name}-${name}`, { ...shared, entry, bundle: bundleOf(entry) }, { parent: this }),
    );
  }

  #role(functionArns: readonly string[], deadLetterQueueArn: string): ServiceRole {
    const { identity } = this.#args.context;
    return new ServiceRole(
      `${this.#name}-execution`,
      {
        identity,
        roleName: 'workflows',
        service: 'states.amazonaws.com',
        sourceArn: stateMachineArn(identity, '*'),
        statements: [
          { Sid: 'CallFunctions', Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: functionArns },
          { Sid: 'PublishEvents', Effect: 'Allow', Action: ['events:PutEvents'], Resource: [busArn(identity)] },
          { Sid: 'KeepDeadLetters', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [deadLetterQueueArn] },
          // Log deliveries and traces support no resources (Step Functions Developer Guide, "Logging" and "X-Ray").
          { Sid: 'DeliverLogs', Effect: 'Allow', Action: LOG_DELIVERY_ACTIONS, Resource: ['*'] },
          { Sid: 'Trace', Effect: 'Allow', Action: TRACE_ACTIONS, Resource: ['*'] },
        ],
      },
      { parent: this },
    );
  }

  #stateMachine(
    workflow: string,
    definition: StateMachineDefinition,
    starts: StartPattern,
    role: ServiceRole,
    functions: readonly LambdaFunction[],
  ): pulumi.Output<string> {
    const { identity, region, keyArn, logRetentionDays } = this.#args.context;
    const name = `${this.#name}-${workflow}`;
    const logs = new cloudwatch.LogGroup(
      `${name}-logs`,
      {
        region,
        name: `/aws/vendedlogs/states/${physicalName(identity, workflow)}`,
        retentionInDays: logRetentionDays,
        kmsKeyId: keyArn,
        tags: tagsOf(identity),
      },
      { parent: this },
    );
    const machine = new sfn.StateMachine(
      `${name}-machine`,
      {
        region,
        name: physicalName(identity, workflow),
        type: 'STANDARD',
        roleArn: role.arn,
        definition: JSON.stringify(definition),
        loggingConfiguration: {
          level: 'ALL',
          includeExecutionData: true,
          logDestination: pulumi.interpolate`${logs.arn}:*`,
        },
        tracingConfiguration: { enabled: true },
        tags: tagsOf(identity),
      },
      { parent: this, dependsOn: functions.map(({ resource }) => resource) },
    );
    this.#startedBy(workflow, starts, machine.arn);
    return machine.arn;
  }

  #startedBy(workflow: string, pattern: StartPattern, machineArn: pulumi.Input<string>): void {
    const { identity, region } = this.#args.context;
    const name = `${this.#name}-${workflow}-start`;
    const ruleName = `${workflow}-start`;
    const description = `Starts the ${workflow} workflow`;
    const rule = new EventRule(
      name,
      { identity, region, ruleName, description, busName: this.#args.busName, when: { pattern: { ...pattern } } },
      { parent: this },
    );
    const role = new ServiceRole(
      `${name}-starter`,
      {
        identity,
        roleName: ruleName,
        service: 'events.amazonaws.com',
        sourceArn: rule.arn,
        statements: [
          {
            Sid: 'Start',
            Effect: 'Allow',
            Action: ['states:StartExecution'],
            Resource: [stateMachineArn(identity, workflow)],
          },
        ],
      },
      { parent: this },
    );
    rule.to(ruleName, {
      arn: machineArn,
      roleArn: role.arn,
      inputPath: '$.detail',
      deadLetterQueueArn: this.#args.failures.arn,
    });
  }
}

const LOG_DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

const TRACE_ACTIONS = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

function mapValues<K extends string, V, W>(
  record: Readonly<Record<K, V>>,
  map: (value: V, key: K) => W,
): Readonly<Record<K, W>> {
  return Object.fromEntries(
    (Object.entries(record) as [K, V][]).map(([key, value]) => [key, map(value, key)]),
  ) as Record<K, W>;
}
