import { expect } from 'chai';
import { usd } from '../../../domain/money.js';
import { EmfTelemetry } from '../../../handlers/adapters/emfTelemetry.js';
import {
  METRIC_DIMENSIONS,
  METRICS,
  type MetricName,
  type MonitoringLevel,
  type RecordedMetric,
  type SummedMetric,
} from '../../../handlers/contracts/metrics.js';
import type { MetricValue, Telemetry } from '../../../handlers/ports/telemetry.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';

type Line = Readonly<Record<string, unknown>>;

const START = Date.parse('2026-09-10T08:30:00.250Z');

/** CloudWatch's units (CloudWatch API, MetricDatum), as far as they are counts or sizes. */
const UNITS = ['Seconds', 'Milliseconds', 'Bytes', 'Percent', 'Count', 'None'];

/** One value of every metric that is added up, and 100 of every other: as much as a document holds. */
function tellAll(telemetry: Telemetry): void {
  for (const name of Object.keys(METRICS) as MetricName[]) {
    const value = (name.endsWith('Usd') ? usd('123456789.123456789012345') : 123_456.789) as MetricValue<MetricName>;
    const isRecorded = /Seconds$|^OvershootUsd$/.test(name) || METRICS[name].description.endsWith('by the hour');
    if (isRecorded) for (let n = 0; n < 100; n += 1) telemetry.record(name as RecordedMetric, value);
    else telemetry.count(name as SummedMetric, value);
  }
}

function scene(level: MonitoringLevel = 'full') {
  const texts: string[] = [];
  const clock = new VirtualClock(START);
  const telemetry = new EmfTelemetry((line) => texts.push(line), clock, 'usage-calculator', level);
  const lines = (): readonly Line[] => texts.map((text) => JSON.parse(text) as Line);
  const last = (): Line => lines().at(-1) ?? {};
  return { telemetry, clock, texts, lines, last };
}

