import { readFileSync } from 'node:fs';
import { arrayAt, isObject, stringAt } from '../domain/json.js';
import type { InferenceProfiles } from '../domain/invocations/modelReference.js';
import { unreadable } from './input/logFiles.js';
import { UserError } from './userError.js';

/**
 * The model behind each application inference profile, from the output of `aws bedrock list-inference-profiles
 * --type-equals APPLICATION`. Throws UserError.
 */
export function loadInferenceProfiles(file: string | undefined): InferenceProfiles {
  if (file === undefined) return new Map();
  const summaries = arrayAt(readJson(file), 'inferenceProfileSummaries');
  if (summaries.length === 0) throw new UserError(`${file}: no inferenceProfileSummaries in it`);
  return new Map(summaries.flatMap(profileOf));
}

function profileOf(summary: unknown): readonly (readonly [string, string])[] {
  const profileArn = stringAt(summary, 'inferenceProfileArn');
  const modelArns = arrayAt(summary, 'models').flatMap((model) => stringAt(model, 'modelArn') ?? []);
  const [first] = modelArns;
  if (profileArn === undefined || first === undefined) return [];
  const id = first.slice(first.indexOf('foundation-model/') + 'foundation-model/'.length);
  return [[profileArn, modelArns.some(isGlobal) ? `global.${id}` : id]];
}

/** Only a profile for all Regions lists a model without a Region. */
function isGlobal(modelArn: string): boolean {
  return /^arn:aws[a-z-]*:bedrock:::/.test(modelArn);
}

function readJson(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(value) ? value : {};
  } catch (error) {
    throw unreadable(file, error);
  }
}
