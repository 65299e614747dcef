import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import {
  Archive,
  Asset,
  ResourceReference,
  Secret,
  Unknown,
  type PlannedResource,
  type PlanValue,
} from '../../local/engine/plan.js';
import { isList } from '../../local/engine/planValue.js';

const FILE = resolve('test/infra/plannedInputs.ts');
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: false,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
};

/** Megabytes that no arguments speak of: what resources answer. */
const UNREAD = /[/\\]types[/\\]output\.d\.ts$/;

/**
 * Compiles the inputs of every planned resource of a provider as a literal of the provider's own `…Args`. Answers a

 */
export function argumentErrors(resources: readonly PlannedResource[]): readonly string[] {
  const checked = resources.filter(({ origin, type }) => origin === 'declared' && packageOf(type) !== undefined);
  const lines = checked.map(declarationOf);
  const source = [PRELUDE, ...lines].join('\n');
  const program = ts.createProgram([FILE], OPTIONS, hostOf(source));
  const file = program.getSourceFile(FILE);
  if (file === undefined) throw new Error('nothing was compiled');
  const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return diagnostics.map((diagnostic) => {
    const { line } = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    return `${checked[line - PRELUDE_LINES]?.urn ?? ''}: ${innermost(diagnostic.messageText)}`;
  });
}

const PRELUDE = `import type { asset, ComponentResource } from '@pulumi/pulumi';
declare const unknown: any;
declare const archive: asset.Archive;
declare const file: asset.Asset;
declare const component: ComponentResource;
declare function made<T>(): T;`;
const PRELUDE_LINES = PRELUDE.split('\n').length;

/** One line a resource, by which errors find it. */
function declarationOf({ type, inputs }: PlannedResource, index: number): string {
  return `export const input${index}: ${typeNamed(type)}Args = ${literalOf(inputs)};`;
}

/** The class of a resource; its arguments have the same name with `Args`. */
function typeNamed(type: string): string {
  const [, token = '', name = ''] = /^\w+:(.+):(\w+)$/.exec(type) ?? [];
  const module = token.includes('/') ? token : `${token}/${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return `import('${packageOf(type) ?? ''}/${module}').${name}`;
}

/** A resource given as a value. A component of the program's own is no value that a provider takes. */
function referenceTo(urn: string): string {
  const type = urn.split('::')[2]?.split('$').at(-1) ?? '';
  return packageOf(type) === undefined ? 'component' : `made<${typeNamed(type)}>()`;
}

function packageOf(type: string): string | undefined {
  return /^(aws|awsx):/.test(type) ? `@pulumi/${type.slice(0, type.indexOf(':'))}` : undefined;
}

function literalOf(value: PlanValue): string {
  if (value instanceof Secret) return literalOf(value.secret);
  if (value instanceof Unknown) return 'unknown';
  if (value instanceof ResourceReference) return referenceTo(value.urn);
  if (value instanceof Archive) return 'archive';
  if (value instanceof Asset) return 'file';
  if (isList(value)) return `[${value.map(literalOf).join(', ')}]`;
  // JSON writes line breaks as \n, so that a resource stays on its line.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${keyOf(key)}: ${literalOf(inner)}`);
  return `{ ${entries.join(', ')} }`;
}

/** Quotes only where they are needed: errors repeat the key as it stands. */
function keyOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
}

function hostOf(source: string): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile.bind(host);
  return {
    ...host,
    getSourceFile: (name, languageVersion, ...rest) => {
      if (name === FILE) return ts.createSourceFile(name, source, languageVersion);
      if (UNREAD.test(name)) return ts.createSourceFile(name, 'export {};', languageVersion);
      return read(name, languageVersion, ...rest);
    },
    fileExists: (name) => name === FILE || host.fileExists(name),
    getCurrentDirectory: () => join(dirname(FILE), '..', '..'),
  };
}

/** The last of a chain names the property. */
function innermost(message: string | ts.DiagnosticMessageChain): string {
  if (typeof message === 'string') return message;
  const next = message.next?.at(-1);
  return next === undefined ? message.messageText : innermost(next);
}
