import { expect } from 'chai';
import { DAY_MS } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import type { Report } from '../../../domain/report/report.js';
import { ReportBuilder } from '../../../domain/report/reportBuilder.js';
import type { ReportCall } from '../../../domain/report/reportCall.js';
import type { ReportKey } from '../../../domain/report/reportKey.js';
import { ACCOUNT, call, entry, groupsBy, line, NOON } from './calls.js';

const SPAN = { since: NOON - 2 * DAY_MS, until: NOON + DAY_MS };
const END = { title: 'prod', writtenAt: NOON, hasBudgets: false, notes: [] };

function reportOf(calls: readonly ReportCall[], ...sections: readonly (readonly ReportKey[])[]): Report {
  const builder = new ReportBuilder('UTC', sections);
  for (const one of calls) builder.addCall(one);
  return builder.build(SPAN, END);
}

const shown = (report: Report): readonly (readonly [string, string])[] =>
  report.days.map(({ day, spentUsd }) => [day.slice(5), usdToString(spentUsd)]);

describe('ReportBuilder', () => {
  const ana = { principalId: 'person/ana@example.com', caller: { role: 'dev', session: 'ana@example.com' } };
  const values: readonly (readonly [ReportKey, Partial<ReportCall>, string])[] = [
    ['principal', ana, 'person/ana@example.com'],
    ['person', ana, 'ana@example.com'],
    ['person', {}, '(none)'],
    ['session', ana, 'dev/ana@example.com'],
    ['session', {}, '(none)'],
    ['team', { teams: ['search'] }, 'search'],
    ['team', {}, '(none)'],
    ['model', {}, 'amazon.nova-pro-v1:0'],
    ['region', { region: 'eu-central-1' }, 'eu-central-1'],
    ['day', {}, '2026-11-04'],
    ['account', {}, '444455556666'],
    ['account', { account: '' }, '(none)'],
    ['profile', { inferenceProfile: 'arn:aws:bedrock:p' }, 'arn:aws:bedrock:p'],
    ['profile', {}, '(none)'],
    ['metadata:project', { metadata: { project: 'atlas' } }, 'atlas'],
    ['metadata:project', { metadata: { other: 'atlas' } }, '(none)'],
    ['metadata:project', {}, '(none)'],
  ];
  for (const [key, other, expected] of values) {
    it(`sums by ${key}: ${expected}`, () => {
      expect(groupsBy(reportOf([call(other)], [key]), key)).to.deep.equal([[expected, '0.01']]);
    });
  }

  it('counts a call of two teams in each of them, and once in the total', () => {
    const report = reportOf([call({ teams: ['search', 'data'] }), call({ teams: ['data'] })], ['team']);
    expect(groupsBy(report, 'team')).to.deep.equal([
      ['data', '0.02'],
      ['search', '0.01'],
    ]);
    expect(usdToString(report.total.spentUsd)).to.equal('0.02');
  });

  it('puts the dearest first, within groups too, and days in order', () => {
    const calls = [
      call({ timestamp: NOON - DAY_MS, spentUsd: usd('1') }),
      call({ modelId: 'b', spentUsd: usd('3') }),
      call({ modelId: 'a', spentUsd: usd('3') }),
      call({ modelId: 'c', spentUsd: usd('5'), timestamp: NOON - 2 * DAY_MS }),
    ];
    expect(groupsBy(reportOf(calls, ['day', 'model']), 'day', 'model')).to.deep.equal([
      ['2026-11-02', 'c', '5'],
      ['2026-11-03', 'amazon.nova-pro-v1:0', '1'],
      ['2026-11-04', 'a', '3'],
      ['2026-11-04', 'b', '3'],
    ]);
    const byModel = groupsBy(reportOf(calls, ['model', 'day']), 'model', 'day').map(([model]) => model);
    expect(byModel).to.deep.equal(['c', 'a', 'b', 'amazon.nova-pro-v1:0']);
  });

  it('adds amounts exactly, with their provisional and late parts', () => {
    const thirty = Array.from({ length: 30 }, () => call({ spentUsd: usd('0.000000000000001') }));
    const provisional = call({ spentUsd: usd('0.1'), provisionalUsd: usd('0.1') });
    const late = call({ spentUsd: usd('0.2'), lateUsd: usd('0.2') });
    const { total } = reportOf([...thirty, provisional, late], ['model']);
    const { calls, tokensIn, tokensOut, spentUsd, provisionalUsd, lateUsd } = total;
    expect([calls, tokensIn, tokensOut]).to.deep.equal([32, 3200, 320]);
    expect([spentUsd, provisionalUsd, lateUsd].map(usdToString)).to.deep.equal(['0.30000000000003', '0.1', '0.2']);
  });

  it('takes back what was provisional when a larger record of the call has a price', () => {
    const first = call({ spentUsd: usd('0.1'), provisionalUsd: usd('0.1') });
    const larger = call({ calls: 0, spentUsd: usd('0.4'), notProvisionalUsd: usd('0.1') });
    const { total } = reportOf([first, larger], ['model']);
    expect([total.calls, usdToString(total.spentUsd), usdToString(total.provisionalUsd)]).to.deep.equal([
      1,
      '0.5',
      '0',
    ]);
  });

  it('has every day of the span, also those without a call', () => {
    const report = reportOf([call(), call(), call({ timestamp: SPAN.since })], ['model']);
    expect(shown(report)).to.deep.equal([
      ['11-02', '0.01'],
      ['11-03', '0'],
      ['11-04', '0.02'],
      ['11-05', '0'],
    ]);
  });

  it('knows the span of its calls', () => {
    const builder = new ReportBuilder('UTC', [['model']]);
    expect(builder.span).to.equal(undefined);
    for (const timestamp of [NOON, NOON - 5, NOON + 7, NOON + 1]) builder.addCall(call({ timestamp }));
    expect(builder.span).to.deep.equal({ since: NOON - 5, until: NOON + 8 });
  });

  it('draws the seven largest groups by day, also of those whose calls have all come', () => {
    const builder = new ReportBuilder('UTC', [['principal'], ['person'], ['day'], ['model', 'day']]);
    for (let index = 1; index <= 12; index += 1) {
      const principalId = `person/p${String(index).padStart(2, '0')}`;
      const spentUsd = usd(String(index === 12 ? 11 : index === 8 ? 9 : index));
      builder.addCall(call({ principalId, spentUsd, timestamp: NOON - DAY_MS }));
      builder.addCall(call({ principalId, spentUsd }));
      if (index % 2 === 0) builder.settle(principalId);
    }
    builder.settle('arn:aws:iam::444455556666:role/none');
    const { sections } = builder.build(SPAN, END);
    const [principals, persons, ...others] = sections.map(({ series }) => series);
    const numbers = ['11', '12', '10', '08', '09', '07', '06'];
    expect(principals?.map(({ name }) => name)).to.deep.equal(numbers.map((number) => `person/p${number}`));
    expect(persons?.map(({ name }) => name)).to.deep.equal(numbers.map((number) => `p${number}`));
    expect([...(principals?.[0]?.spentUsd ?? [])].map(([day, amount]) => [day, usdToString(amount)])).to.deep.equal([
      ['2026-11-03', '11'],
      ['2026-11-04', '11'],
    ]);
    expect(others).to.deep.equal([[], []]);
  });

  it('keeps nothing by day where nothing is drawn', () => {
    const builder = new ReportBuilder('UTC', [['model'], []], false);
    builder.addCall(call());
    builder.settle('person/p');
    expect(builder.build(SPAN, END).sections.map(({ series }) => series)).to.deep.equal([[], []]);
  });

  it('holds budgets and their events beside the calls', () => {
    const builder = new ReportBuilder('UTC', [['model']]);
    builder.addBudget(line('person/ana', '2', '0.5'));
    builder.addEntry(ACCOUNT, entry('AccessSuspended'));
    const report = builder.build(SPAN, { ...END, hasBudgets: true });
    expect(report.budgets.map(({ principalId }) => principalId)).to.deep.equal(['person/ana']);
    expect(report.events.map(({ kind }) => kind)).to.deep.equal(['suspended']);
    expect(report.days.map(({ events }) => events)).to.deep.equal([{}, {}, { suspended: 1 }, {}]);
    expect([report.overshootUsd, report.notPreventedUsd].map((amount) => amount?.toString())).to.deep.equal([
      '2',
      '0.5',
    ]);
  });

  it('has no section that was not asked for', () => {
    expect(() => groupsBy(reportOf([], ['model']), 'team')).to.throw(RangeError, 'no section by team');
  });

  it('says nothing of limits where it knows no budgets', () => {
    const { overshootUsd, notPreventedUsd, budgets } = reportOf([call()], ['model']);
    expect([overshootUsd, notPreventedUsd, budgets]).to.deep.equal([undefined, undefined, []]);
  });
});
