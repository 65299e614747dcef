import type { Instant } from './instant.js';

/** One event as the audit log keeps it: who did what and when, never a secret and never a prompt. */
export interface AuditEntry {
  /** The same on every delivery: CloudTrail's `eventID`, or the id of an event of ours. */
  readonly eventId: string;
  readonly eventTime: Instant;
  /** `iam.amazonaws.com`, `bedrock.amazonaws.com` or `bedrock-budgeteer`. */
  readonly eventSource: string;
  /** CloudTrail's `eventName`, or the detail-type of an event of ours. */
  readonly eventType: string;
  /** ARN of who acted; for an event of ours the principal it is about, or the system. */
  readonly userIdentity: string;
  /** Plain JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}
