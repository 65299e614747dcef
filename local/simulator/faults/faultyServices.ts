import type { Clock } from '../../../handlers/ports/clock.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { FunctionProcess } from './process.js';
import type { ServiceName } from '../scenario/scenario.js';

/** Decides which calls of a function fail. */
export interface CallFaults {
  throwBefore(service: ServiceName, where: string, entry: string): void;
  throwAfter(where: string, entry: string): void;
  /** How long a call takes. */
  slownessOf(where: string): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface FunctionFaults {
  readonly entry: string;
  readonly skewMs: number;
  readonly process: FunctionProcess;
  readonly faults: CallFaults;
}

/** What carries out the calls of a port. The Price List and secrets are not disturbed: nothing here depends on them. */
const SERVICES: Readonly<Partial<Record<keyof Services, ServiceName>>> = {
  settings: 'SSM',
  budgets: 'DynamoDB',
  teamCounts: 'DynamoDB',
  census: 'DynamoDB',
  ledger: 'DynamoDB',
  prices: 'DynamoDB',
  auditLog: 'DynamoDB',
  noticeLog: 'DynamoDB',
  personPolicyLists: 'DynamoDB',
  bus: 'EventBridge',
  quarantine: 'SQS',
  topics: 'SNS',
  accessReader: 'IAM',
  iamAccess: 'IAM',
  iamDirectory: 'IAM',
  policyDocuments: 'IAM',
};

export function faultyServices(services: Services, faults: FunctionFaults): Services {
  return new Proxy(services, {
    get: (target, name): unknown => {
      const made: unknown = Reflect.get(target, name);
      if (name === 'clock') return skewed(services.clock, faults.skewMs);
      const service = Object.hasOwn(SERVICES, name) ? SERVICES[name as keyof Services] : undefined;
      if (service === undefined || typeof made !== 'function') return made;
      return (...args: readonly unknown[]): unknown =>
        faultyPort(Reflect.apply(made, target, args) as object, service, faults);
    },
  });
}

function faultyPort(port: object, service: ServiceName, { entry, process, faults }: FunctionFaults): object {
  return new Proxy(port, {
    get: (target, name): unknown => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      const where = `${entry} ${String(name)}`;
      return (...args: readonly unknown[]): Promise<unknown> =>
        process.call(async () => {
          await faults.sleep(faults.slownessOf(where));
          faults.throwBefore(service, where, entry);
          const answer: unknown = await Reflect.apply(method, target, args);
          await faults.sleep(faults.slownessOf(where));
          faults.throwAfter(where, entry);
          return answer;
        });
    },
  });
}

function skewed(clock: Clock, skewMs: number): Clock {
  return {
    now: () => clock.now() + skewMs,
    sleep: (milliseconds) => clock.sleep(milliseconds),
    random: () => clock.random(),
  };
}
