import type { Decimal } from 'decimal.js';
import { SETTINGS } from '../../domain/settings/definitions.js';
import { isObject } from '../../domain/json.js';
import type { Plan } from '../../local/engine/plan.js';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { runProgram } from '../../local/engine/runProgram.js';
import type { Bench, Figure } from '../suite/bench.js';
import type { Fixed } from './billedTypes.js';
import { fixedCosts } from './fixed.js';
import { measureBatch, measureWarnings } from './measured.js';
import { perMillion, warningCost, type Part, type Terms } from './perMillion.js';
import { callsOfMonth, TRAFFICS, usualBatch, type Traffic } from './traffic.js';
import { total } from './unitPrices.js';
import { variantsOf, type Usual } from './variants.js';

export const ownCost: Bench = {
  name: 'ownCost',
  title: 'what the system itself costs',
  about:
    'USD at list price of us-east-1 (bench/ownCost/unitPrices.json), without free tiers. A million calls without bodies: request units, log lines and sizes of a usual delivery are measured at the adapters, what needs an account is assumed (bench/ownCost/assumed.ts). A month of a stack: from the resources that its plan declares.',
  measure: async (progress) => {
    const dev = await planOf('dev');
    const terms = termsIn(dev);
    const told = await measureWarnings();
    const warning = warningCost(told.spending, told.warnings);
    const figures: Figure[] = [];
    for (const traffic of TRAFFICS) {
      progress(`${traffic.principals} principals`);
      const measured = await measureBatch(usualBatch(traffic, terms.chargeAfterSeconds));
      figures.push(...millionFigures(traffic, perMillion(traffic, measured, warning, terms)));
      if (traffic.principals === VARIED) figures.push(...(await variantFigures(traffic, { measured, terms, warning })));
    }
    progress('fixed');
    return [...figures, ...(await fixedFigures(dev))];
  },
};

/** Of so many principals it is told what changes the cost. */
const VARIED = 1000;

const MILLION_TARGET = { atMost: 3 } as const;
const DEV_TARGET = { atMost: 10 } as const;

async function planOf(stack: string, settings: Readonly<Record<string, string>> = {}): Promise<Plan> {
  return runProgram({ folder: '.', stack, mode: 'resolved', settings, timeLimitSeconds: 600, cacheFolder: PLAN_CACHE });
}

/** What the plan says of the stream, the log and the bucket; settings at their defaults. */
function termsIn({ resources }: Plan): Terms & { readonly chargeAfterSeconds: number } {
  const stream = resources.find(({ type }) => type.endsWith(':FirehoseDeliveryStream'))?.inputs[
    'extendedS3Configuration'
  ];
  const log = resources.find(({ name, type }) => type.endsWith(':LogGroup') && name.endsWith('-invocations-group'));
  const buffer = /"BufferIntervalInSeconds","parameterValue":"(\d+)"/.exec(JSON.stringify(stream))?.[1];
  return {
    chargeAfterSeconds: Number(buffer),
    deliverySeconds: isObject(stream) ? Number(stream['bufferingInterval']) : NaN,
    logRetentionDays: Number(log?.inputs['retentionInDays']),
    lineRetentionDays: 400,
    usageRetentionDays: Number(SETTINGS.usageRetentionDays.default),
  };
}

function millionFigures(traffic: Traffic, parts: readonly Part[]): readonly Figure[] {
  const { principals, callsEach, callsAMinute } = traffic;
  const millions = callsOfMonth(traffic) / 1_000_000;
  const who = `${principals.toLocaleString('en-US')} principals`;
  const sum = total(parts);
  const each = `${callsEach.toLocaleString('en-US')} calls each a month, ${callsAMinute} a minute at work`;
  return [
    {
      ...usd(`own-cost-million-${principals}`, `a million calls, ${who}, ${each}`, sum),
      ...(principals < 100_000 && { target: MILLION_TARGET }),
    },
    usd(`own-cost-month-${principals}`, `a month of ${who}, ${millions} million calls`, sum.times(millions)),
    ...parts.map(({ name, usd: part }) => usd(`own-cost-${name}-${principals}`, `of a million, ${who}: ${name}`, part)),
  ];
}

async function variantFigures(traffic: Traffic, usual: Usual): Promise<readonly Figure[]> {
  const variants = await variantsOf(traffic, usual);
  return variants.map(({ id, what, usd: cost }) => {
    return usd(
      `own-cost-million-${id}`,
      `a million calls, ${traffic.principals.toLocaleString('en-US')} principals, ${what}`,
      cost,
    );
  });
}

async function fixedFigures(dev: Plan): Promise<readonly Figure[]> {
  const [devCosts, prodCosts] = [await fixedCosts(dev), await fixedCosts(await planOf('prod'))];
  const inFull = await fixedCosts(await planOf('dev', { monitoring: 'full' }));
  const inNetwork = await fixedCosts(await planOf('dev', { network: 'true' }));
  return [
    { ...usd('own-cost-fixed-dev', 'a month of dev, without a call', total(devCosts)), target: DEV_TARGET },
    usd('own-cost-fixed-prod', 'a month of prod, without a call', total(prodCosts)),
    usd('own-cost-fixed-dev-full', 'a month of dev with `monitoring: full`', total(inFull)),
    usd('own-cost-fixed-network', 'a month of the network', total(of(inNetwork, 'network'))),
    ...byPart('dev', devCosts),
    ...byPart('prod', prodCosts),
  ];
}

function byPart(stack: string, costs: readonly Fixed[]): readonly Figure[] {
  const names = [...new Set(costs.map(({ name }) => name))];
  return names.map((name) =>
    usd(`own-cost-fixed-${stack}-${name}`, `of a month of ${stack}: ${name}`, total(of(costs, name))),
  );
}

function of(costs: readonly Fixed[], name: Fixed['name']): readonly Fixed[] {
  return costs.filter((cost) => cost.name === name);
}

function usd(id: string, what: string, value: Decimal): Figure {
  return { id, what, value: value.toFixed(2), unit: 'USD' };
}
