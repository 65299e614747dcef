import { expect } from 'chai';
import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { AuditLog } from '../../handlers/ports/auditLog.js';
import type { AuditReader } from '../../handlers/ports/auditReader.js';

interface Logs {
  readonly log: AuditLog;
  readonly reader: AuditReader;
}

const ANA = 'person/ana';
const MIDNIGHT = Date.UTC(2026, 10, 1);
const NEVER = Date.UTC(2036, 0);

/** Milliseconds from a midnight of UTC: the last second of a day and the first of the next among them. */
const OFFSETS = [-DAY_MS, -1500, -1000, -999, -1, 0, 1, 500, 1000, DAY_MS - 1000, DAY_MS - 1, DAY_MS, DAY_MS + 1];

const SPANS: readonly (readonly [from: number, to: number])[] = [
  [0, DAY_MS],
  [-DAY_MS, 0],
  [-DAY_MS, 2 * DAY_MS],
  [-1000, -999],
  [-999, 1],
  [0, 1],
  [0, 500],
  [1, 1000],
  [500, DAY_MS - 1],
  [DAY_MS - 1000, DAY_MS + 1],
  [0, 0],
  [DAY_MS, 0],
  [2 * DAY_MS, 9 * DAY_MS],
];

/** What every reader of AuditLogs does alike. */
export function auditReaderContract(create: () => Promise<Logs>): void {
  async function readerOf(...entries: readonly AuditEntry[]): Promise<AuditReader> {
    const { log, reader } = await create();
    for (const entry of entries) expect(await log.add(entry, NEVER)).to.equal('added');
    return reader;
  }

  const readings = {
    'of one identity': (reader: AuditReader, since: Instant, until: Instant) => reader.of(ANA, since, until),
    'of all': (reader: AuditReader, since: Instant, until: Instant) => reader.all(since, until),
  } as const;

  for (const [what, read] of Object.entries(readings)) {
    it(`${what}: takes what is at the beginning of a span and leaves what is at its end`, async () => {
      const reader = await readerOf(...OFFSETS.map((offset) => event(`at ${offset}`, MIDNIGHT + offset)));
      for (const [from, to] of SPANS) {
        const found = await entriesOf(read(reader, MIDNIGHT + from, MIDNIGHT + to));
        const within = OFFSETS.filter((offset) => offset >= from && offset < to);
        const ids = found.map(({ eventId }) => eventId);
        expect(ids, `${from} to ${to}`).to.have.members(within.map((offset) => `at ${offset}`));
        expect(ids).to.have.length(within.length);
      }
    });

    it(`${what}: in the order of time, across days and pages, whole`, async () => {
      // More than a megabyte a day.
      const note = 'x'.repeat(300_000);
      const hours = [1, 2, 3, 4, 5, 25, 49, 50];
      const written = hours.map((hour) => event(`e${100 - hour}`, MIDNIGHT + (hour * DAY_MS) / 24, ANA, { note }));
      const reader = await readerOf(...[...written].reverse());
      expect(await entriesOf(read(reader, MIDNIGHT, MIDNIGHT + 3 * DAY_MS))).to.deep.equal(written);
    });
  }

  it('tells identities apart', async () => {
    const [ana, anna] = [event('1', MIDNIGHT), event('2', MIDNIGHT + 1000, `${ANA}2`)];
    const reader = await readerOf(ana, anna);
    expect(await entriesOf(reader.of(ANA, MIDNIGHT, NEVER))).to.deep.equal([ana]);
    expect(await entriesOf(reader.of('person', MIDNIGHT, NEVER))).to.deep.equal([]);
    expect(await entriesOf(reader.all(MIDNIGHT, MIDNIGHT + DAY_MS))).to.deep.equal([ana, anna]);
  });
}

function event(
  eventId: string,
  eventTime: Instant,
  userIdentity = ANA,
  details: AuditEntry['details'] = {},
): AuditEntry {
  return { eventId, eventTime, eventSource: 'bedrock-budgeteer', eventType: 'GraceStarted', userIdentity, details };
}

async function entriesOf(pages: AsyncIterable<readonly AuditEntry[]>): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
