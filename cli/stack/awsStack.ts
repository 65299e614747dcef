import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { isObject, objectAt, stringAt } from '../../domain/json.js';
import type { BudgetStatusOutput, OperatorInput } from '../../handlers/contracts/tasks.js';
import { DynamoAuditReader } from '../../handlers/adapters/dynamoAuditReader.js';
import { DynamoBudgetReader } from '../../handlers/adapters/dynamoBudgetReader.js';
import { DynamoBudgetStore } from '../../handlers/adapters/dynamoBudgetStore.js';
import { DynamoPriceTable } from '../../handlers/adapters/dynamoPriceTable.js';
import { DynamoUsageReader } from '../../handlers/adapters/dynamoUsageReader.js';
import { ReadUnits } from '../../handlers/adapters/readUnits.js';
import { SsmSettingsSource } from '../../handlers/adapters/ssmSettingsSource.js';
import { SystemClock } from '../../handlers/adapters/systemClock.js';
import { createSettingsCache } from '../../handlers/settings/settingsCache.js';
import { assumedRole } from './assumedRole.js';
import { lacksCredentials } from './awsProblem.js';
import { silentTelemetry } from './silentTelemetry.js';
import { UserError } from '../userError.js';
import type { StackOutputs } from './outputs.js';
import type { OverrideParameters, Stack } from './stack.js';

/**
 * A deployed stack, by the shell's credentials or those of a role in its account. Throws UserError where they are those
 * of another account.
 */
export async function openAwsStack(outputs: StackOutputs, role?: string): Promise<Stack> {
  const { stack, accountId, homeRegion, regions, ingestionPath } = outputs;
  // Of Node 20, which this package supports: it would stand before each answer.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const credentials = role === undefined ? {} : { credentials: await assumedRole(role, outputs) };
  const region = { region: homeRegion, ...credentials };
  const caller = await callerOf(new STSClient(region), outputs);
  const [tables, ssm] = [new DynamoDBClient(region), new SSMClient(region)];
  const clock = new SystemClock();
  const units = new ReadUnits();
  const store = new DynamoBudgetStore(tables, outputs.userBudgetsTable, clock);
  const rows = new DynamoBudgetReader(tables, outputs.userBudgetsTable, units);
  const source = new SsmSettingsSource(ssm, outputs.settings);
  return {
    name: stack,
    accountId,
    homeRegion,
    regions,
    ingestionPath,
    clock,
    budgets: { read: (ids) => store.read(ids), named: (name) => store.named(name), all: () => rows.all() },
    usage: new DynamoUsageReader(tables, outputs.usageTrackingTable, units),
    audit: new DynamoAuditReader(tables, outputs.auditLogsTable, units),
    prices: new DynamoPriceTable(tables, outputs.pricingTable, clock),
    overrides: overridesOf(ssm, outputs),
    settings: createSettingsCache({ source, clock, telemetry: silentTelemetry }),
    storedSettings: () => source.read(),
    caller: () => Promise.resolve(caller),
    // Once: the SDK cannot know whether the function has run when its answer is lost.
    operate: (input) => invoke(new LambdaClient({ ...region, maxAttempts: 1 }), outputs.budgetStatusFunction, input),
    readUnits: () => units.sum,
    reach: { kind: 'aws', outputs },
    close: () => Promise.resolve(),
  };
}

async function callerOf(client: STSClient, { accountId, stack }: StackOutputs): Promise<string> {
  const { Account, Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  if (Account === accountId) return Arn;
  throw new UserError(`stack ${stack} is in account ${accountId}, and these credentials are of ${Account ?? '?'}`);
}

function overridesOf(client: SSMClient, { settings }: StackOutputs): OverrideParameters {
  return {
    put: async (name, Value) => {
      const Name = `${settings}overrides/${name}`;
      await client.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
    },
    remove: async (name) => {
      try {
        await client.send(new DeleteParameterCommand({ Name: `${settings}overrides/${name}` }));
      } catch (error) {
        if (!(error instanceof ParameterNotFound)) throw error;
      }
    },
  };
}

async function invoke(client: LambdaClient, FunctionName: string, input: OperatorInput): Promise<BudgetStatusOutput> {
  const { Payload, FunctionError } = await client
    .send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(input) }))
    .catch((error: unknown) => {
      throw isRefusal(error) ? error : new UserError(`${UNKNOWN}: ${String(error)}`, { cause: error });
    });
  const answer: unknown = JSON.parse(Payload === undefined ? 'null' : new TextDecoder().decode(Payload));
  if (FunctionError === undefined && isObject(answer)) return answer as unknown as BudgetStatusOutput;
  throw new UserError(`budget-status: ${stringAt(answer, 'errorMessage') ?? 'no answer'}`);
}

const UNKNOWN = 'no answer of budget-status, which may have done it: look with `budgeteer show` before you ask again';

/** An answer of the service that it has not begun, or nothing was sent. */
function isRefusal(error: unknown): boolean {
  const status = isObject(error) ? objectAt(error, '$metadata')['httpStatusCode'] : undefined;
  return (typeof status === 'number' && status < 500) || (error instanceof Error && lacksCredentials(error));
}
