import { SETTING_NAMES, SETTINGS } from '../../domain/settings/definitions.js';
import { rounded, type Bench, type Figure } from '../suite/bench.js';
import { callsOf, type Spending } from './spending.js';
import { MeasuredSystem, type SystemSpending } from './system.js';

const THOUSAND = { calls: 1000, callers: 10 } as const;
/** Of the calls that traffic.ts makes up, a thousand cost some 20 USD. */
const FAR_LIMIT = '1000000';
const WARNED_BY_SECOND = '5';

const TEAMS = Object.fromEntries(
  ['a', 'b', 'c'].map((name) => [
    `teams/${name}`,
    JSON.stringify({ members: ['role/application-*'], limitUsd: FAR_LIMIT }),
  ]),
);

export const calls: Bench = {
  name: 'calls',
  title: 'what 1,000 invocations ask of AWS',
  about:
    'Calls of AWS and request units of DynamoDB, of 1,000 invocations by 10 principals in one delivery of Firehose, counted at the adapters of AWS: requests are answered in memory below the SDK, and their units computed from the items sent, as AWS bills them.',
  measure: async (progress) => {
    progress('10 principals');
    const [first, later] = await twice({ budgetLimitUsd: FAR_LIMIT });
    progress('in 3 teams');
    const [, inTeams] = await twice({ budgetLimitUsd: FAR_LIMIT, ...TEAMS });
    progress('all warned');
    const [, warned] = await twice({ budgetLimitUsd: WARNED_BY_SECOND });
    return [
      ...callFigures('first', 'cold, budgets opened', first),
      ...callFigures('later', 'warm', later),
      ...callFigures('teams', 'warm, everybody in three teams', inTeams),
      ...callFigures('warned', 'warm, everybody reaches a warning', warned),
      ...unitFigures('later', 'warm', later),
      ...unitFigures('teams', 'warm, everybody in three teams', inTeams),
      ...unitFigures('warned', 'warm, everybody reaches a warning', warned),
    ];
  },
};

/** All settings as they are by default, but for those given. */
export function settingsWith(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const usual = Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].default]));
  return { ...usual, enforcement: 'enforce', ...given };
}

async function twice(settings: Readonly<Record<string, string>>): Promise<readonly [SystemSpending, SystemSpending]> {
  const system = new MeasuredSystem(settingsWith(settings));
  await system.take(THOUSAND, 1);
  const first = system.takeSpending();
  await system.take(THOUSAND, 2);
  return [first, system.takeSpending()];
}

function callFigures(id: string, when: string, spending: SystemSpending): readonly Figure[] {
  const { usageCalculator: meter, budgetMonitor, auditLogger, notifier } = spending;
  const figure = (who: string, name: string, counted: readonly Spending[]): Figure => ({
    id: `calls-${who}-${id}`,
    what: `calls of ${name}, ${when}`,
    value: String(counted.reduce((sum, one) => sum + callsOf(one), 0)),
    unit: '',
    ...(who === 'meter' && id !== 'teams' && { target: { atMost: 26 } }),
  });
  const others = [budgetMonitor, auditLogger, notifier];
  return [
    figure('meter', 'usage-calculator', [meter]),
    figure('others', 'budget-monitor, audit-logger and notifier', others),
    figure('all', 'all together', [meter, ...others]),
  ];
}

function unitFigures(id: string, when: string, spending: SystemSpending): readonly Figure[] {
  const { usageCalculator: meter, ...others } = spending;
  const rest = Object.values(others);
  const figure = (
    what: string,
    kind: string,
    counted: readonly Spending[],
    unitsOf: (one: Spending) => number,
  ): Figure => ({
    id: `units-${kind}-${id}`,
    what: `${what}, ${when}`,
    value: rounded(
      counted.reduce((sum, one) => sum + unitsOf(one), 0),
      0,
    ),
    unit: '',
  });
  const writes = ({ writeUnits, indexWriteUnits }: Spending): number => writeUnits + indexWriteUnits;
  return [
    figure('write units of usage-calculator', 'meter-write', [meter], writes),
    figure('read units of usage-calculator', 'meter-read', [meter], ({ readUnits }) => readUnits),
    figure('write units of the others', 'others-write', rest, writes),
    figure('read units of the others', 'others-read', rest, ({ readUnits }) => readUnits),
  ];
}
