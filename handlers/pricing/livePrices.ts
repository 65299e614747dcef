import { MINUTE_MS, type Instant } from '../../domain/instant.js';
import type { Invocation } from '../../domain/invocations/invocation.js';
import type { InferenceProfiles } from '../../domain/invocations/modelReference.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import { scopeOf } from '../../domain/pricing/cost.js';
import { withPriceRows, type PriceKey, type PriceRow } from '../../domain/priceList/priceTable.js';
import type { Clock } from '../ports/clock.js';
import type { InferenceProfileDirectory } from '../ports/inferenceProfiles.js';
import { PRICE_RETENTION_MS, type PriceTable, type ProfileRow } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';

export interface LivePricesPorts {
  readonly priceTable: PriceTable;
  /** Asks the Price List API for one model in one Region; undefined where it has no rate for it. */
  readonly lookUp: (key: PriceKey) => Promise<PriceRow | undefined>;
  readonly profileDirectory: InferenceProfileDirectory;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** How long a row is used before the table is asked again. */
const FRESH_MS = 15 * MINUTE_MS;

/** How long a model or profile that nothing was found for is left alone. */
const UNKNOWN_MS = 60 * MINUTE_MS;

/** Of the Price List API and of Bedrock, for one batch: the book stands in for the rest until the next. */
const MAX_LOOK_UPS = 5;

type PricedPlace = Pick<Invocation, 'model' | 'region'>;

interface Known<T> {
  readonly value: T | undefined;
  readonly until: Instant;
}

/**
 * The rates to price a batch by: those of the Pricing table, kept for a while; else the Price List's, asked once per
 * model; else the fallback book's. No failure here keeps a batch from being charged: it is counted, and the book
 * stands in.
 */
export class LivePrices {
  readonly #ports: LivePricesPorts;
  readonly #book: PriceBook;
  readonly #rows = new Map<string, Known<PriceRow>>();
  readonly #profiles = new Map<string, Known<string>>();
  readonly #known = new Map<string, string>();
  readonly #merged: PriceBook;

  constructor(ports: LivePricesPorts, book: PriceBook) {
    this.#ports = ports;
    this.#book = book;
    this.#merged = withPriceRows(book, (key) => this.#rows.get(idOf(key))?.value);
  }

  /** Application inference profile ARN → what stands behind it, as far as it was learned. */
  get profiles(): InferenceProfiles {
    return this.#known;
  }

  /** Finds out what stands behind application inference profiles; anything else is passed over. */
  async learnProfiles(modelIds: readonly string[]): Promise<void> {
    const wanted = new Set(modelIds.filter((modelId) => modelId.includes(':application-inference-profile/')));
    const unknown = [...wanted].filter((arn) => this.#isOutdated(this.#profiles.get(arn)));
    if (unknown.length === 0) return;
    await this.#tolerating('the Pricing table', async () => {
      const found = await this.#ports.priceTable.readProfiles(unknown, this.#ports.clock.now());
      for (const { profileArn, modelId } of found) this.#learn(profileArn, modelId);
    });
    const left = unknown.filter((arn) => this.#isOutdated(this.#profiles.get(arn))).slice(0, MAX_LOOK_UPS);
    const rows: ProfileRow[] = [];
    for (const profileArn of left) {
      this.#leaveAlone(this.#profiles, profileArn);
      await this.#tolerating('GetInferenceProfile', async () => {
        const modelId = await this.#ports.profileDirectory.modelBehind(profileArn);
        this.#learn(profileArn, modelId);
        if (modelId !== undefined) rows.push({ profileArn, modelId });
      });
    }
    const now = this.#ports.clock.now();
    if (rows.length === 0) return;
    await this.#tolerating('the Pricing table', () =>
      this.#ports.priceTable.writeProfiles(rows, now, now + PRICE_RETENTION_MS),
    );
  }

  /** A price book for these invocations. */
  async bookFor(invocations: readonly PricedPlace[]): Promise<PriceBook> {
    const outdated = this.#keysOf(invocations).filter((key) => this.#isOutdated(this.#rows.get(idOf(key))));
    if (outdated.length === 0) return this.#merged;
    await this.#tolerating('the Pricing table', async () => {
      const found = await this.#ports.priceTable.read(outdated, this.#ports.clock.now());
      for (const row of found) this.#keep(row, row);
    });
    const missing = outdated.filter((key) => this.#isOutdated(this.#rows.get(idOf(key)))).slice(0, MAX_LOOK_UPS);
    for (const key of missing) {
      this.#leaveAlone(this.#rows, idOf(key));
      await this.#tolerating('the Price List', async () => {
        this.#keep(key, await this.#ports.lookUp(key));
      });
    }
    return this.#merged;
  }

  /** Each model, Region and scope once, under the model's id in the book. */
  #keysOf(invocations: readonly PricedPlace[]): readonly PriceKey[] {
    const keys = new Map<string, PriceKey>();
    for (const { model, region } of invocations) {
      const modelId =
        model.kind === 'foundation' ? model.modelId : model.kind === 'opaque' ? model.baseModelId : undefined;
      const scope = scopeOf(model);
      const prices = modelId === undefined || region === '' ? undefined : this.#book.model(modelId);
      if (prices === undefined) continue;
      const key = { modelId: prices.modelId, region, scope };
      keys.set(idOf(key), key);
    }
    return [...keys.values()];
  }

  #keep(key: PriceKey, row: PriceRow | undefined): void {
    const lifetime = row === undefined ? UNKNOWN_MS : FRESH_MS;
    this.#rows.set(idOf(key), { value: row, until: this.#ports.clock.now() + lifetime });
  }

  #learn(profileArn: string, modelId: string | undefined): void {
    this.#profiles.set(profileArn, { value: modelId, until: this.#ports.clock.now() + UNKNOWN_MS });
    if (modelId !== undefined) this.#known.set(profileArn, modelId);
  }

  /** Should the question fail, it is not asked again with every batch: a time-out takes seconds. */
  #leaveAlone<T>(known: Map<string, Known<T>>, id: string): void {
    known.set(id, { value: known.get(id)?.value, until: this.#ports.clock.now() + FRESH_MS });
  }

  #isOutdated(known: Known<unknown> | undefined): boolean {
    return known === undefined || known.until <= this.#ports.clock.now();
  }

  async #tolerating(source: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#ports.telemetry.count('PriceLookupsFailed', 1);
      this.#ports.telemetry.error(`${source} did not answer; prices known before or the book's stand in`, error);
    }
  }
}

function idOf({ modelId, region, scope }: PriceKey): string {
  return `${modelId}|${region}|${scope}`;
}
