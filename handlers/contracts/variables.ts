/** What the stack tells its functions beside the standard environment of the AWS SDK. */
export type Variable =
  | 'USER_BUDGETS_TABLE'
  | 'USAGE_TRACKING_TABLE'
  | 'AUDIT_LOGS_TABLE'
  | 'PRICING_TABLE'
  | 'NOTIFICATIONS_TABLE'
  | 'PERSON_POLICIES_TABLE'
  | 'TEAM_SPENDING_TABLE'
  /** `/bedrock-budgeteer/STACK/` */
  | 'SETTINGS_PATH'
  | 'EVENT_BUS'
  | 'QUARANTINE_QUEUE_URL'
  /** Key prefix of the usage lines of replayed batches. */
  | 'REPLAYED_PREFIX'
  /** `firehose`, or `direct` where log events come by Firehose a second time. */
  | 'INGESTION_PATH'
  /** Where Bedrock is called, comma-separated. */
  | 'REGIONS'
  | 'DENY_POLICY_ARN'
  | 'DENY_BOUNDARY_ARN'
  | 'BOUNDARY_FALLBACK'
  /** Managed policies that a suspension detaches, comma-separated; none by default. */
  | 'DETACH_POLICY_ARNS'
  /** `true` if long-term Bedrock API keys of a suspended user become inactive. */
  | 'DEACTIVATE_KEYS'
  /** Managed policies that IAM lets a principal have; 10 by default. */
  | 'ATTACHMENT_QUOTA'
  /** Policies that deny single persons, comma-separated, in order; none by default. */
  | 'PERSON_POLICY_ARNS'
  /** Patterns of the ARNs of the stack's own roles, comma-separated. */
  | 'OWN_ROLES'
  /** `bedrock-budgeteer-STACK`, with which the names of all resources begin. */
  | 'RESOURCE_PREFIX'
  /** As Pulumi names it. */
  | 'STACK_NAME'
  | 'ACCOUNT_ID'
  /** The log bucket that the daily page goes to, and its Region. */
  | 'REPORT_BUCKET'
  | 'REPORT_REGION'
  | 'BUDGET_ALERTS_TOPIC'
  | 'OPERATIONAL_ALERTS_TOPIC'
  | 'HIGH_SEVERITY_TOPIC'
  /** JSON: the channels that are called over HTTPS, with the places of their secrets. */
  | 'CHANNELS'
  /** JSON: how those whom a notice is about are told. */
  | 'NOTIFY_PERSONS'
  /** Where the addresses are of those whose names are none. */
  | 'ADDRESSES_PATH'
  /** Which metrics are emitted: `essential` or `full`. */
  | 'MONITORING'
  /** Of the tables, the settings and the bus; the function's own Region by default. */
  | 'HOME_REGION';

/** With what a stack suspends: read by every function that looks at the access of principals. */
export const ENFORCEMENT_VARIABLES = [
  'DENY_POLICY_ARN',
  'DENY_BOUNDARY_ARN',
  'BOUNDARY_FALLBACK',
  'OWN_ROLES',
  'DETACH_POLICY_ARNS',
  'DEACTIVATE_KEYS',
  'ATTACHMENT_QUOTA',
  'PERSON_POLICY_ARNS',
] as const satisfies readonly Variable[];
