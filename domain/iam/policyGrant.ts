import { isObject, type JsonObject } from '../json.js';
import { matchesPattern } from './pattern.js';
import { listed, statementsIn } from './policyDocument.js';

/** Whether a policy allows something by which Bedrock spend arises; `unreadable`: it is no policy document. */
export type PolicyGrant = 'yes' | 'no' | 'unreadable';

/** IAM's own bound on a document as it is sent (API reference, PutRolePolicy). */
const MAX_CHARACTERS = 131_072;

/**
 * The actions that make a principal one that spends (Service Authorization Reference, 2026-09-26). Converse, async and
 * bidirectional calls are authorised as InvokeModel. AgentCore is not among them: its model calls run as its service
 * role, and that is who pays.
 */
export const SPENDING_ACTIONS: readonly string[] = [
  ...[
    'InvokeModel',
    'InvokeModelWithResponseStream',
    'CallWithBearerToken',
    'CreateModelInvocationJob',
    'InvokeAgent',
    'InvokeInlineAgent',
    'InvokeFlow',
    'StartFlowExecution',
    'Retrieve',
    'RetrieveAndGenerate',
    'AgenticRetrieveStream',
    'GenerateQuery',
    'Rerank',
    'OptimizePrompt',
    'CreateAdvancedPromptOptimizationJob',
    'ApplyGuardrail',
    'InvokeGuardrailChecks',
    'InvokeDataAutomation',
    'InvokeDataAutomationAsync',
    'CreateEvaluationJob',
    'CreateModelEvaluationJob',
    'CreateModelCustomizationJob',
    'CreateModelImportJob',
    'CreateCustomModelDeployment',
    'CreateProvisionedModelThroughput',
    'CreateMarketplaceModelEndpoint',
  ].map((action) => `bedrock:${action}`),
  ...['CallWithBearerToken', 'CreateInference', 'CreateFineTuningJob', 'CreateReservation'].map(
    (action) => `bedrock-mantle:${action}`,
  ),
].map((action) => action.toLowerCase());

/**
 * Reads a policy document as JSON text. Conditions and resources are not weighed, nor a Deny beside the Allow: a budget
 * that is opened too early does no harm.
 */
export function grantsBedrock(document: string): PolicyGrant {
  if (document.length > MAX_CHARACTERS) return 'unreadable';
  const statements = statementsIn(document);
  if (statements === undefined) return 'unreadable';
  const grants = statements.map(grantOf);
  return grants.find((grant) => grant === 'yes') ?? grants.find((grant) => grant === 'unreadable') ?? 'no';
}

function grantOf(statement: unknown): PolicyGrant {
  if (!isObject(statement)) return 'unreadable';
  if (statement['Effect'] === 'Deny') return 'no';
  if (statement['Effect'] !== 'Allow') return 'unreadable';
  return allowed(statement);
}

function allowed(statement: JsonObject): PolicyGrant {
  const isExcept = statement['Action'] === undefined;
  const patterns = patternsIn(isExcept ? statement['NotAction'] : statement['Action']);
  if (patterns === undefined) return 'unreadable';
  const isAllowed = (action: string): boolean =>
    patterns.some((pattern) => matchesPattern(pattern, action)) !== isExcept;
  return SPENDING_ACTIONS.some(isAllowed) ? 'yes' : 'no';
}

/** Actions are not case-sensitive; undefined where there are none or one is no text. */
function patternsIn(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const patterns = listed(value);
  return patterns.every((pattern) => typeof pattern === 'string')
    ? patterns.map((pattern) => pattern.toLowerCase())
    : undefined;
}
