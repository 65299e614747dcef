import { isObject, stringAt } from '../../../domain/json.js';
import type { StateMachineDefinition } from '../../../infra/workflows/asl.js';
import { WorkflowRunner, type WorkflowExecution } from '../../workflows/workflowRunner.js';
import type { WorkflowEventEntry, WorkflowServices } from '../../workflows/workflowTasks.js';
import type { BusEntry } from '../events/busEntry.js';
import type { BusNames } from '../events/busNames.js';
import type { Declared, Graph } from '../declared.js';
import type { Disturbances } from '../disturbances.js';
import type { Journal } from '../journal.js';
import type { LambdaFunctions } from './lambdaFunctions.js';
import type { Queues } from '../events/queues.js';
import type { Roles } from '../iam/roles.js';
import { WorldError } from '../worldError.js';

interface Parts {
  readonly disturbances: Disturbances;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly queues: Queues;
  readonly functions: LambdaFunctions;
  readonly buses: BusNames;
  readonly putEvent: (busArn: string, entry: BusEntry) => void;
}

interface Machine {
  readonly name: string;
  readonly runner: WorkflowRunner;
}

export interface StartedExecution {
  readonly workflow: string;
  readonly execution: WorkflowExecution;
}

const SERVICE = 'states.amazonaws.com';

/**
 * What Step Functions asks for, whatever the stack grants: not the stack's own list, which could then lack one unseen. Step
 * Functions Developer Guide, "IAM policies for logging to CloudWatch Logs".
 */
const LOG_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Step Functions Developer Guide, "X-Ray". */
const TRACE_ACTIONS = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** Validating a definition takes longer than running it: the same text is validated once. */
const DEFINITIONS = new Map<string, StateMachineDefinition>();

/** Step Functions: the state machines of the stack and their executions. */
export class StateMachines {
  readonly started: StartedExecution[] = [];
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #journal: Journal;
  #runsBefore = 0;

  constructor(graph: Graph, parts: Parts) {
    this.#journal = parts.journal;
    this.#machines = new Map(
      graph.all('sfn/stateMachine:StateMachine').map((machine) => [
        machine.text('arn'),
        {
          name: machine.text('name'),
          runner: new WorkflowRunner(
            machine.text('arn'),
            definitionOf(machine),
            parts.disturbances.tasks(servicesOf(machine, parts)),
          ),
        },
      ]),
    );
  }

  /** How many executions there have been, also before the world was kept. */
  get runs(): number {
    return this.#runsBefore + this.started.length;
  }

  /** After so many executions of a world that was kept: no name comes twice. */
  goOnAfter(runs: number): void {
    this.#runsBefore = runs;
  }

  start(machineArn: string, input: unknown): void {
    const machine = this.#machines.get(machineArn);
    if (machine === undefined) throw new WorldError(`the stack has no state machine ${machineArn}`);
    const execution = machine.runner.start(input, { name: `run-${this.runs + 1}` });
    this.started.push({ workflow: machine.name, execution });
    const workflow = machine.name;
    const principalId = stringAt(input, 'principalId') ?? 'unknown';
    this.#journal.add({ kind: 'execution-started', workflow, principalId });
    void execution.result.then((result) => {
      const last = execution.entered.at(-1) ?? '';
      const end = result.status === 'SUCCEEDED' ? last : `${last} (${result.status}: ${result.error})`;
      this.#journal.add({ kind: 'execution-ended', workflow, principalId, end });
    });
  }
}

function definitionOf(machine: Declared): StateMachineDefinition {
  const text = machine.text('definition');
  const definition = DEFINITIONS.get(text) ?? (JSON.parse(text) as StateMachineDefinition);
  DEFINITIONS.set(text, definition);
  return definition;
}

/** What the tasks call, each call only if the machine's role allows it. */
function servicesOf(machine: Declared, parts: Parts): WorkflowServices {
  const { roles, functions, queues } = parts;
  const [roleArn, region] = [machine.text('roleArn'), machine.text('region')];
  if (machine.has('loggingConfiguration')) roles.assertDeployable(machine.urn, roleArn, LOG_ACTIONS, '*');
  if (machine.has('tracingConfiguration')) roles.assertDeployable(machine.urn, roleArn, TRACE_ACTIONS, '*');
  const onBehalfOf = { service: SERVICE, sourceArn: machine.text('arn') };
  const assertActs = (action: string, resource: string): void => {
    roles.assertActs(roleArn, onBehalfOf, { action, resource });
  };
  return {
    invoke: async (functionArn, payload) => {
      const { arn } = functions.at(functionArn);
      await Promise.resolve();
      assertActs('lambda:InvokeFunction', arn);
      return functions.invoke(arn, payload);
    },
    putEvents: async (entries) => {
      await Promise.resolve();
      for (const entry of entries) {
        const busArn = parts.buses.named(region, entry.EventBusName).arn;
        assertActs('events:PutEvents', busArn);
        parts.putEvent(busArn, busEntryOf(entry));
      }
    },
    sendMessage: async (queueUrl, body) => {
      await Promise.resolve();
      assertActs('sqs:SendMessage', queues.at(queueUrl).arn);
      queues.send(queueUrl, body);
    },
  };
}

function busEntryOf({ Source, DetailType, Detail }: WorkflowEventEntry): BusEntry {
  const detail: unknown = JSON.parse(Detail);
  return { source: Source, detailType: DetailType, detail: isObject(detail) ? detail : {} };
}
