import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import type { Item } from '../../handlers/adapters/attributes.js';
import { storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import { DynamoAuditLog } from '../../handlers/adapters/dynamoAuditLog.js';
import { DynamoBudgetStore } from '../../handlers/adapters/dynamoBudgetStore.js';
import { DynamoNoticeLog } from '../../handlers/adapters/dynamoNoticeLog.js';
import { DynamoPriceTable } from '../../handlers/adapters/dynamoPriceTable.js';
import { DynamoTeamCounts } from '../../handlers/adapters/dynamoTeamCounts.js';
import { DynamoUsageLedger } from '../../handlers/adapters/dynamoUsageLedger.js';
import { EmfTelemetry } from '../../handlers/adapters/emfTelemetry.js';
import { FUNCTIONS, type FunctionName } from '../../handlers/contracts/functions.js';
import type { Variable } from '../../handlers/contracts/variables.js';
import type { BudgetChange, StoredBudget } from '../../handlers/ports/budgetStore.js';
import type { BusEvent } from '../../handlers/ports/eventBus.js';
import type { Services } from '../../handlers/ports/services.js';
import { Environment } from '../../handlers/runtime/environment.js';
import { MemoryInferenceProfiles } from '../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../local/memory/memoryObjectStore.js';
import { MemoryPersonPolicyLists } from '../../local/memory/memoryPersonPolicyLists.js';
import { MemoryPriceList } from '../../local/memory/memoryPriceList.js';
import { MemoryQuarantine } from '../../local/memory/memoryQuarantine.js';
import { MemorySettingsSource } from '../../local/memory/memorySettingsSource.js';
import type { VirtualClock } from '../../local/memory/virtualClock.js';
import type { CountedTables } from './countedTables.js';
import type { Counter } from './spending.js';

/** What the functions have written and published, for whom it reaches next. */
export interface Happened {
  readonly changed: StoredBudget[];
  readonly events: BusEvent[];
}

export interface Measured {
  readonly name: FunctionName;
  readonly tables: CountedTables;
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: VirtualClock;
  readonly counter: Counter;
  readonly happened: Happened;
}

/** Of one page of parameters (Systems Manager API, GetParametersByPath), and of one request to EventBridge. */
const PER_CALL = 10;

/** One function's services: the tables by the adapters of AWS, all else in memory, counted call by call. */
export function servicesOf(measured: Measured): MeasuredServices {
  const { name, clock, counter, happened } = measured;
  const client = measured.tables.serve(new DynamoDBClient({ region: 'us-east-1' }), counter);
  const budgets = (table: string): DynamoBudgetStore => new DynamoBudgetStore(client, table, clock);
  return {
    clock,
    telemetry: new EmfTelemetry(
      (line) => {
        counter.logged(line);
      },
      clock,
      `bedrock-budgeteer-prod-${FUNCTIONS[name].name}`,
      'essential',
    ),
    settings: () => settings(measured),
    budgets: (table) => withChanges(budgets(table), 'save', happened),
    ledger: (tables) => withChanges(new DynamoUsageLedger(client, tables, clock), 'charge', happened),
    teamCounts: (tables) => withChanges(new DynamoTeamCounts(client, tables, clock), 'save', happened),
    storedBudgetOf: (image) => storedBudgetOf(image as Item),
    prices: (table) => new DynamoPriceTable(client, table, clock),
    auditLog: (table) => new DynamoAuditLog(client, table),
    noticeLog: (table) => new DynamoNoticeLog(client, table, clock),
    fallbackPrices: () => ({ book: loadFallbackPriceBook(), models: [] }),
    priceList: () => new MemoryPriceList([]),
    inferenceProfiles: () => new MemoryInferenceProfiles(new Map()),
    quarantine: () => new MemoryQuarantine(),
    objects: () => new MemoryObjectStore(),
    personPolicyLists: () => new MemoryPersonPolicyLists(),
    policyDocuments: () => unused('policyDocuments'),
    bus: () => ({ publish: (events) => published(events, counter, happened) }),
    topics: () => ({
      publish: () => {
        counter.called('sns:Publish');
        return Promise.resolve();
      },
    }),
    secrets: () => unused('secrets'),
    poster: () => unused('poster'),
    mailer: () => unused('mailer'),
    addressBook: () => unused('addressBook'),
  };
}

export type MeasuredServices = Omit<
  Services,
  | 'census'
  | 'budgetReader'
  | 'usageReader'
  | 'auditReader'
  | 'reportPages'
  | 'accessReader'
  | 'iamAccess'
  | 'iamDirectory'
>;

/** As the stack sets them; tables go by the names of their definitions. */
export const ENVIRONMENT = new Environment((variable) => {
  const variables: Readonly<Partial<Record<Variable, string>>> = {
    INGESTION_PATH: 'firehose',
    USER_BUDGETS_TABLE: 'UserBudgets',
    USAGE_TRACKING_TABLE: 'UsageTracking',
    AUDIT_LOGS_TABLE: 'AuditLogs',
    PRICING_TABLE: 'Pricing',
    NOTIFICATIONS_TABLE: 'Notifications',
    PERSON_POLICIES_TABLE: 'PersonPolicies',
    TEAM_SPENDING_TABLE: 'TeamSpending',
    CHANNELS: '[]',
    NOTIFY_PERSONS: '{"by":"off"}',
    PERSON_POLICY_ARNS: '',
  };
  return variables[variable] ?? variable.toLowerCase();
});

function settings({ settings: deployed, counter }: Measured): MemorySettingsSource {
  const source = new MemorySettingsSource({ deployed });
  const read = source.read.bind(source);
  source.read = () => {
    counter.called('ssm:GetParametersByPath', Math.ceil(Object.keys(deployed).length / PER_CALL));
    return read();
  };
  return source;
}

function published(events: readonly BusEvent[], counter: Counter, happened: Happened): Promise<void> {
  if (events.length > 0) counter.called('events:PutEvents', Math.ceil(events.length / PER_CALL));
  happened.events.push(...events);
  return Promise.resolve();
}

/** Tells of each budget that was written, as the stream of the table would. */
function withChanges<T extends object>(store: T, method: string, { changed }: Happened): T {
  return new Proxy(store, {
    get: (target, property): unknown => {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(member, target, args);
        const isWritten = answer === 'saved' || (answer as { readonly kind?: string } | undefined)?.kind === 'charged';
        if (property === method && isWritten) changed.push((args[0] as BudgetChange).after);
        return answer;
      };
    },
  });
}

/** For what functions are composed with and never call here. */
function unused(service: string): never {
  const refuse = (_: object, property: string | symbol): never => {
    throw new Error(`${service}.${String(property)}: not measured`);
  };
  return new Proxy({}, { get: refuse }) as never;
}
