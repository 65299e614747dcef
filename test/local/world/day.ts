import { createHash } from 'node:crypto';
import { usdToString } from '../../../domain/money.js';
import type { Plan } from '../../../local/engine/plan.js';
import type { World } from '../../../local/world/world.js';
import { WorldError } from '../../../local/world/worldError.js';
import { arrangePersons, takePersonPolicyAway } from './persons.js';
import {
  ALICE,
  atMinute,
  begin,
  callAs,
  callOften,
  FULL,
  IAM,
  KEY_USER,
  PROFILE,
  raiseLimit,
  settle,
  SUMMARISER,
  troubles,
  until,
} from './scenario.js';

/** What is left of a day: how it ended, and what people saw of it. */
export interface DaySeen {
  /** Why the world did not begin, or broke off. */
  readonly refusal: string | undefined;
  readonly troubles: readonly string[];
  /** Everything that should be the same whenever the stack is whole. */
  readonly outcome: string;
}

const DENY = 'arn:aws:iam::444455556666:policy/bedrock-budgeteer-dev-deny';
const MACHINES = 'arn:aws:states:us-east-1:444455556666:stateMachine:bedrock-budgeteer-dev';
const SUSPENSION = `${MACHINES}-suspension`;
const RESTORATION = `${MACHINES}-restoration`;
const BUS = 'arn:aws:events:us-east-1:444455556666:event-bus/bedrock-budgeteer-dev-bus';
const ALLOW = '{"Statement":{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}}';
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const UNKNOWN = 'anthropic.claude-unreleased-preview';

/**
 * A day in which as much happens as can: one is suspended, tampers with it, and is restored by the refresh of the night;
 * one has its limit raised in time; one has no room for the Deny, and one neither for it nor for a boundary; one is to be
 * suspended while the Deny policy is away. A team is over its limit, which is only observed. A batch fails and comes back, a log line is broken, an alarm is over, models
 * are unknown or hidden, and an execution is started with nonsense.
 */
export async function dayOf(plan: Plan): Promise<DaySeen> {
  let world: World;
  try {
    world = begin(plan);
  } catch (error) {
    return refused(error);
  }
  try {
    arrange(world);
    await until(world, 20 * 60);
    return { refusal: undefined, troubles: troubles(world), outcome: outcomeOf(world) };
  } catch (error) {
    return refused(error);
  } finally {
    world.time.close();
  }
}

function refused(error: unknown): DaySeen {
  if (!(error instanceof WorldError)) throw error;
  return { refusal: error.message, troubles: [], outcome: '' };
}

function arrange(world: World): void {
  const override = (name: string, value: string): void => {
    world.parameters.put('us-east-1', `/bedrock-budgeteer/dev/overrides/${name}`, value);
  };
  override('refreshPeriodDays', '1');
  override('budgets/developers', '{"period":"daily","timeZone":"UTC"}');
  override('teams/search', '{"period":"daily","timeZone":"UTC","limitUsd":"0.01"}');
  const { alice } = settle(world);
  callOften(world, ALICE, 10, 12);
  callOften(world, SUMMARISER, 12, 8);
  atMinute(world, 35, () => {
    if (isKnown(world, SUMMARISER)) raiseLimit(world, SUMMARISER, '50');
  });
  atMinute(world, 50, () => {
    world.bedrock.submit('{"schemaType":"ModelInvocationLog","requestId":"cut off in the midd');
  });
  atMinute(world, 60, () => {
    world.people.detach(alice, DENY);
  });
  arrangePersons(world);
  crowd(world);
  failOneBatch(world);
  atMinute(world, 130, () => {
    world.buses.putOnDefaultBus('us-east-1', recovery());
  });
  atMinute(world, 140, () => {
    const graceDeadline = new Date(world.time.now()).toISOString();
    world.machines.start(SUSPENSION, { type: 'GraceStarted', principalId: '', graceDeadline });
    world.machines.start(RESTORATION, { principalId: '' });
  });
  for (const model of [PROFILE, HAIKU, UNKNOWN]) atMinute(world, 150, () => void callAs(world, KEY_USER, model));
  atMinute(world, 160, () => {
    const detailType = 'BudgetRefreshRequested';
    const detail = { type: detailType, at: new Date(world.time.now()).toISOString(), eventId: 'asked-by-hand' };
    world.buses.put(BUS, { source: 'bedrock-budgeteer', detailType, detail });
  });
  takeDenyAway(world);
  takePersonPolicyAway(world);
}

