import { examine, type Answer } from '../../../cli/firstRun/examine.js';
import type { Item } from '../../../cli/firstRun/item.js';
import type { FirstRunLooks, LogEvent } from '../../../cli/firstRun/looks.js';
import type { MetricOf } from '../../../cli/doctor/examination.js';
import type { AuditEntry } from '../../../domain/audit/auditEntry.js';
import { HEALTHY, NOW, stackWith, type Ailment } from '../doctor/patient.js';

export type RawRecord = Readonly<Record<string, unknown>>;

/** What an account shows of itself; what is left out is as in a stack that nobody has used. */
export interface Account extends Pick<Ailment, 'examination'> {
  readonly records?: readonly RawRecord[];
  /** Lines of the log that are no JSON objects. */
  readonly lines?: readonly string[];
  /** Sums of three days and all Regions, by the metric's name. */
  readonly metrics?: Readonly<Record<string, number>>;
  readonly audit?: readonly Partial<AuditEntry>[];
  readonly looks?: Partial<FirstRunLooks>;
}

const ONE_SECOND_MS = 1000;

/** A record of a call by Converse, of a minute ago; written two seconds later. */
export function record(change: RawRecord = {}): RawRecord {
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(NOW - 60 * ONE_SECOND_MS).toISOString().replace('.000', ''),
    accountId: '444455556666',
    identity: { arn: 'arn:aws:iam::444455556666:user/alice' },
    region: 'us-east-1',
    requestId: '00000000-0000-4000-8000-000000000001',
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    input: { inputTokenCount: 9, inputBodyJson: {} },
    output: { outputTokenCount: 9, outputBodyJson: {} },
    ...change,
  };
}

export async function answerIn(item: Item, account: Account, isLocal = false): Promise<Answer> {
  const [answer] = await answersIn([item], account, isLocal);
  if (answer === undefined) throw new TypeError(`no answer to ${item.id}`);
  return answer;
}

export async function answersIn(items: readonly Item[], account: Account, isLocal = false): Promise<readonly Answer[]> {
  const { records = [], lines = [], metrics = {}, audit = [] } = account;
  const messages = [...lines, ...records.map((one) => JSON.stringify(one))];
  const events: readonly LogEvent[] = messages.map((message) => {
    return { message, ingestedAt: NOW - 58 * ONE_SECOND_MS };
  });
  return examine(items, {
    stack: { ...(await stackWith({})), regions: ['us-east-1'] },
    partition: 'aws',
    bedrockRegions: [],
    examination: {
      ...HEALTHY,
      metric: (_, { name }: MetricOf) => Promise.resolve(metrics[name]),
      ...account.examination,
    },
    audit: {
      of: () => pages([]),
      all: () => pages(audit as readonly AuditEntry[]),
    },
    looks: {
      logEvents: () => Promise.resolve(events),
      decisions: () => Promise.resolve(new Map()),
      userPath: () => Promise.resolve('/'),
      table: () => Promise.resolve({ canBeRestored: true, isProtected: true }),
      ...account.looks,
    },
    isLocal,
    onItem: () => undefined,
  });
}

async function* pages(entries: readonly AuditEntry[]): AsyncIterable<readonly AuditEntry[]> {
  await Promise.resolve();
  yield entries;
}
