import type { IamStatement } from '../handlers/contracts/iamStatements.js';

/** A policy document as IAM takes it, once it is JSON. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/**
 * What can cost money, of the actions in the Service Authorization Reference (2026-09-26). Not `bedrock:*`: whoever is
 * suspended must still be able to see what ran, stop jobs and delete what goes on costing money. Converse, async and
 * bidirectional calls are authorised as InvokeModel. A prefix with `*` also covers what AWS adds under it later.
 */
const COSTLY_ACTIONS: readonly string[] = [
  ...named('bedrock', [
    'AgenticRetrieveStream',
    'ApplyGuardrail',
    'CallWithBearerToken',
    // Batch inference, evaluation, customization, import, copy and prompt optimization.
    'Create*Job',
    'CreateCustomModel*',
    // A subscription to a third party's model.
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
    // Billed by the request; GetResourcePolicy is not among them.
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

/** What switches off the log by which spend is counted: whoever is suspended must not blind the meter. */
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

/** All that a boundary must let through, for it is a ceiling and grants nothing. */
const CEILING: IamStatement = { Sid: 'BudgeteerAllowTheRest', Effect: 'Allow', Action: ['*'], Resource: ['*'] };

/** The managed policy that suspends whoever has it; an explicit Deny wins over every grant. */
export function denyPolicyDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [DENY] };
}

/** The same as a permissions boundary, for principals that can have no further policy attached. */
export function denyBoundaryDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [CEILING, DENY] };
}

function named(service: string, actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}