/** Two who have all the policies that they may have, one of them a boundary as well. */
function crowd(world: World): void {
  for (const name of ['bruno', 'carla']) {
    const holder = world.people.create('user', name);
    world.iam.held(holder).inline.set('models', ALLOW);
    world.iam.fillAttachments(holder, 10);
    if (name === 'carla') world.iam.held(holder).boundary = FULL;
    callOften(world, `${IAM}:user/${name}`, 14, 7);
  }
}

/** In the night, when nobody else is suspended. */
function takeDenyAway({ iam, ...world }: World): void {
  const whole = { iam, ...world };
  const dora = world.people.create('user', 'dora');
  iam.held(dora).inline.set('models', ALLOW);
  callOften(whole, `${IAM}:user/dora`, 1085, 6);
  const document = iam.policy(DENY) ?? ALLOW;
  atMinute(whole, 1100, () => {
    iam.removePolicy(DENY);
  });
  atMinute(whole, 1130, () => {
    iam.addPolicy(DENY, document);
  });
}

function failOneBatch(world: World): void {
  const { budgets } = world.tables;
  const charge = budgets.charge.bind(budgets);
  atMinute(world, 119, () => {
    budgets.charge = () => Promise.reject(new Error('the table is away'));
  });
  atMinute(world, 121, () => {
    budgets.charge = charge;
  });
  callOften(world, KEY_USER, 120, 2);
}

function isKnown({ tables }: World, principalId: string): boolean {
  return tables.budgets.records.some(({ budget }) => budget.principalId === principalId);
}

function recovery(): Parameters<World['buses']['putOnDefaultBus']>[1] {
  const alarmName = 'bedrock-budgeteer-dev-function-errors';
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [`arn:aws:cloudwatch:us-east-1:444455556666:alarm:${alarmName}`],
    detail: {
      alarmName,
      state: { value: 'OK', reason: 'Threshold Crossed', timestamp: '2026-10-05T10:10:00.000+0000' },
      previousState: { value: 'ALARM' },
      configuration: { description: 'made up', metrics: [] },
    },
  };
}

function outcomeOf({ tables, journal, buckets, iam, machines, functions, time }: World): string {
  return JSON.stringify({
    budgets: tables.budgets.records.map(({ budget }) => [
      budget.principalId,
      budget.status,
      usdToString(budget.spentUsd),
      usdToString(budget.limitUsd),
      budget.refreshCount,
    ]),
    entries: tables.budgets.entries.length,
    audit: counts(tables.audit.entriesAt(time.now()).map(({ eventType }) => eventType)),
    prices: tables.prices.rows.length,
    events: counts(journal.of('event').map(({ type }) => type)),
    told: journal.of('notified').map(({ topic, subject }) => [topic, subject]),
    mailed: journal.of('mailed').map(({ to, subject }) => [to, subject]),
    refused: journal.of('call-refused').length,
    unwatched: journal.of('call-unwatched').length,
    changes: journal.of('iam-changed').map(({ by, action, subject, policyArn }) => [by, action, subject, policyArn]),
    executions: machines.started.map(({ workflow, execution }) => [workflow, execution.entered]),
    objects: counts([...buckets.store.objects.keys()].map((key) => key.split('/').slice(0, 2).join('/'))),
    pages: [...buckets.store.objects].flatMap(pageIn),
    invoked: [...functions.invocations],
    lists: tables.personPolicies.rows.map(({ persons, version, writtenVersion }) => [persons, version, writtenVersion]),
    access: [iam.snapshot({ type: 'user', name: 'alice' }), iam.snapshot({ type: 'role', name: 'summariser' })],
    logged: counts(journal.of('logged').map(({ name, level }) => `${name} ${level}`)),
  });
}

/** Its digest, under its name. */
function pageIn([key, content]: readonly [string, Uint8Array]): readonly (readonly [string, string])[] {
  return key.endsWith('.html') ? [[key, createHash('sha256').update(content).digest('hex')]] : [];
}

/** Each name once, with how often it came. */
function counts(names: readonly string[]): unknown {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return [...found].sort();
}
