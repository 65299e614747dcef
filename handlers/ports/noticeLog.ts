import type { Instant } from '../../domain/instant.js';
import type { Group, Incident, Notice } from '../contracts/notice.js';

export type Claim =
  /** Ours for a while; those channels have it already. */
  | { readonly kind: 'claimed'; readonly delivered: ReadonlySet<string> }
  /** Another invocation is at it. */
  | { readonly kind: 'busy' }
  /** All channels have it, or a digest will. */
  | { readonly kind: 'done' };

export interface Digest {
  /** The same ones until the digest is closed; none where there is nothing to tell. */
  readonly eventIds: readonly string[];
  /** It has been tried for as long as others have waited since: they shall not wait for good. */
  readonly isOverdue: boolean;
}

export interface IncidentEvent {
  readonly eventId: string;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

/** What becomes of every event that is told to people, so that nobody is told twice. */
export interface NoticeLog {
  /** Takes an event on until an instant; what is known of it is forgotten after `expiresAt`. */
  claim(notice: Notice, now: Instant, until: Instant, expiresAt: Instant): Promise<Claim>;
  /** Whether an event is `done`. */
  isTold(eventId: string): Promise<boolean>;
  markDelivered(eventId: string, channel: string): Promise<void>;
  /** Of a channel that was marked and did not get it, for certain. */
  unmarkDelivered(eventId: string, channel: string): Promise<void>;
  /** `done` for good; `failed`: to be taken on again at once. */
  endClaim(eventId: string, outcome: 'done' | 'failed'): Promise<void>;
  /** The first event of a group leads and is told at once; the others wait, until `until` at least. */
  joinGroup(group: Group, eventId: string, now: Instant, until: Instant): Promise<'leads' | 'waits'>;
  /** The events of a group that have waited long enough; those that come meanwhile wait for the next digest. */
  openDigest(group: Group, now: Instant, until: Instant): Promise<Digest>;
  /** Once they are told, or given up; a digest of other events stays open. */
  closeDigest(group: Group, eventIds: readonly string[]): Promise<void>;
  /** As they were claimed, without their data. */
  notices(eventIds: readonly string[]): Promise<readonly Notice[]>;
  /**
   * Takes down a change of an incident of a channel. False if the channel has no use for it: something newer is known, or
   * what ends is not open. The same event may ask again.
   */
  noteIncident(channel: string, incident: Incident, event: IncidentEvent): Promise<boolean>;
}
