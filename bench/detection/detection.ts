import { isMoreThan, scaleUsd, usd, usdToString, ZERO_USD, type Usd } from '../../domain/money.js';
import { INGESTION_PATHS, type IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import { median } from '../measuring/measure.js';
import { rounded, type Bench, type Figure } from '../suite/bench.js';
import { hopsOf, secondsOf } from './bound.js';
import { overshootsAt, type Design } from './runs.js';

/** USD a minute: a busy developer, an agent, and one Opus 5.5 caller at the whole default quota of a Region. */
const BURN_RATES = [1, 20, 132];

const DESIGNS: Readonly<Record<Design, string>> = {
  firehose: 'the stream, by Firehose',
  direct: 'the stream, direct',
  sweep: 'the five-minute sweep alone, by Firehose',
};

export const detection: Bench = {
  name: 'detection',
  title: 'how fast a limit acts, and what is spent beyond it',
  about:
    'From the call that crosses the limit to the Deny in IAM, without grace, of ten callers in the local world, in which a log event takes 2 s and IAM no time at all. Then the bound for AWS: overshoot ≤ burn rate × (the call’s own length + the seconds assumed for each hop), usual and slow; with grace, its length is added.',
  measure: async (progress) => {
    const figures: Figure[] = [];
    for (const design of Object.keys(DESIGNS) as readonly Design[]) {
      for (const usdAMinute of BURN_RATES) {
        progress(`${DESIGNS[design]}, ${usdAMinute} USD a minute`);
        figures.push(...(await measured(design, usdAMinute)));
      }
    }
    return [...figures, ...INGESTION_PATHS.flatMap(bounds), ...assumed()];
  },
};

async function measured(design: Design, usdAMinute: number): Promise<readonly Figure[]> {
  const runs = await overshootsAt(usdAMinute, design);
  const seconds = runs.map((run) => run.seconds);
  const most = runs.reduce<Usd>((sum, { overUsd }) => (isMoreThan(overUsd, sum) ? overUsd : sum), ZERO_USD);
  const id = `detection-${design}-${usdAMinute}`;
  const what = `${DESIGNS[design]}, at ${usdAMinute} USD a minute`;
  return [
    { id: `${id}-median-seconds`, what: `${what}: median`, value: rounded(median(seconds), 1), unit: 's' },
    { id: `${id}-max-seconds`, what: `${what}: longest`, value: rounded(Math.max(...seconds), 1), unit: 's' },
    { id: `${id}-max-usd`, what: `${what}: most over the limit`, value: usdToString(most), unit: 'USD' },
  ];
}

function bounds(path: IngestionPath): readonly Figure[] {
  return (['usual', 'slow'] as const).flatMap((pace) => {
    const seconds = secondsOf(path, pace);
    const what = `bound, ${path}, ${pace}`;
    return [
      { id: `bound-${path}-${pace}-seconds`, what, value: String(seconds), unit: 's' },
      ...BURN_RATES.map((usdAMinute) => ({
        id: `bound-${path}-${pace}-${usdAMinute}-usd`,
        what: `${what}, at ${usdAMinute} USD a minute`,
        value: plain(scaleUsd(usd(String(usdAMinute)), usd(String(seconds))).dividedBy(60)),
        unit: 'USD',
      })),
    ];
  });
}

function assumed(): readonly Figure[] {
  return hopsOf('firehose').flatMap(({ id, what, usual, slow }) => [
    { id: `hop-${id}-usual-seconds`, what: `assumed: ${what}, usual`, value: String(usual), unit: 's' },
    { id: `hop-${id}-slow-seconds`, what: `assumed: ${what}, slow`, value: String(slow), unit: 's' },
  ]);
}

/** To the cent, rounded up: a bound is not rounded down. */
function plain(amount: Usd): string {
  return amount.toFixed(2, 0);
}
