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
  /** What the statements of its grants name. */
  readonly granted: Granted;
  /** At least those that its entry reads. */
  readonly variables: Readonly<Partial<Record<Variable, pulumi.Input<string>>>>;
  /** The folder with its bundle, once it is made. */
  readonly bundle: Promise<string>;
  readonly logRetentionDays: number;
  readonly reserveConcurrency: boolean;
  /** Where asynchronous invocations end that fail for good. */
  readonly failures?: Queue;
  /** Beside what its grants allow, such as reading a stream. */
  readonly statements?: readonly IamStatement[];
  readonly network?: LambdaNetwork;
}

/** What all functions of a stack have in common. */
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
  /** Once it exists. */
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

  /** Lets a service call the function, on behalf of one resource. */
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

  /** Known once the role may do what it has to. */
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
    // Lambda looks at what the role may do, when it is given the role and when it gives it back.
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

  /** After two more attempts within an hour. */
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

/** IAM is global: the role of a function in another Region than home says which. */
function regional(name: string, { identity, region }: LambdaFunctionArgs): string {
  return region === identity.homeRegion ? name : `${name}-${region}`;
}

/** Those that the entry reads and no others. Throws RunError if the stack forgot one. */
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
