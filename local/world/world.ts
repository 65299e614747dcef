import type { Instant } from '../../domain/instant.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { FunctionName } from '../../handlers/contracts/functions.js';
import type { Plan } from '../engine/plan.js';
import { MemoryIam } from '../memory/memoryIam.js';
import { MemoryInferenceProfiles } from '../memory/memoryInferenceProfiles.js';
import { MemoryPriceList } from '../memory/memoryPriceList.js';
import { Bedrock } from './logs/bedrock.js';
import { BudgetStream } from './tables/budgetStream.js';
import { Buckets } from './logs/buckets.js';
import { BusNames } from './events/busNames.js';
import { CloudTrail } from './events/cloudTrail.js';
import { Graph } from './declared.js';
import { DeliveryStreams } from './logs/deliveryStreams.js';
import { EventBuses } from './events/eventBuses.js';
import { COMPOSITIONS } from './compute/compositions.js';
import { environmentOf } from './compute/functionDeclaration.js';
import { servicesOf, type Reachable } from './compute/functionServices.js';
import { InvocationLogs } from './logs/invocationLogs.js';
import { Journal } from './journal.js';
import { assertKnown } from './knownTypes.js';
import { LambdaFunctions } from './compute/lambdaFunctions.js';
import { UNDISTURBED, type Disturbances } from './disturbances.js';
import { addManagedPolicies } from './iam/managedPolicies.js';
import { Parameters } from './tables/parameters.js';
import { People } from './iam/people.js';
import { Queues } from './events/queues.js';
import { Roles } from './iam/roles.js';
import { StateMachines } from './compute/stateMachines.js';
import { Tables } from './tables/tables.js';
import { WorldTopics } from './events/topics.js';
import { WorldError } from './worldError.js';
import { WorldTime } from './worldTime.js';

export interface WorldOptions {
  /** Made in mode `resolved`. */
  readonly plan: Plan;
  readonly start: Instant;
  /** Whether the account has a trail of management events that the stack did not create. */
  readonly hasTrail?: boolean;
  /** The model behind each application inference profile, by ARN. */
  readonly inferenceProfiles?: ReadonlyMap<string, string>;
  /**
   * Products of the Price List, in the shape of GetProducts items; without them the world has only the book's prices.
   */
  readonly products?: readonly unknown[];
  /** Faults; none by default. */
  readonly disturbances?: Disturbances;
}

/** The declared stack, running: every function with its real handler, and AWS around them as ports. */
export interface World {
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly tables: Tables;
  readonly parameters: Parameters;
  readonly buckets: Buckets;
  readonly iam: MemoryIam;
  readonly people: People;
  readonly bedrock: Bedrock;
  readonly functions: LambdaFunctions;
  readonly machines: StateMachines;
  readonly accountId: string;
  readonly partition: string;
  readonly buses: EventBuses;
  /** What the plan declares. */
  readonly declared: Graph;
}

/** Replaces the process's time until the world is closed. Throws WorldError for what it does not know or find. */
export function createWorld(options: WorldOptions): World {
  assertKnown(options.plan);
  const graph = new Graph(options.plan);
  const time = new WorldTime(options.start);
  try {
    return worldOf(graph, time, options);
  } catch (error) {
    time.close();
    throw error;
  }
}

/** For reading the account without enforcing anything. */
const NO_ENFORCEMENT: EnforcementConfig = {
  denyPolicyArn: '',
  denyBoundaryArn: '',
  fallsBackToBoundary: false,
  detachPolicyArns: [],
  deactivatesKeys: false,
  attachmentQuota: 10,
  personPolicyArns: [],
  ownRoles: [],
};

