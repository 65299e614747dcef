import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { isJson, textAt, type Aws } from '../aws.js';
import { zipOf } from '../zip.js';
import { done, type Creators, type Made } from './creator.js';

const FUNCTIONS = '/2015-03-31/functions';

export const FUNCTIONS_AND_MACHINES: Creators = {
  'aws:lambda/function:Function': createFunction,
  'aws:lambda/permission:Permission': addPermission,
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': (inputs: InvokeConfig, { lambda }) =>
    done(
      lambda('PUT', `/2019-09-25/functions/${inputs.functionName}/event-invoke-config`, {
        MaximumRetryAttempts: inputs.maximumRetryAttempts,
        MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
        DestinationConfig: { OnFailure: { Destination: inputs.destinationConfig.onFailure.destination } },
      }),
    ),
  'aws:lambda/eventSourceMapping:EventSourceMapping': createMapping,
  'aws:sfn/stateMachine:StateMachine': async ({ name, definition, roleArn, type }: StateMachine, aws) => {
    const command = new CreateStateMachineCommand({ name, definition, roleArn, type });
    const arn = textAt(await aws.stepFunctions.send(command), 'stateMachineArn');
    return { id: arn, arn };
  },
};

interface LambdaFunction {
  readonly name: string;
  readonly code: { readonly archive: { readonly path: string } };
  readonly handler: string;
  readonly runtime: string;
  readonly role: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

interface Permission {
  readonly function: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

interface InvokeConfig {
  readonly functionName: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
  readonly destinationConfig: { readonly onFailure: { readonly destination: string } };
}

interface StateMachine {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
}

async function createFunction(inputs: LambdaFunction, { lambda }: Aws): Promise<Made> {
  const answer = await lambda('POST', FUNCTIONS, {
    FunctionName: inputs.name,
    Code: { ZipFile: zipOf(inputs.code.archive.path).toString('base64') },
    Handler: inputs.handler,
    Runtime: inputs.runtime,
    Role: inputs.role,
    MemorySize: inputs.memorySize,
    Timeout: inputs.timeout,
    Environment: { Variables: inputs.environment.variables },
  });
  return { arn: textAt(answer, 'FunctionArn') };
}

let permissions = 0;

function addPermission(inputs: Permission, { lambda }: Aws): Promise<Made> {
  const { function: name, action: Action, principal: Principal, sourceArn, sourceAccount } = inputs;
  const StatementId = `statement-${(permissions += 1)}`;
  const source = { SourceArn: sourceArn, SourceAccount: sourceAccount };
  return done(lambda('POST', `${FUNCTIONS}/${name}/policy`, { StatementId, Action, Principal, ...source }));
}

/** Each input has the name of AWS but for its first letter, at every depth. */
async function createMapping(inputs: Readonly<Record<string, unknown>>, { lambda }: Aws): Promise<Made> {
  const { tags: _, region: __, ...rest } = inputs;
  const uuid = textAt(await lambda('POST', '/2015-03-31/event-source-mappings', capitalised(rest)), 'UUID');
  return { id: uuid, uuid };
}

function capitalised(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      isJson(value) ? capitalised(value) : value,
    ]),
  );
}
