import { Environment } from '../../../handlers/runtime/environment.js';
import { Archive } from '../../engine/plan.js';
import type { Declared } from '../declared.js';
import { WorldError } from '../worldError.js';

/** A function as the stack declares it. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  /** Of its log group. */
  readonly logArn: string;
  /** The folder of its bundle: the entry of `handlers/entry/` that it is made of. */
  readonly entry: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Exactly the environment that the stack declares for a function. */
export function environmentOf({ variables }: FunctionDeclaration): Environment {
  return new Environment((variable) => variables[variable]);
}

/** Of a function's own policy: who may call it, for what. */
export interface Permission {
  readonly functionName: string;
  readonly region: string;
  readonly service: string;
  readonly sourceArn: string;
  readonly sourceAccount: string | undefined;
}

/** Its log group has to be there. Throws WorldError. */
export function declarationOf(resource: Declared, logGroups: readonly Declared[]): FunctionDeclaration {
  const code = resource.value('code');
  const path = code instanceof Archive && 'path' in code.archive ? code.archive.path : '';
  if (resource.text('handler') !== 'index.handler' || path === '') {
    throw new WorldError(`${resource.urn}: its code is no bundle of ours`);
  }
  return {
    name: resource.text('name'),
    arn: resource.text('arn'),
    region: resource.text('region'),
    roleArn: resource.text('role'),
    logArn: logArnOf(resource, logGroups),
    entry: path.slice(path.lastIndexOf('/') + 1),
    variables: resource.map('environment', 'variables'),
  };
}

export function permissionOf(resource: Declared): Permission {
  const action = resource.text('action');
  if (action !== 'lambda:InvokeFunction') throw new WorldError(`${resource.urn}: the world does not know ${action}`);
  return {
    functionName: resource.text('function'),
    region: resource.text('region'),
    service: resource.text('principal'),
    sourceArn: resource.text('sourceArn'),
    sourceAccount: resource.textOr(undefined, 'sourceAccount'),
  };
}

function logArnOf(resource: Declared, logGroups: readonly Declared[]): string {
  const [name, region] = [resource.text('loggingConfig', 'logGroup'), resource.text('region')];
  const group = logGroups.find((one) => one.text('name') === name && one.text('region') === region);
  if (group === undefined) throw new WorldError(`${resource.urn}: ${region} has no log group ${name}`);
  return group.text('arn');
}