function worldOf(graph: Graph, time: WorldTime, options: WorldOptions): World {
  const { disturbances = UNDISTURBED } = options;
  const base = { ...baseOf(graph, time), disturbances };
  const later = new Later();
  const { record, putEvent } = later;
  const buckets = new Buckets(graph, { ...base, functions: () => functions });
  const functions = functionsOf(graph, { ...base, ...outsideOf(options), record, putEvent, buckets }, disturbances);
  const calls = { ...base, functions, buses: base.busNames, putEvent };
  const machines = new StateMachines(graph, calls);
  const buses = new EventBuses(graph, { ...calls, machines });
  later.connect(buses, trailOf(graph, options, { ...base, buses }));
  new BudgetStream(graph, calls);
  const streams = new DeliveryStreams(graph, { ...calls, buckets });
  const logs = new InvocationLogs(graph, { ...base, streams, functions });
  const bedrock = new Bedrock(graph, { ...base, record, logs, personRoles: () => base.parameters.list('personRoles') });
  buses.start();
  return {
    ...base,
    buckets,
    people: new People({ ...base, record }),
    bedrock,
    functions,
    machines,
    buses,
    declared: graph,
  };
}

/** What all other parts need. */
type Base = Pick<
  Reachable,
  | 'time'
  | 'journal'
  | 'roles'
  | 'tables'
  | 'parameters'
  | 'queues'
  | 'topics'
  | 'iam'
  | 'busNames'
  | 'accountId'
  | 'partition'
  | 'homeRegion'
>;

function baseOf(graph: Graph, time: WorldTime): Base {
  const place = placeOf(graph);
  const journal = new Journal();
  const iam = new MemoryIam(NO_ENFORCEMENT);
  addManagedPolicies(iam, graph, place.partition);
  return {
    ...place,
    time,
    journal,
    iam,
    roles: new Roles(graph, place.accountId),
    tables: new Tables(graph),
    parameters: new Parameters(graph),
    queues: new Queues(graph, journal),
    topics: new WorldTopics(graph, journal),
    busNames: new BusNames(graph),
  };
}

/** What AWS knows beyond the stack. */
function outsideOf({
  inferenceProfiles = new Map(),
  products = [],
}: WorldOptions): Pick<Reachable, 'priceList' | 'profiles'> {
  return { priceList: new MemoryPriceList(products), profiles: new MemoryInferenceProfiles(inferenceProfiles) };
}

function trailOf(
  graph: Graph,
  { hasTrail = false }: WorldOptions,
  { time, accountId, buses }: Pick<Base, 'time' | 'accountId'> & { readonly buses: EventBuses },
): CloudTrail {
  return new CloudTrail(graph, hasTrail, {
    time,
    accountId,
    putOnDefaultBus: (region, entry) => {
      buses.putOnDefaultBus(region, entry);
    },
  });
}

/** Parts that are created after their users. */
class Later {
  #buses: EventBuses | undefined;
  #trail: CloudTrail | undefined;

  readonly record: CloudTrail['record'] = (call) => this.#trail?.record(call);

  readonly putEvent: EventBuses['put'] = (busArn, entry) => this.#buses?.put(busArn, entry);

  connect(buses: EventBuses, trail: CloudTrail): void {
    this.#buses = buses;
    this.#trail = trail;
  }
}

function functionsOf(graph: Graph, reachable: Reachable, disturbances: Disturbances): LambdaFunctions {
  return new LambdaFunctions(graph, reachable, (declaration) => {
    const { entry } = declaration;
    if (!Object.hasOwn(COMPOSITIONS, entry)) throw new WorldError(`there is no function ${entry}`);
    const compose = COMPOSITIONS[entry as FunctionName];
    return disturbances.handler(declaration, servicesOf(declaration, reachable), (services) =>
      compose(environmentOf(declaration), services),
    );
  });
}

interface Place {
  readonly accountId: string;
  readonly partition: string;
  /** The tables' Region. */
  readonly homeRegion: string;
}

function placeOf(graph: Graph): Place {
  const [table] = graph.all('dynamodb/table:Table');
  if (table === undefined) throw new WorldError('the stack has no tables');
  const [, partition = '', , homeRegion = '', accountId = ''] = table.text('arn').split(':');
  return { accountId, partition, homeRegion };
}
