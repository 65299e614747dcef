import { expect } from 'chai';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';

describe('MemoryTelemetry', () => {
  it('collects logs, sums and flushes', () => {
    const telemetry = new MemoryTelemetry();
    const error = new Error('x');
    telemetry.info('a', { n: 1 });
    telemetry.warn('b');
    telemetry.error('c', error);
    telemetry.count('BudgetsOpened', 2);
    telemetry.count('BudgetsOpened', 3);
    telemetry.flush();
    expect(telemetry.entries).to.deep.equal([
      { level: 'info', message: 'a', fields: { n: 1 } },
      { level: 'warn', message: 'b', fields: {} },
      { level: 'error', message: 'c', fields: {}, error },
    ]);
    expect([telemetry.total('BudgetsOpened'), telemetry.total('PricesHeld'), telemetry.flushes]).to.deep.equal([
      5, 0, 1,
    ]);
  });
});
