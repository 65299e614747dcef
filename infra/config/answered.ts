import { stripVTControlCharacters } from 'node:util';
import * as pulumi from '@pulumi/pulumi';

/** Awaits an answer of AWS. Throws RunError, so that people see one line instead of a gRPC stack trace. */
export async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new pulumi.RunError(problemOf(error instanceof Error ? error.message : String(error)));
  }
}

function problemOf(message: string): string {
  const line = stripVTControlCharacters(message).replace(/\s+/g, ' ').trim();
  if (isRegionSet()) return `AWS does not say where the stack is, which takes credentials: ${line}`;
  return `aws:region: not set; pulumi config set aws:region REGION, or AWS_REGION, or a profile that has one: ${line}`;
}

function isRegionSet(): boolean {
  return [pulumi.runtime.allConfig()['aws:region'], process.env['AWS_REGION'], process.env['AWS_DEFAULT_REGION']].some(
    (region) => Boolean(region),
  );
}
