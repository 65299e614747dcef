import type { Instant } from '../../domain/instant.js';
import type { Group, Notice } from '../notifications/notice.js';

export type Claim =
  /** Ours for a while; those channels have it already. */
  | { readonly kind: 'claimed'; readonly delivered: ReadonlySet<string> }
  /** Another invocation is at it. */
  | { readonly kind: 'busy' }
  /** All channels have it, or a digest will. */
  | { readonly kind: 'done' };

/** What becomes of every event that is told to people, so that nobody is told twice. */
export interface NoticeLog {
  /** Takes an event on until an instant; what is known of it is forgotten after `expiresAt`. */
  claim(notice: Notice, now: Instant, until: Instant, expiresAt: Instant): Promise<Claim>;
  markDelivered(eventId: string, channel: string): Promise<void>;
  /** `done` for good; `failed`: to be taken on again at once. */
  endClaim(eventId: string, outcome: 'done' | 'failed'): Promise<void>;
  /** The first event of a group leads and is told at once; the others wait, until `until` at least. */
  joinGroup(group: Group, eventId: string, now: Instant, until: Instant): Promise<'leads' | 'waits'>;
  /**
   * The events of a group that have waited long enough: the same ones until the digest is closed. Those that come
   * meanwhile wait for the next.
   */
  openDigest(group: Group, now: Instant, until: Instant): Promise<readonly string[]>;
  closeDigest(group: Group): Promise<void>;
  /** As they were claimed, without their data. */
  notices(eventIds: readonly string[]): Promise<readonly Notice[]>;
}
