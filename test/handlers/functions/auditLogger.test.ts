import { expect } from 'chai';
import sinon from 'sinon';
import { DAY_MS } from '../../../domain/instant.js';
import { createAuditLogger, type AuditLoggerPorts } from '../../../handlers/functions/auditLogger.js';
import { UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { MemoryAuditLog } from '../../../local/memory/memoryAuditLog.js';
import { eventFixture } from '../../events/fixture.js';
import { clockAt, CONTEXT, settingsOf, StubTelemetry } from '../stubs.js';

const NOW = Date.UTC(2026, 9, 5, 12);

function portsWith(overrides: Partial<AuditLoggerPorts> = {}): AuditLoggerPorts & {
  readonly auditLog: MemoryAuditLog;
  readonly telemetry: StubTelemetry;
} {
  return {
    auditLog: new MemoryAuditLog(),
    clock: clockAt(NOW),
    telemetry: new StubTelemetry(),
    settings: () => Promise.resolve(settingsOf({ auditRetentionDays: '90' })),
    ...(overrides as object),
  };
}

async function failure(promise: Promise<void>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('createAuditLogger', () => {
  for (const name of [
    'cloudtrail/createUser',
    'cloudtrail/invokeModel',
    'cloudtrail/createInference',
    'own/thresholdReached',
  ]) {
    it(`writes ${name} and keeps it for the retention of the stack`, async () => {
      const ports = portsWith();
      await createAuditLogger(ports)(eventFixture(name), CONTEXT);
      expect(ports.auditLog.entriesAt(NOW + 90 * DAY_MS - 1)).to.have.length(1);
      expect(ports.auditLog.entriesAt(NOW + 90 * DAY_MS)).to.deep.equal([]);
      expect(ports.telemetry.counts).to.deep.equal({ AuditEntriesAdded: 1 });
      expect(ports.telemetry.flushes).to.equal(1);
    });
  }

  it('writes an event once, however often it comes', async () => {
    const ports = portsWith();
    const log = createAuditLogger(ports);
    for (let delivery = 1; delivery <= 3; delivery += 1) await log(eventFixture('own/thresholdReached'), CONTEXT);
    expect(ports.auditLog.entriesAt(NOW)).to.have.length(1);
    expect(ports.telemetry.counts).to.deep.equal({ AuditEntriesAdded: 1 });
    expect(ports.telemetry.lines).to.deep.equal(['info | audit entry known', 'info | audit entry known']);
  });

  it('fails on an event that it cannot read, so that the event is kept', async () => {
    const ports = portsWith();
    const event = eventFixture('cloudtrail/createUser', { eventID: undefined });
    const error = await failure(createAuditLogger(ports)(event, CONTEXT));
    expect(error).to.be.instanceOf(UnreadableEventError).with.property('message', 'detail.eventID: not an event id');
    expect(ports.auditLog.entriesAt(NOW)).to.deep.equal([]);
    expect(ports.telemetry.counts).to.deep.equal({ EventsUnreadable: 1 });
    expect(ports.telemetry.lines).to.deep.equal(['warn | event unreadable | detail.eventID: not an event id']);
    expect(ports.telemetry.flushes).to.equal(1);
  });

  it('fails when the log is not written, so that the event is tried again', async () => {
    const down = new Error('throttled');
    const ports = portsWith({ auditLog: { add: sinon.stub().rejects(down) } });
    expect(await failure(createAuditLogger(ports)(eventFixture('own/budgetOpened'), CONTEXT))).to.equal(down);
    expect(ports.telemetry.counts).to.deep.equal({});
  });

  it('fails without settings before it writes anything', async () => {
    const down = new Error('no settings');
    const ports = portsWith({ settings: () => Promise.reject(down) });
    expect(await failure(createAuditLogger(ports)(eventFixture('own/budgetOpened'), CONTEXT))).to.equal(down);
    expect(ports.auditLog.entriesAt(NOW)).to.deep.equal([]);
  });
});
