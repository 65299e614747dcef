/** A key attribute of a table or index: text or number. */
interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

export interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly projection: 'KEYS_ONLY' | 'ALL';
}

export interface TableDefinition {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly indexes: readonly IndexDefinition[];
  /** Attribute with the second since 1970 from which a row may be deleted. */
  readonly ttlAttribute?: string;
  /** Where its rows are as well; then nobody pays for restoring them to a point in time. */
  readonly copyIn?: 'usage-lines';
  /** Whether changed rows go to a stream, with what they are now. */
  readonly hasStream: boolean;
}

/** The tables as the adapters use them and the stack provisions them. All indexes are sparse. */
export const TABLES = {
  UserBudgets: {
    partitionKey: text('principal_id'),
    indexes: [
      {
        name: 'review-due',
        partitionKey: text('review_due'),
        sortKey: number('review_due_at'),
        projection: 'KEYS_ONLY',
      },
      {
        name: 'refresh-due',
        partitionKey: text('refresh_due'),
        sortKey: number('refresh_due_at'),
        projection: 'KEYS_ONLY',
      },
      { name: 'principal-name', partitionKey: text('principal_name'), projection: 'KEYS_ONLY' },
    ],
    hasStream: true,
  },
  UsageTracking: {
    partitionKey: text('principal_id'),
    sortKey: text('timestamp'),
    indexes: [
      { name: 'provisional', partitionKey: text('provisional_shard'), sortKey: text('timestamp'), projection: 'ALL' },
    ],
    ttlAttribute: 'ttl',
    copyIn: 'usage-lines',
    hasStream: false,
  },
  AuditLogs: {
    partitionKey: text('event_id'),
    sortKey: text('event_time'),
    indexes: [
      { name: 'user-identity', partitionKey: text('user_identity'), sortKey: text('event_time'), projection: 'ALL' },
      { name: 'event-day', partitionKey: text('event_day'), sortKey: text('event_time'), projection: 'ALL' },
    ],
    ttlAttribute: 'ttl',
    hasStream: false,
  },
  Pricing: {
    partitionKey: text('model_id'),
    sortKey: text('region'),
    indexes: [],
    ttlAttribute: 'ttl',
    hasStream: false,
  },
  /** Which persons are denied by which policy; row 0 is a lock. */
  PersonPolicies: {
    partitionKey: number('policy_number'),
    indexes: [],
    hasStream: false,
  },
  /** What each member's spend has added to its teams. */
  TeamSpending: {
    partitionKey: text('team'),
    sortKey: text('principal_id'),
    indexes: [],
    hasStream: false,
  },
  Notifications: {
    partitionKey: text('notice_id'),
    indexes: [],
    ttlAttribute: 'ttl',
    hasStream: false,
  },
} as const satisfies Readonly<Record<string, TableDefinition>>;

function text(name: string): KeyAttribute {
  return { name, type: 'S' };
}

function number(name: string): KeyAttribute {
  return { name, type: 'N' };
}
