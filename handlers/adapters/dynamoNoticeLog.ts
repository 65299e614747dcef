import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { eventIdOf } from '../runtime/eventId.js';
import type { Group, Incident, Notice } from '../contracts/notice.js';
import type { Clock } from '../ports/clock.js';
import type { Claim, Digest, IncidentEvent, NoticeLog } from '../ports/noticeLog.js';
import { epochSeconds, ItemReader, text, timeToLive, type Item } from './attributes.js';
import { batchGet } from './dynamoBatchGet.js';

type Update = Pick<UpdateItemCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ReturnValues'> & {
  readonly values?: Readonly<Record<string, AttributeValue>>;
};

/** Not a name that DynamoDB lets an expression use. */
const NAMES = { '#ttl': 'ttl' };

/** The Notifications table on DynamoDB: one row an event or digest, one a group, one an incident of a channel. */
export class DynamoNoticeLog implements NoticeLog {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async claim(notice: Notice, now: Instant, until: Instant, expiresAt: Instant): Promise<Claim> {
    const { data: _, ...told } = notice;
    const answer = await this.#update(notice.eventId, {
      UpdateExpression: 'SET claimed_until_epoch = :until, notice = :notice, #ttl = if_not_exists(#ttl, :ttl)',
      ConditionExpression:
        'attribute_not_exists(told) AND (attribute_not_exists(claimed_until_epoch) OR claimed_until_epoch <= :now)',
      ReturnValues: 'ALL_NEW',
      values: {
        ':now': epochSeconds(now),
        ':until': epochSeconds(until),
        ':notice': text(JSON.stringify(told)),
        ':ttl': timeToLive(expiresAt),
      },
    });
    if ('row' in answer) return { kind: 'claimed', delivered: new Set(answer.row['delivered']?.SS) };
    return { kind: answer.refusedBy['told'] === undefined ? 'busy' : 'done' };
  }

  async isTold(eventId: string): Promise<boolean> {
    const [row] = await batchGet(this.#client, this.#clock, this.#table, [keyOf(eventId)]);
    return row?.['told']?.BOOL === true;
  }

  async markDelivered(eventId: string, channel: string): Promise<void> {
    await this.#update(eventId, {
      UpdateExpression: 'ADD delivered :channel',
      values: { ':channel': { SS: [channel] } },
    });
  }

  async unmarkDelivered(eventId: string, channel: string): Promise<void> {
    await this.#update(eventId, {
      UpdateExpression: 'DELETE delivered :channel',
      values: { ':channel': { SS: [channel] } },
    });
  }

  async endClaim(eventId: string, outcome: 'done' | 'failed'): Promise<void> {
    if (outcome === 'failed') await this.#update(eventId, { UpdateExpression: 'REMOVE claimed_until_epoch' });
    else {
      const told = {
        UpdateExpression: 'SET told = :true REMOVE claimed_until_epoch',
        values: { ':true': { BOOL: true } },
      };
      await this.#update(eventId, told);
    }
  }

  async joinGroup(group: Group, eventId: string, now: Instant, until: Instant): Promise<'leads' | 'waits'> {
    const led = await this.#update(groupKey(group), {
      UpdateExpression: 'SET window_until_epoch = :until, leader = :event',
      ConditionExpression:
        'leader = :event OR (attribute_not_exists(waiting) AND (attribute_not_exists(window_until_epoch) OR window_until_epoch <= :now))',
      values: { ':event': text(eventId), ':now': epochSeconds(now), ':until': epochSeconds(until) },
    });
    if ('row' in led) return 'leads';
    const values = { ':events': { SS: [eventId] } };
    await this.#update(groupKey(group), { UpdateExpression: 'ADD waiting :events', values });
    return 'waits';
  }

  async openDigest(group: Group, now: Instant, until: Instant): Promise<Digest> {
    const opened = await this.#update(groupKey(group), {
      UpdateExpression: 'SET digest = waiting, window_until_epoch = :until REMOVE waiting',
      ConditionExpression: 'attribute_exists(waiting) AND attribute_not_exists(digest) AND window_until_epoch <= :now',
      ReturnValues: 'ALL_NEW',
      values: { ':now': epochSeconds(now), ':until': epochSeconds(until) },
    });
    if ('row' in opened) return { eventIds: opened.row['digest']?.SS ?? [], isOverdue: false };
    const { digest, window_until_epoch: windowUntil } = opened.refusedBy;
    if (digest?.SS === undefined) return { eventIds: [], isOverdue: false };
    return { eventIds: digest.SS, isOverdue: Number(windowUntil?.N ?? NaN) * SECOND_MS <= now };
  }

  async closeDigest(group: Group, eventIds: readonly string[]): Promise<void> {
    await this.#update(groupKey(group), {
      UpdateExpression: 'REMOVE digest',
      ConditionExpression: 'digest = :events',
      values: { ':events': { SS: [...eventIds] } },
    });
  }

  async noteIncident(channel: string, { key, state }: Incident, event: IncidentEvent): Promise<boolean> {
    const id = `incident#${channel}#${eventIdOf(key)}`;
    const values = {
      ':at': epochSeconds(event.at),
      ':event': text(event.eventId),
      ':state': text(state),
      ':ttl': timeToLive(event.expiresAt),
    };
    const note = 'SET changed_at_epoch = :at, event_id = :event, incident_state = :state, #ttl = :ttl';
    const isNewer = '(attribute_not_exists(changed_at_epoch) OR changed_at_epoch <= :at)';
    if (state === 'open') {
      const noted = await this.#update(id, { UpdateExpression: note, ConditionExpression: isNewer, values });
      return 'row' in noted;
    }
    const ended = await this.#update(id, {
      UpdateExpression: note,
      ConditionExpression: `event_id = :event OR (incident_state = :open AND ${isNewer})`,
      values: { ...values, ':open': text('open') },
    });
    if ('row' in ended) return true;
    // So that what was open before comes too late.
    await this.#update(id, { UpdateExpression: note, ConditionExpression: isNewer, values });
    return false;
  }

  async notices(eventIds: readonly string[]): Promise<readonly Notice[]> {
    const items = await batchGet(this.#client, this.#clock, this.#table, eventIds.map(keyOf));
    return items.map((item) => {
      const row = new ItemReader(item, `Notifications ${item['notice_id']?.S ?? '?'}`);
      return { ...(row.json('notice') as Omit<Notice, 'data'>), data: {} };
    });
  }

  /** The row after the update, or the row whose state was against it. */
  async #update(
    id: string,
    { values, ...update }: Update,
  ): Promise<{ readonly row: Item } | { readonly refusedBy: Item }> {
    const namesTtl = update.UpdateExpression?.includes('#ttl') === true;
    try {
      const { Attributes } = await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(id),
          ...update,
          ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
          ...(namesTtl ? { ExpressionAttributeNames: NAMES } : {}),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { row: Attributes ?? {} };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { refusedBy: error.Item ?? {} };
      throw error;
    }
  }
}

function keyOf(id: string): Item {
  return { notice_id: text(id) };
}

/** No event id begins so. */
function groupKey(group: Group): string {
  return `group#${group}`;
}
