import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import type { PriceKey, PriceRow } from '../../domain/priceList/priceTable.js';
import type { Clock } from '../ports/clock.js';
import type { PriceTable, ProfileRow } from '../ports/priceTable.js';
import { instant, ItemReader, text, timeToLive, type Item } from './attributes.js';
import { batchGet } from './dynamoBatchGet.js';
import { priceItem, priceItemKey, priceRowOf } from './priceItem.js';

/** Rows beside the prices are found under a region that no Region has. */
const PROFILE = 'inference-profile';
const REFRESH_KEY = { model_id: text('refresh'), region: text('refresh') };

/** Rows are written side by side, so many at a time. */
const CONCURRENCY = 8;

/** The Pricing table on DynamoDB. */
export class DynamoPriceTable implements PriceTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async read(keys: readonly PriceKey[], now: Instant): Promise<readonly PriceRow[]> {
    return (await this.#unexpired(keys.map(priceItemKey), now)).map(priceRowOf);
  }

  async readProfiles(profileArns: readonly string[], now: Instant): Promise<readonly ProfileRow[]> {
    const items = await this.#unexpired(profileArns.map(profileKey), now);
    return items.map((item) => {
      const row = new ItemReader(item, `Pricing ${item['model_id']?.S ?? '?'}`);
      return { profileArn: row.text('model_id'), modelId: row.text('profile_model_id') };
    });
  }

  async write(rows: readonly PriceRow[], updatedAt: Instant, expiresAt: Instant): Promise<void> {
    await this.#put(rows.map((row) => priceItem(row, updatedAt, expiresAt)));
  }

  async writeProfiles(rows: readonly ProfileRow[], updatedAt: Instant, expiresAt: Instant): Promise<void> {
    await this.#put(
      rows.map(({ profileArn, modelId }) => ({
        ...profileKey(profileArn),
        profile_model_id: text(modelId),
        last_updated: instant(updatedAt),
        ttl: timeToLive(expiresAt),
      })),
    );
  }

  async refreshedAt(): Promise<Instant | undefined> {
    const [item] = await batchGet(this.#client, this.#clock, this.#table, [REFRESH_KEY]);
    return item === undefined ? undefined : new ItemReader(item, 'Pricing refresh').instant('last_updated');
  }

  async markRefreshed(at: Instant): Promise<void> {
    await this.#put([{ ...REFRESH_KEY, last_updated: instant(at) }]);
  }

  async servicesOf(region: string): Promise<readonly string[]> {
    const [item] = await batchGet(this.#client, this.#clock, this.#table, [servicesKey(region)]);
    if (item === undefined) return [];
    return new ItemReader(item, `Pricing refresh ${region}`).text('services').split(',');
  }

  async writeServices(region: string, services: readonly string[], at: Instant): Promise<void> {
    await this.#put([{ ...servicesKey(region), services: text(services.join(',')), last_updated: instant(at) }]);
  }

  /** TTL deletes within days, not minutes. */
  async #unexpired(keys: readonly Item[], now: Instant): Promise<readonly Item[]> {
    const items = await batchGet(this.#client, this.#clock, this.#table, keys);
    return items.filter((item) => Number(item['ttl']?.N) * SECOND_MS > now);
  }

  async #put(items: readonly Item[]): Promise<void> {
    await pMap(items, (Item) => this.#client.send(new PutItemCommand({ TableName: this.#table, Item })), {
      concurrency: CONCURRENCY,
    });
  }
}

/** Without a TTL, like the one of the refresh: what a service gave is remembered until a person deletes it. */
function servicesKey(region: string): Item {
  return { ...REFRESH_KEY, region: text(region) };
}

function profileKey(profileArn: string): Item {
  return { model_id: text(profileArn), region: text(PROFILE) };
}
