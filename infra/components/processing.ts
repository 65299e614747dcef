import { lambda } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../../domain/settings/settings.js';
import type { FunctionName } from '../../handlers/contracts/functions.js';
import {
  bedrockUsage,
  IAM_EVENTS,
  IAM_KEY_CREATION,
  IAM_PERMISSIONS,
  OWN_EVENTS,
  ownEvents,
} from '../eventPatterns.js';
import { arnOf, kebab, tagsOf } from '../identity.js';
import { tableName } from '../names.js';
import { FunctionRules } from './functionRules.js';
import { LambdaFunction, type FunctionContext, type LambdaFunctionArgs } from './lambdaFunction.js';
import type { LambdaNetwork } from './networkMembership.js';
import type { Queue } from './queue.js';

export interface ProcessingArgs {
  readonly context: FunctionContext;
  readonly busName: pulumi.Input<string>;
  /** For data path functions. */
  readonly network: LambdaNetwork | undefined;
  readonly budgetStreamArn: pulumi.Input<string>;
  readonly settings: Pick<Settings, 'monitorIntervalMinutes'>;
  readonly auditModelCalls: boolean;
  readonly writesReport: boolean;
  readonly failures: Queue;
}

/**
 * The functions that run in the network: all that they call has an endpoint in it. (usage-calculator runs there as well
 * and does without the Price List.) A monitor that watches person policies asks IAM, which has none.
 */
const DATA_PATH: readonly FunctionName[] = ['budgetMonitor', 'budgetRefresh', 'auditLogger', 'stateReporter'];

/** The functions that watch budgets, IAM and prices, and what invokes them. */
export class Processing extends pulumi.ComponentResource {
  readonly #name: string;
  readonly #args: ProcessingArgs;
  readonly #rules: FunctionRules;

  constructor(name: string, args: ProcessingArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Processing', name, {}, options);
    this.#name = name;
    this.#args = args;
    this.#rules = new FunctionRules(name, args, this);
    const { monitorIntervalMinutes: minutes } = args.settings;
    this.#budgetMonitor(`rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`);
    const refresh = this.#function('budgetRefresh');
    this.#rules.onSchedule('budget-refresh-daily', 'cron(0 2 * * ? *)', refresh);
    this.#rules.onEvents('budget-refresh-requested', ownEvents('BudgetRefreshRequested'), refresh);
    const prices = this.#function('pricingManager');
    this.#rules.onSchedule('pricing-daily', 'cron(0 1 * * ? *)', prices);
    this.#rules.onEvents('price-refresh-requested', ownEvents('PriceRefreshRequested'), prices);
    this.#rules.onSchedule('state-report', 'rate(1 hour)', this.#function('stateReporter'));
    if (args.writesReport) this.#rules.onSchedule('daily-report', 'cron(30 1 * * ? *)', this.#function('reportWriter'));
    const setup = this.#function('userSetup');
    this.#rules.onEvents('iam-key-creation', IAM_KEY_CREATION, setup);
    this.#rules.onEvents('iam-permissions', IAM_PERMISSIONS, setup);
    this.#rules.onEvents('budget-opened', ownEvents('BudgetOpened'), setup);
    const audit = this.#function('auditLogger');
    this.#rules.onEvents('audit-own-events', OWN_EVENTS, audit);
    this.#rules.onEvents('audit-iam', IAM_EVENTS, audit);
    this.#rules.onEvents('audit-bedrock-usage', bedrockUsage(args.auditModelCalls), audit, args.auditModelCalls);
    this.registerOutputs();
  }

  /** Changed rows invoke it within a second; a schedule finds what becomes due without a change. */
  #budgetMonitor(schedule: string): void {
    const { context, budgetStreamArn, failures } = this.#args;
    const streams = arnOf(context.identity, 'dynamodb', `table/${tableName(context.identity, 'UserBudgets')}/stream/*`);
    const monitor = this.#function('budgetMonitor', [
      {
        Sid: 'ReadBudgetStream',
        Effect: 'Allow',
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        Resource: [streams],
      },
      // ListStreams supports no resources (Service Authorization Reference, Amazon DynamoDB).
      { Sid: 'ListStreams', Effect: 'Allow', Action: ['dynamodb:ListStreams'], Resource: ['*'] },
    ]);
    this.#rules.onSchedule('budget-monitor', schedule, monitor);
    new lambda.EventSourceMapping(
      `${this.#name}-budget-stream`,
      {
        eventSourceArn: budgetStreamArn,
        functionName: monitor.resource.arn,
        startingPosition: 'TRIM_HORIZON',
        batchSize: 100,
        maximumBatchingWindowInSeconds: 1,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 5,
        maximumRecordAgeInSeconds: 3600,
        parallelizationFactor: 2,
        functionResponseTypes: ['ReportBatchItemFailures'],
        destinationConfig: { onFailure: { destinationArn: failures.arn } },
        tags: tagsOf(context.identity),
      },
      { parent: this, dependsOn: [monitor, failures] },
    );
  }

  #function(entry: FunctionName, statements: LambdaFunctionArgs['statements'] = []): LambdaFunction {
    const { context, failures, network } = this.#args;
    const { bundleOf, ...shared } = context;
    const asksIam = entry === 'budgetMonitor' && context.granted.enforcementConfig.personPolicyArns.length > 0;
    const inNetwork = network !== undefined && DATA_PATH.includes(entry) && !asksIam ? { network } : {};
    const args = { ...shared, ...inNetwork, entry, bundle: bundleOf(entry), failures, statements };
    return new LambdaFunction(`${this.#name}-${kebab(entry)}`, args, { parent: this });
  }
}
