import type { Instant } from '../../domain/instant.js';
import type { SuspensionMeans } from '../../domain/suspensionPlan.js';
import type { EntryName } from '../../infra/bundles.js';
import type { Plan } from '../engine/plan.js';
import { MemoryIam } from '../memoryIam.js';
import { MemoryInferenceProfiles } from '../memoryInferenceProfiles.js';
import { MemoryPriceList } from '../memoryPriceList.js';
import { Bedrock } from './bedrock.js';
import { BudgetStream } from './budgetStream.js';
import { Buckets } from './buckets.js';
import { BusNames } from './busNames.js';
import { CloudTrail } from './cloudTrail.js';
import { Graph } from './declared.js';
import { DeliveryStreams } from './deliveryStreams.js';
import { EventBuses } from './eventBuses.js';
import { Environment } from './functions/environment.js';
import { LOCAL_ROOTS } from './functions/roots.js';
import { servicesOf, type Reachable } from './functionServices.js';
import { InvocationLogs } from './invocationLogs.js';
import { Journal } from './journal.js';
import { assertKnown } from './knownTypes.js';
import { LambdaFunctions } from './lambdaFunctions.js';
import { UNDISTURBED, type Disturbances } from './disturbances.js';
import { addManagedPolicies } from './managedPolicies.js';
import { Parameters } from './parameters.js';
import { People } from './people.js';
import { Queues } from './queues.js';
import { Roles } from './roles.js';
import { StateMachines } from './stateMachines.js';
import { Tables } from './tables.js';
import { WorldTopics } from './topics.js';
import { WorldError } from './worldError.js';
import { WorldTime } from './worldTime.js';

export interface WorldOptions {
  /** In mode `resolved`. */
  readonly plan: Plan;
  readonly start: Instant;
  /** Whether the account has a trail of management events that the stack did not make. */
  readonly hasTrail?: boolean;
  /** Application inference profiles with the model behind each. */
  readonly inferenceProfiles?: ReadonlyMap<string, string>;
  /** Of the Price List, in the shape of GetProducts items; without them the book's prices are all there are. */
  readonly products?: readonly unknown[];
  /** What goes wrong; nothing without it. */
  readonly disturbances?: Disturbances;
}

/** The declared stack, running: every function with its real handler, and around them what AWS is to them. */
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
}

/** Takes the time of the process over until it is closed. Throws WorldError for what the world does not know or have. */
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

/** The account itself is looked at with no means to suspend anybody. */
const NO_MEANS: SuspensionMeans = {
  denyPolicyArn: '',
  denyBoundaryArn: '',
  detachPolicyArns: [],
  deactivatesKeys: false,
  attachmentQuota: 10,
  ownRoles: [],
};

function worldOf(graph: Graph, time: WorldTime, options: WorldOptions): World {
  const { hasTrail = false, inferenceProfiles = new Map(), products = [], disturbances = UNDISTURBED } = options;
  const place = placeOf(graph);
  const journal = new Journal();
  const roles = new Roles(graph, place.accountId);
  const tables = new Tables(graph);
  const parameters = new Parameters(graph);
  const queues = new Queues(graph, journal);
  const iam = new MemoryIam(NO_MEANS);
  addManagedPolicies(iam, graph, place.partition);
  const base = { ...place, disturbances, time, journal, roles, tables, parameters, queues, iam, busNames: new BusNames(graph) };
  const later = new Later();
  const record = later.record;
  const buckets = new Buckets(graph, { ...base, functions: () => functions });
  const reachable: Reachable = {
    ...base,
    record,
    putEvent: later.putEvent,
    buckets,
    topics: new WorldTopics(graph, journal),
    priceList: new MemoryPriceList(products),
    profiles: new MemoryInferenceProfiles(inferenceProfiles),
  };
  const functions = functionsOf(graph, reachable, disturbances);
  const machines = new StateMachines(graph, { ...base, functions, buses: base.busNames, putEvent: later.putEvent });
  const buses = new EventBuses(graph, { ...base, functions, machines, buses: base.busNames });
  const putOnDefaultBus: EventBuses['putOnDefaultBus'] = (region, entry) => {
    buses.putOnDefaultBus(region, entry);
  };
  later.buses = buses;
  later.trail = new CloudTrail(graph, hasTrail, { ...base, putOnDefaultBus });
  const streams = new DeliveryStreams(graph, { ...base, functions, buckets });
  new BudgetStream(graph, { ...base, functions });
  const bedrock = new Bedrock(graph, { ...base, record, logs: new InvocationLogs(graph, { ...base, streams }) });
  buses.start();
  return { ...base, buckets, people: new People({ ...base, record }), bedrock, functions, machines };
}

/** What is made after those who use it. */
class Later {
  buses: EventBuses | undefined;
  trail: CloudTrail | undefined;

  readonly record: CloudTrail['record'] = (call) => this.trail?.record(call);

  readonly putEvent: EventBuses['put'] = (busArn, entry) => this.buses?.put(busArn, entry);
}

function functionsOf(graph: Graph, reachable: Reachable, disturbances: Disturbances): LambdaFunctions {
  return new LambdaFunctions(graph, reachable, (declaration) => {
    const root = Object.hasOwn(LOCAL_ROOTS, declaration.entry) ? LOCAL_ROOTS[declaration.entry as EntryName] : undefined;
    if (root === undefined) throw new WorldError(`there is no entry ${declaration.entry}`);
    return disturbances.handler(declaration, servicesOf(declaration, reachable), (services) =>
      root(new Environment(declaration.variables), services),
    );
  });
}

interface Place {
  readonly accountId: string;
  readonly partition: string;
  /** Of the tables. */
  readonly homeRegion: string;
}

function placeOf(graph: Graph): Place {
  const [table] = graph.all('dynamodb/table:Table');
  if (table === undefined) throw new WorldError('the stack has no tables');
  const [, partition = '', , homeRegion = '', accountId = ''] = table.text('arn').split(':');
  return { accountId, partition, homeRegion };
}
