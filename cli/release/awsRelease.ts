import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient, paginateListEntitiesForPolicy, type PolicyUsageType } from '@aws-sdk/client-iam';
import { paginateListExecutions, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { DynamoBudgetStore } from '../../handlers/adapters/dynamoBudgetStore.js';
import { DynamoPersonPolicyLists } from '../../handlers/adapters/dynamoPersonPolicyLists.js';
import { MAX_PERSON_POLICIES } from '../../domain/iam/personPolicy.js';
import { SystemClock } from '../../handlers/adapters/systemClock.js';
import { silentTelemetry } from '../stack/silentTelemetry.js';
import { leftOnLists, type ReleasePorts } from './releaseAll.js';

/** What the command needs from `pulumi stack output --json`. */
export interface StackOutputs {
  readonly userBudgetsTable: string;
  readonly settings: string;
  readonly denyPolicy: string;
  readonly denyBoundary: string;
  readonly homeRegion: string;
  readonly suspensionWorkflow: string;
  /** Of stacks that know persons. */
  readonly personPoliciesTable?: string;
}

/** Matches every principal, persons too. To let the stack suspend again, an operator deletes this override. */
const EVERYBODY = 'arn:*:iam::*:*,person/*';

const ALL_POLICIES = Array.from({ length: MAX_PERSON_POLICIES }, (_, index) => index + 1);

/** Uses AWS with the shell's credentials. */
export function awsRelease(outputs: StackOutputs): ReleasePorts {
  const { userBudgetsTable, denyPolicy, denyBoundary, homeRegion } = outputs;
  const clock = new SystemClock();
  const iam = new IAMClient({ region: homeRegion });
  const ssm = new SSMClient({ region: homeRegion });
  const sfn = new SFNClient({ region: homeRegion });
  const tables = new DynamoDBClient({ region: homeRegion });
  return {
    clock,
    telemetry: silentTelemetry,
    budgets: new DynamoBudgetStore(tables, userBudgetsTable, clock),
    denied: async () => [
      ...(await entitiesOf(iam, denyPolicy, 'PermissionsPolicy')),
      ...(await entitiesOf(iam, denyBoundary, 'PermissionsBoundary')),
    ],
    deniedPersons: async () => {
      if (outputs.personPoliciesTable === undefined) return [];
      const lists = new DynamoPersonPolicyLists(tables, outputs.personPoliciesTable, clock);
      return leftOnLists(await lists.read(ALL_POLICIES));
    },
    protectAll: async () => {
      await ssm.send(
        new PutParameterCommand({ Name: overrideOf(outputs), Value: EVERYBODY, Type: 'String', Overwrite: true }),
      );
    },
    stopWaiting: () => stopExecutions(sfn, outputs.suspensionWorkflow),
  };
}

/** The parameter that stops the stack from suspending. Pulumi does not own it, so `pulumi destroy` leaves it behind. */
export function overrideOf({ settings }: Pick<StackOutputs, 'settings'>): string {
  return `${settings}overrides/protectedPrincipals`;
}

/** Users and roles that have a policy, or have it as their boundary. */
export async function entitiesOf(
  client: IAMClient,
  PolicyArn: string,
  PolicyUsageFilter: PolicyUsageType,
): Promise<readonly PolicyHolder[]> {
  const holders: PolicyHolder[] = [];
  for await (const page of paginateListEntitiesForPolicy({ client }, { PolicyArn, PolicyUsageFilter })) {
    for (const { UserName } of page.PolicyUsers ?? [])
      if (UserName !== undefined) holders.push({ type: 'user', name: UserName });
    for (const { RoleName } of page.PolicyRoles ?? [])
      if (RoleName !== undefined) holders.push({ type: 'role', name: RoleName });
  }
  return holders;
}

async function stopExecutions(client: SFNClient, stateMachineArn: string): Promise<number> {
  let stopped = 0;
  const input = { stateMachineArn, statusFilter: 'RUNNING' } as const;
  for await (const { executions = [] } of paginateListExecutions({ client }, input)) {
    for (const { executionArn } of executions) {
      await client.send(new StopExecutionCommand({ executionArn, cause: 'budgeteer release-all' }));
      stopped += 1;
    }
  }
  return stopped;
}
