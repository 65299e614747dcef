import type { Scenario } from '../../local/simulator/scenario/scenario.js';
import type { Design, Latency, Summary } from '../../local/simulator/run/summary.js';
import type { Violation } from '../../local/simulator/checks/watched.js';
import { plainTable } from './tables.js';

/** A longer scenario is not listed. */
const MAX_LISTED = 12;

/** What is violated, and the smallest scenario that shows it. */
export function failureLines(
  scenario: Scenario,
  violations: readonly Violation[],
  smallest: Scenario,
): readonly string[] {
  const { principals, calls, acts, faults } = smallest;
  const rates = Object.entries(faults.rates).filter(([, rate]) => rate > 0);
  const left = `${principals.length} principals, ${calls.length} of ${scenario.calls.length} calls, ${acts.length} acts`;
  return [
    `seed ${scenario.seed}: ${violations.length} violations`,
    ...violations
      .slice(0, MAX_LISTED)
      .map(({ invariant, principalId, problem }) => `  ${invariant}: ${principalId}: ${problem}`),
    `  it still fails with ${left}, faults: ${rates.map(([kind, rate]) => `${kind} ${rate}`).join(', ') || 'none'}`,
    ...[...faults.outages, ...acts, ...calls].slice(0, MAX_LISTED).map((one) => `    ${JSON.stringify(one)}`),
    `  npm run simulate -- --seed ${scenario.seed} --days ${scenario.days} --trace`,
  ];
}

export function summaryLines(summary: Summary, days: number, seconds: number): readonly string[] {
  const { seeds, failedSeeds, totals, faults, disturbed, withStream, bySweep } = summary;
  const broken = failedSeeds.length === 0 ? 'all invariants held' : `broken: seeds ${failedSeeds.join(', ')}`;
  const counts = (numbers: Readonly<Record<string, number>>): string =>
    Object.entries(numbers)
      .map(([name, count]) => `${count} ${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`)
      .join(', ');
  return [
    `${seeds} seeds of ${days} days in ${seconds.toFixed(1)} s, ${(seeds / seconds).toFixed(2)} a second: ${broken}`,
    `  ${counts(totals)}`,
    `  faults: ${counts(faults) || 'none'}`,
    '',
    plainTable(
      ['', 'crossings', 'detected after', 'denied after, without grace', 'overshoot'],
      [
        rowOf('with faults and people', disturbed),
        ...(withStream === undefined ? [] : [rowOf('undisturbed', withStream)]),
        ...(bySweep === undefined ? [] : [rowOf('undisturbed, sweep only', bySweep)]),
      ],
    ),
  ];
}

function rowOf(name: string, { detection, enforcement, worstOvershootUsd, medianOvershootUsd }: Design): string[] {
  const overshoot = `$${rounded(medianOvershootUsd)} / $${rounded(worstOvershootUsd)}`;
  return [name, String(detection.count), latencyText(detection), latencyText(enforcement), overshoot];
}

/** Median, 95th percentile, maximum. */
function latencyText({ medianMs, p95Ms, maxMs }: Latency): string {
  return [medianMs, p95Ms, maxMs].map((milliseconds) => `${Math.round(milliseconds / 1000)} s`).join(' / ');
}

function rounded(amount: string): string {
  return amount.replace(/(\.\d{4})\d+$/, '$1');
}
