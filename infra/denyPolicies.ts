import type { IamStatement } from '../handlers/contracts/iamStatements.js';

/** A policy document, before it is JSON. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/**
 * Actions that can cost money (Service Authorization Reference, 2026-09-26). Not `bedrock:*`: a suspended principal
 * must still see what ran, stop jobs and delete what keeps costing money. Converse, async and bidirectional calls are
 * authorized as InvokeModel. A `*` after a prefix also covers actions that AWS adds later.
 */
const COSTLY_ACTIONS: readonly string[] = [
  ...named('bedrock', [
    'AgenticRetrieveStream',
    'ApplyGuardrail',
    'CallWithBearerToken',
    // Batch inference, evaluation, customization, import, copy and prompt optimization.
    'Create*Job',
    'CreateCustomModel*',
    // A subscription to a third-party model.
    'CreateFoundationModelAgreement',
    'CreateMarketplaceModelEndpoint',
    'CreateProvisionedModelThroughput',
    'GenerateQuery',
    'Ingest*',
    'Invoke*',
    'OptimizePrompt',
    'Rerank',
    'Retrieve*',
    'Start*',
    // Sets the number of instances.
    'UpdateMarketplaceModelEndpoint',
  ]),
  ...named('bedrock-mantle', ['AssociateCustomizedModel', 'CallWithBearerToken', 'Create*', 'UpdateReservation']),
  ...named('bedrock-agentcore', [
    'AuthorizeAction',
    'BatchCreate*',
    'BatchUpdate*',
    'ConnectBrowserAutomationStream',
    'Create*',
    'Evaluate',
    // Billed per request; GetResourcePolicy is not.
    'GetResourceApiKey',
    'GetResourceOauth2Token',
    'GetResourcePaymentToken',
    'Invoke*',
    'PartiallyAuthorizeActions',
    'ProcessPayment',
    'RetrieveMemoryRecords',
    'SearchRegistryRecords',
    'Start*',
    'SynchronizeGatewayTargets',
    'UpdateABTest',
    'UpdateCapacityProvider',
    'UpdateOnlineEvaluationConfig',
  ]),
  ...named('bedrock-websearch', ['*']),
];

/** Actions that switch off the invocation log: a suspended principal must not stop the metering. */
const BLINDING_ACTIONS: readonly string[] = named('bedrock', [
  'DeleteModelInvocationLoggingConfiguration',
  'PutModelInvocationLoggingConfiguration',
]);

const DENY: IamStatement = {
  Sid: 'BudgeteerDeny',
  Effect: 'Deny',
  Action: [...COSTLY_ACTIONS, ...BLINDING_ACTIONS],
  Resource: ['*'],
};

/** A boundary grants nothing, so it has to allow everything else. */
const CEILING: IamStatement = { Sid: 'BudgeteerAllowTheRest', Effect: 'Allow', Action: ['*'], Resource: ['*'] };

/** The managed policy that suspends whoever has it. An explicit Deny wins over every grant. */
export function denyPolicyDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [DENY] };
}

/** The same as a permissions boundary, for principals with no room for another policy. */
export function denyBoundaryDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [CEILING, DENY] };
}

function named(service: string, actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}
