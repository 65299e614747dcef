import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isObject, type JsonObject } from '../../domain/json.js';
import { memoize } from '../../domain/memoize.js';
import { PlanFailure } from './planFailure.js';

export interface YamlFile {
  /** Every scalar as the text in the file: no number passes through floating point. */
  readonly asWritten: JsonObject;
  /** Scalars as YAML's core schema types them. */
  readonly typed: JsonObject;
}

/** A file of Pulumi, or a text in its place. Throws PlanFailure, in one line. */
export function readYaml(file: string, inPlace?: string): YamlFile {
  const [asWritten, typed] = documents(file, inPlace);
  if (!isObject(asWritten) || !isObject(typed)) throw new PlanFailure(`${file}: not a map, as Pulumi's files are`);
  return { asWritten, typed };
}

function documents(file: string, inPlace: string | undefined): readonly unknown[] {
  try {
    const text = inPlace ?? readFileSync(file, 'utf8');
    return parsed(text);
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
    throw new PlanFailure(`${file}: cannot be read: ${reason.replace(/, \w+( '.*')?$/, '')}`, [], error);
  }
}

/** A command reads the same files several times. */
const parsed = memoize((text): readonly unknown[] => [parse(text, { schema: 'failsafe' }), parse(text)]);
