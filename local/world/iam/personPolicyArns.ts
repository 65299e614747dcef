import type { FunctionDeclaration } from '../compute/functionDeclaration.js';

/** Of the stack's policies that deny single persons, in the order of their numbers. */
export function personPolicyArnsOf({
  functions,
}: {
  readonly functions: { readonly declarations: readonly FunctionDeclaration[] };
}): readonly string[] {
  const writer = functions.declarations.find(({ entry }) => entry === 'personAccess');
  return (writer?.variables['PERSON_POLICY_ARNS'] ?? '').split(',').filter((policyArn) => policyArn !== '');
}