describe('EmfTelemetry', () => {
  describe('logs', () => {
    it('write one JSON object a line, with its origin and its fields', () => {
      const { telemetry, texts } = scene();
      telemetry.startRequest('req-1');
      telemetry.info('charged\nall', { principals: 2, done: true, absent: undefined });
      expect(texts).to.deep.equal([
        '{"level":"info","timestamp":"2026-09-10T08:30:00.250Z","message":"charged\\nall",' +
          '"function":"usage-calculator","requestId":"req-1","principals":2,"done":true}',
      ]);
    });

    it('belong to the invocation that began last', () => {
      const { telemetry, lines } = scene();
      telemetry.warn('before any');
      telemetry.startRequest('req-1');
      telemetry.warn('first');
      telemetry.startRequest('req-2');
      telemetry.warn('second');
      expect(lines().map(({ level, requestId }) => [level, requestId])).to.deep.equal([
        ['warn', undefined],
        ['warn', 'req-1'],
        ['warn', 'req-2'],
      ]);
    });

    it('let no field take the place of their own', () => {
      const { telemetry, last } = scene();
      telemetry.warn('real', { message: 'forged', level: 'info', function: 'other', timestamp: 0 });
      expect(last()).to.deep.include({ message: 'real', level: 'warn', function: 'usage-calculator' });
      expect(last()['timestamp']).to.equal('2026-09-10T08:30:00.250Z');
    });

    it('cut what is long', () => {
      const { telemetry, texts, last } = scene();
      telemetry.error('m'.repeat(1_000_000), new Error('e'.repeat(1_000_000), { cause: 'c'.repeat(1_000_000) }), {
        text: 'f'.repeat(1_000_000),
      });
      expect(texts.join('').length).to.be.below(40_000);
      expect(last()['text']).to.equal(`${'f'.repeat(4096)}…`);
    });
  });

  describe('errors', () => {
    const errorOf = (error: unknown): Line => {
      const { telemetry, last } = scene();
      telemetry.error('failed', error, { principal: 'alice' });
      expect(last()).to.include({ level: 'error', message: 'failed', principal: 'alice' });
      return last()['error'] as Line;
    };

    it('come with name, message, where, and what caused them', () => {
      const error = new TypeError('outer', { cause: new RangeError('inner', { cause: 'a string' }) });
      const described = errorOf(error);
      expect(described).to.deep.include({ name: 'TypeError', message: 'outer' });
      expect(described['stack'])
        .to.match(/^at .*emfTelemetry\.test/)
        .and.not.include('outer');
      expect(described['cause']).to.deep.include({
        name: 'RangeError',
        message: 'inner',
        cause: { name: 'string', message: 'a string' },
      });
    });

    it('may be caused by themselves', () => {
      const error = new Error('round');
      error.cause = error;
      let depth = 0;
      for (let at: unknown = errorOf(error); at !== undefined; at = (at as Line)['cause']) depth += 1;
      expect(depth).to.equal(6);
    });

    it('need not be errors, nor have a stack', () => {
      expect(errorOf(undefined)).to.deep.equal({ name: 'undefined', message: 'no Error' });
      expect(errorOf(Object.create(null))).to.deep.equal({ name: 'object', message: 'no Error' });
      const bare = new Error('bare');
      delete bare.stack;
      expect(errorOf(bare)).to.deep.equal({ name: 'Error', message: 'bare' });
    });

    it('do not quote the input that JSON.parse could not read', () => {
      try {
        JSON.parse('secret');
        expect.fail('parsed');
      } catch (error) {
        const text = JSON.stringify(errorOf(new Error('unreadable', { cause: error })));
        expect(text).to.include('SyntaxError').and.not.include('secret');
      }
    });
  });

  describe('metrics', () => {
    it('are summed up into one document of the embedded metric format', () => {
      const { telemetry, lines } = scene();
      telemetry.startRequest('req-1');
      telemetry.count('InvocationsCharged', 2);
      telemetry.count('RecordsIgnored', 1);
      telemetry.count('InvocationsCharged', 3);
      telemetry.flush();
      expect(lines()).to.deep.equal([
        {
          _aws: {
            Timestamp: START,
            CloudWatchMetrics: [
              {
                Namespace: 'BedrockBudgeteer',
                Dimensions: [['function']],
                Metrics: [
                  { Name: 'InvocationsCharged', Unit: 'Count' },
                  { Name: 'RecordsIgnored', Unit: 'Count' },
                ],
              },
            ],
          },
          function: 'usage-calculator',
          requestId: 'req-1',
          InvocationsCharged: 5,
          RecordsIgnored: 1,
        },
      ]);
    });

    it('write nothing where nothing was counted, or only zero', () => {
      const { telemetry, texts } = scene();
      telemetry.flush();
      telemetry.count('WriteConflicts', 0);
      telemetry.flush();
      expect(texts).to.deep.equal([]);
    });

    it('start from nothing after each flush', () => {
      const { telemetry, lines } = scene();
      telemetry.count('WriteConflicts', 2);
      telemetry.flush();
      telemetry.flush();
      telemetry.count('WriteConflicts', 3);
      telemetry.flush();
      expect(lines().map((line) => line['WriteConflicts'])).to.deep.equal([2, 3]);
    });

    it('add up amounts of USD exactly, and round but once', () => {
      const { telemetry, last } = scene();
      for (const amount of ['0.1', '0.2']) telemetry.count('SpendUsd', usd(amount));
      for (let n = 0; n < 10; n += 1) telemetry.count('LateSpendUsd', usd('0.000000000000001'));
      telemetry.count('ProvisionalSpendUsd', usd('0'));
      telemetry.flush();
      expect(last()).to.include({ SpendUsd: 0.3, LateSpendUsd: 1e-14 }).and.not.have.property('ProvisionalSpendUsd');
      telemetry.count('SpendUsd', usd('4'));
      telemetry.flush();
      expect(last()).to.include({ SpendUsd: 4 });
    });

    it('keep recorded values apart, a zero among them', () => {
      const { telemetry, lines } = scene();
      for (const seconds of [2.5, 0, 2.5]) telemetry.record('DetectionSeconds', seconds);
      telemetry.record('BudgetsInGrace', 0);
      telemetry.record('OvershootUsd', usd('0.3'));
      telemetry.flush();
      telemetry.flush();
      expect(lines().map(({ _aws, ...values }) => [unitsIn(_aws), values])).to.deep.equal([
        [
          { DetectionSeconds: 'Seconds', BudgetsInGrace: 'Count', OvershootUsd: 'None' },
          {
            function: 'usage-calculator',
            DetectionSeconds: [2.5, 0, 2.5],
            BudgetsInGrace: [0],
            OvershootUsd: [0.3],
          },
        ],
      ]);
    });

    for (const [values, documents] of [
      [99, [99]],
      [100, [100]],
      [101, [100, 1]],
      [250, [100, 100, 50]],
    ] as const) {
      it(`write ${values} values into ${documents.length} documents, and sums into the first`, () => {
        const { telemetry, lines } = scene();
        const all = Array.from({ length: values }, (_, index) => index);
        for (const value of all) telemetry.record('DetectionSeconds', value);
        telemetry.record('EnforcementSeconds', 7);
        telemetry.count('InvocationsCharged', 3);
        telemetry.flush();
        const written = lines().map((line) => line['DetectionSeconds'] as readonly number[]);
        expect(written.map(({ length }) => length)).to.deep.equal(documents);
        expect(written.flat()).to.deep.equal(all);
        const rest = documents.slice(1).map(() => undefined);
        expect(lines().map((line) => line['InvocationsCharged'])).to.deep.equal([3, ...rest]);
        expect(lines().map((line) => line['EnforcementSeconds'])).to.deep.equal([[7], ...rest]);
        for (const { _aws, ...line } of lines()) {
          expect(Object.keys(line)).to.include.members(Object.keys(unitsIn(_aws)));
        }
      });
    }

    it('refuse what is no number, which would cost the whole document', () => {
      const { telemetry } = scene();
      for (const value of [NaN, Infinity]) {
        expect(() => {
          telemetry.count('WriteConflicts', value);
        }).to.throw(RangeError);
        expect(() => {
          telemetry.record('PriceAgeSeconds', value);
        }).to.throw(RangeError);
      }
    });

    it('keep to the specification with every metric there is', () => {
      const { telemetry, texts, last } = scene();
      tellAll(telemetry);
      telemetry.flush();
      expect(texts).to.have.length(1);
      expect(texts.join('').length).to.be.below(256 * 1024);
      const metadata = last()['_aws'] as { readonly Timestamp: number; readonly CloudWatchMetrics: readonly Line[] };
      expect(Number.isInteger(metadata.Timestamp)).to.equal(true);
      for (const directive of metadata.CloudWatchMetrics) {
        const metrics = directive['Metrics'] as readonly { readonly Name: string; readonly Unit: string }[];
        const dimensions = (directive['Dimensions'] as readonly (readonly string[])[]).flat();
        expect(directive['Namespace']).to.match(/^.{1,255}$/);
        expect(metrics.length).to.be.within(1, 100);
        expect(dimensions)
          .to.deep.equal([...METRIC_DIMENSIONS])
          .and.to.have.length.within(0, 9);
        for (const dimension of dimensions) expect(last()[dimension]).to.be.a('string').and.not.equal('');
        for (const { Name, Unit } of metrics) {
          const values = [last()[Name]].flat();
          expect(values.length).to.be.within(1, 100);
          for (const value of values) expect(value).to.be.a('number');
          expect(Name).to.match(/^.{1,255}$/);
          expect(UNITS).to.include(Unit);
        }
        expect(metrics.map(({ Name }) => Name)).to.have.members(Object.keys(METRICS));
      }
    });
  });

  describe('of a stack that is monitored in essentials', () => {
    it('makes metrics of those alone that somebody asks for, and leaves the others in the line', () => {
      const { telemetry, last } = scene('essential');
      telemetry.count('SpendUsd', usd('0.5'));
      telemetry.count('InputTokens', 12);
      telemetry.flush();
      expect(last()).to.include({ SpendUsd: 0.5, InputTokens: 12 });
      expect(JSON.stringify(last()['_aws'])).to.contain('"Metrics":[{"Name":"SpendUsd","Unit":"None"}]');
    });

    it('writes a line like others where there is no such metric', () => {
      const { telemetry, last } = scene('essential');
      telemetry.count('EventsPublished', 3);
      telemetry.flush();
      expect(last()).to.include({ function: 'usage-calculator', EventsPublished: 3 }).and.to.not.have.property('_aws');
    });
  });
});

/** What a document says of its metrics: their units by name. */
function unitsIn(metadata: unknown): Readonly<Record<string, string>> {
  const [directive] = (metadata as { readonly CloudWatchMetrics: readonly Line[] }).CloudWatchMetrics;
  const metrics = (directive?.['Metrics'] ?? []) as readonly { readonly Name: string; readonly Unit: string }[];
  return Object.fromEntries(metrics.map(({ Name, Unit }) => [Name, Unit]));
}
