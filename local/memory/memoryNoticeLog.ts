import type { Instant } from '../../domain/instant.js';
import type { Group, Incident, Notice } from '../../handlers/contracts/notice.js';
import type { Claim, Digest, IncidentEvent, NoticeLog } from '../../handlers/ports/noticeLog.js';

interface NoticeRow {
  readonly notice: Notice;
  readonly delivered: Set<string>;
  claimedUntil: Instant | undefined;
  isTold: boolean;
}

interface GroupRow {
  leader: string | undefined;
  windowUntil: Instant;
  waiting: string[];
  digest: readonly string[];
}

interface IncidentRow {
  readonly state: Incident['state'];
  readonly at: Instant;
  readonly eventId: string;
}

/** The Notifications table in memory. */
export class MemoryNoticeLog implements NoticeLog {
  readonly #rows = new Map<string, NoticeRow>();
  readonly #groups = new Map<Group, GroupRow>();
  readonly #incidents = new Map<string, IncidentRow>();

  claim(notice: Notice, now: Instant, until: Instant): Promise<Claim> {
    const known = this.#rows.get(notice.eventId);
    if (known?.isTold === true) return Promise.resolve({ kind: 'done' });
    if (known?.claimedUntil !== undefined && known.claimedUntil > now) return Promise.resolve({ kind: 'busy' });
    const delivered = known?.delivered ?? new Set<string>();
    this.#rows.set(notice.eventId, { notice: { ...notice, data: {} }, delivered, claimedUntil: until, isTold: false });
    return Promise.resolve({ kind: 'claimed', delivered: new Set(delivered) });
  }

  isTold(eventId: string): Promise<boolean> {
    return Promise.resolve(this.#rows.get(eventId)?.isTold === true);
  }

  markDelivered(eventId: string, channel: string): Promise<void> {
    this.#rows.get(eventId)?.delivered.add(channel);
    return Promise.resolve();
  }

  unmarkDelivered(eventId: string, channel: string): Promise<void> {
    this.#rows.get(eventId)?.delivered.delete(channel);
    return Promise.resolve();
  }

  endClaim(eventId: string, outcome: 'done' | 'failed'): Promise<void> {
    const row = this.#rows.get(eventId);
    if (row !== undefined) {
      row.claimedUntil = undefined;
      row.isTold = outcome === 'done';
    }
    return Promise.resolve();
  }

  joinGroup(group: Group, eventId: string, now: Instant, until: Instant): Promise<'leads' | 'waits'> {
    const row = this.#groupOf(group);
    if (row.leader === eventId || (row.waiting.length === 0 && row.windowUntil <= now)) {
      row.leader = eventId;
      row.windowUntil = until;
      return Promise.resolve('leads');
    }
    if (!row.waiting.includes(eventId)) row.waiting.push(eventId);
    return Promise.resolve('waits');
  }

  openDigest(group: Group, now: Instant, until: Instant): Promise<Digest> {
    const row = this.#groupOf(group);
    if (row.digest.length > 0) return Promise.resolve({ eventIds: row.digest, isOverdue: row.windowUntil <= now });
    if (row.windowUntil <= now && row.waiting.length > 0) {
      row.digest = row.waiting;
      row.waiting = [];
      row.windowUntil = until;
    }
    return Promise.resolve({ eventIds: row.digest, isOverdue: false });
  }

  closeDigest(group: Group, eventIds: readonly string[]): Promise<void> {
    const row = this.#groupOf(group);
    if ([...row.digest].sort().join() === [...eventIds].sort().join()) row.digest = [];
    return Promise.resolve();
  }

  noteIncident(channel: string, { key, state }: Incident, { eventId, at }: IncidentEvent): Promise<boolean> {
    const id = `${channel}#${key}`;
    const known = this.#incidents.get(id);
    const isNewer = known === undefined || known.at <= at;
    const isTaken = state === 'open' ? isNewer : known?.eventId === eventId || (known?.state === 'open' && isNewer);
    if (isTaken || isNewer) this.#incidents.set(id, { state, at, eventId });
    return Promise.resolve(isTaken);
  }

  notices(eventIds: readonly string[]): Promise<readonly Notice[]> {
    return Promise.resolve(eventIds.flatMap((eventId) => this.#rows.get(eventId)?.notice ?? []));
  }

  #groupOf(group: Group): GroupRow {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const row: GroupRow = { leader: undefined, windowUntil: 0, waiting: [], digest: [] };
    this.#groups.set(group, row);
    return row;
  }
}
