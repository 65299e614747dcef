import { usdToString } from '../../domain/money.js';
import type { BusEvent } from '../../handlers/ports/eventBus.js';
import { createUserSetup, type UserSetupPorts } from '../../handlers/functions/userSetup.js';
import { MemoryPersonPolicyLists } from '../../local/memory/memoryPersonPolicyLists.js';
import { MemoryIam } from '../../local/memory/memoryIam.js';
import { ACCOUNT, eventFixture } from '../events/fixture.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { clockAt, CONTEXT, settingsOf, StubBudgets, StubTelemetry } from './stubs.js';

export const NOW = Date.UTC(2026, 9, 7, 12);
export const IAM = `arn:aws:iam::${ACCOUNT}`;
export const KEY_USER = `${IAM}:user/BedrockAPIKey-q7r8`;
export const PATH_USER = `${IAM}:user/teams/search/BedrockAPIKey-s9t0`;
export const KEY_OWNER = `${IAM}:user/bedrock-batch`;
export const NADIA = `${IAM}:user/teams/nadia`;
export const SUMMARISER = `${IAM}:role/summariser`;
const SSO_ROLE = 'AWSReservedSSO_DataScience_3f9a0c5b7d1e2468';
const LIMITED_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
const SUMMARISER_MODELS = `${IAM}:policy/teams/SummariserModels`;
const ALLOW = '{"Statement":{"Effect":"Allow","Action":["bedrock:InvokeModel"],"Resource":"*"}}';

/** An account whose price table was never filled, with the stubs that its user-setup sees. */
export class Account {
  readonly budgets = new StubBudgets();
  readonly directory = new MemoryIam(ENFORCEMENT_CONFIG);
  readonly telemetry = new StubTelemetry();
  readonly published: BusEvent[] = [];
  readonly lists = new MemoryPersonPolicyLists();
  pricesRefreshedAt: number | undefined;
  settings = settingsOf();
  /** The calls of ports so far, and the one that fails. */
  calls = 0;
  failsAt = 0;

  constructor() {
    for (const arn of [KEY_USER, PATH_USER, KEY_OWNER, NADIA]) this.directory.addPrincipal('user', arn);
    this.directory.addPrincipal('role', `${IAM}:role/teams/summariser`);
    this.directory.addPrincipal('role', `${IAM}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${SSO_ROLE}`);
    for (const arn of [LIMITED_ACCESS, FULL_ACCESS, SUMMARISER_MODELS]) this.directory.addPolicy(arn, ALLOW);
  }

  ports(): UserSetupPorts {
    return {
      clock: clockAt(NOW),
      telemetry: this.telemetry,
      budgets: this.#failing(this.budgets),
      iamDirectory: this.#failing(this.directory),
      documents: this.directory,
      lists: this.lists,
      personPolicyArns: ENFORCEMENT_CONFIG.personPolicyArns,
      iam: this.#failing(this.directory),
      enforcementConfig: ENFORCEMENT_CONFIG,
      priceTable: this.#failing({ refreshedAt: () => Promise.resolve(this.pricesRefreshedAt) }),
      bus: this.#failing({
        publish: (events: readonly BusEvent[]) => {
          this.published.push(...events);
          return Promise.resolve();
        },
      }),
      settings: () => Promise.resolve(this.settings),
    };
  }

  async receives(name: string, overrides: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await createUserSetup(this.ports())(eventFixture(`cloudtrail/${name}`, overrides), CONTEXT);
  }

  /** The meter has opened a budget. */
  async hearsOf(principalId: string): Promise<void> {
    const event = {
      source: 'bedrock-budgeteer',
      'detail-type': 'BudgetOpened',
      detail: { type: 'BudgetOpened', principalId },
    };
    await createUserSetup(this.ports())(event, CONTEXT);
  }

  /** What there is of budgets: principal, type of account, status and limit. */
  rows(): readonly (readonly string[])[] {
    return [...this.budgets.records.values()].map(({ budget: { principalId, accountType, status, limitUsd } }) => [
      principalId,
      accountType,
      status,
      usdToString(limitUsd),
    ]);
  }

  #failing<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        return (...given: readonly unknown[]): unknown => {
          this.calls += 1;
          if (this.calls === this.failsAt) return Promise.reject(new Error('crash'));
          return Reflect.apply(method, target, given);
        };
      },
    });
  }
}

export function accountWith(settings: Readonly<Record<string, string>>): Account {
  const account = new Account();
  account.settings = settingsOf(settings);
  return account;
}
