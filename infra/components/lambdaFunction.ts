import { cloudwatch, iam, lambda } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import type { Bundles } from '../bundles.js';
import type { FunctionName } from '../../handlers/contracts/functions.js';
import { arnOf, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { statementsOf, type Granted, type IamStatement } from '../policies/adapterStatements.js';
import { policyText, trustOf } from '../policies/documents.js';
import { NetworkMembership, type LambdaNetwork } from './networkMembership.js';
import type { Queue } from './queue.js';
import type { Variable } from '../../handlers/contracts/variables.js';

export interface LambdaFunctionArgs {
  readonly entry: FunctionName;
  readonly identity: StackIdentity;
  readonly region: string;
  readonly keyArn: pulumi.Input<string>;
  /** The resources that the statements of its grants name. */
  readonly granted: Granted;
  /** Must contain every variable that its entry reads. */
  readonly variables: Readonly<Partial<Record<Variable, pulumi.Input<string>>>>;
  /** The bundle's folder. */
  readonly bundle: Promise<string>;
  readonly logRetentionDays: number;
  readonly reserveConcurrency: boolean;
  /** Receives asynchronous invocations that failed for good. */
  readonly failures?: Queue;
  /** Statements beyond its grants, such as reading a stream. */
  readonly statements?: readonly IamStatement[];
  readonly network?: LambdaNetwork;
}

/** What all functions of a stack share. */
export type FunctionContext = Pick<
  LambdaFunctionArgs,
  'identity' | 'region' | 'keyArn' | 'granted' | 'variables' | 'logRetentionDays' | 'reserveConcurrency'
> & {
  readonly bundleOf: Bundles;
};

/** A function with its own role, log group and bundle. */
export class LambdaFunction extends pulumi.ComponentResource {
  readonly name: string;
  readonly arn: string;
  /** The function itself. */
  readonly resource: lambda.Function;

  constructor(name: string, args: LambdaFunctionArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:LambdaFunction', name, {}, options);
    const { identity, region } = args;
    const spec = FUNCTIONS[args.entry];
    this.name = physicalName(identity, spec.name);
    this.arn = arnOf(identity, 'lambda', `function:${this.name}`, region);
    const logGroup = this.#logGroup(name, args);
    const role = this.#role(name, args);
    const roleArn = this.#roleArn(name, args, role);
    const vpcConfig = this.#vpcConfig(name, args, role);
    this.resource = new lambda.Function(
      `${name}-function`,
      {
        region,
        name: this.name,
        description: spec.description,
        role: roleArn,
        runtime: 'nodejs22.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        code: args.bundle.then((folder) => new pulumi.asset.FileArchive(folder)),
        timeout: spec.timeoutSeconds,
        memorySize: spec.memoryMb,
        kmsKeyArn: args.keyArn,
        environment: { variables: variablesOf(args) },
        loggingConfig: { logFormat: 'Text', logGroup: logGroup.name },
        ...(args.reserveConcurrency && spec.reservedConcurrency !== undefined
          ? { reservedConcurrentExecutions: spec.reservedConcurrency }
          : {}),
        ...(vpcConfig === undefined ? {} : { vpcConfig }),
        tags: tagsOf(identity),
      },
      { parent: this, dependsOn: [logGroup] },
    );
    if (args.failures !== undefined) this.#onFailure(name, region, args.failures);
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets a service invoke the function for one resource. */
  allow(name: string, service: string, sourceArn: pulumi.Input<string>, sourceAccount?: string): lambda.Permission {
    return new lambda.Permission(
      name,
      {
        region: this.resource.region,
        action: 'lambda:InvokeFunction',
        function: this.resource.name,
        principal: service,
        sourceArn,
        ...(sourceAccount === undefined ? {} : { sourceAccount }),
      },
      { parent: this },
    );
  }

  #logGroup(name: string, { identity, region, keyArn, logRetentionDays }: LambdaFunctionArgs): cloudwatch.LogGroup {
    return new cloudwatch.LogGroup(
      `${name}-logs`,
      {
        region,
        name: `/aws/lambda/${this.name}`,
        retentionInDays: logRetentionDays,
        kmsKeyId: keyArn,
        tags: tagsOf(identity),
      },
      { parent: this },
    );
  }

  #role(name: string, args: LambdaFunctionArgs): iam.Role {
    return new iam.Role(
      `${name}-role`,
      {
        name: regional(this.name, args),
        assumeRolePolicy: trustOf('lambda.amazonaws.com'),
        tags: tagsOf(args.identity),
      },
      { parent: this },
    );
  }

  /** Resolves when the role has its policy. */
  #roleArn(name: string, args: LambdaFunctionArgs, role: iam.Role): pulumi.Output<string> {
    const { identity, region } = args;
    const logs = arnOf(identity, 'logs', `log-group:/aws/lambda/${this.name}:log-stream:*`, region);
    const statements = [
      {
        Sid: 'WriteLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [logs],
      } as const,
      ...statementsOf(FUNCTIONS[args.entry].grants, args.granted),
      ...(args.failures === undefined ? [] : [failureStatement(args.failures.arn)]),
      ...(args.statements ?? []),
    ];
    const policy = new iam.RolePolicy(
      `${name}-role-policy`,
      { role: role.name, policy: policyText(statements) },
      { parent: this },
    );
    // Lambda checks the role's permissions when the function gets the role and when it loses it.
    return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
  }

  #vpcConfig(
    name: string,
    { identity, network }: LambdaFunctionArgs,
    role: iam.Role,
  ): lambda.FunctionArgs['vpcConfig'] {
    if (network === undefined) return undefined;
    const groupName = `${this.name}-network`;
    const { securityGroupId } = new NetworkMembership(
      `${name}-network`,
      { identity, network, groupName, roleName: role.name },
      { parent: this },
    );
    return { subnetIds: network.subnetIds, securityGroupIds: [securityGroupId] };
  }

  /** After two retries within an hour. */
  #onFailure(name: string, region: string, failures: Queue): void {
    new lambda.FunctionEventInvokeConfig(
      `${name}-on-failure`,
      {
        region,
        functionName: this.resource.name,
        maximumEventAgeInSeconds: 3600,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: failures.arn } },
      },
      { parent: this, dependsOn: [failures] },
    );
  }
}

/** IAM is global: outside of the home Region a role's name says the Region. */
function regional(name: string, { identity, region }: LambdaFunctionArgs): string {
  return region === identity.homeRegion ? name : `${name}-${region}`;
}

/** Exactly the variables that the entry reads. Throws RunError if one is missing. */
function variablesOf({ entry, variables }: LambdaFunctionArgs): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    FUNCTIONS[entry].variables.map((name) => {
      const value = variables[name];
      if (value === undefined) throw new pulumi.RunError(`${entry}: the stack does not set ${name}`);
      return [name, value];
    }),
  );
}

function failureStatement(queueArn: string): IamStatement {
  return { Sid: 'ReportFailures', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [queueArn] };
}
