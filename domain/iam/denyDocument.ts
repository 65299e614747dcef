/** A statement of an IAM policy. */
export interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** Operator, key, values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A policy document as IAM takes it, once it is JSON. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/** IAM's bound on a managed policy, white space not counted. */
export const MAX_POLICY_CHARACTERS = 6144;

/**
 * What can cost money, of the actions in the Service Authorization Reference (2026-09-26). Not `bedrock:*`: whoever is
 * suspended must still be able to see what ran, stop jobs and delete what goes on costing money. Converse, async and
 * bidirectional calls are authorised as InvokeModel. A pattern also covers what AWS adds under it later. Short, because
 * the names of suspended persons share the policy's room with it.
 */
const COSTLY_ACTIONS: readonly string[] = [
  ...named('bedrock', [
    '*Retrieve*',
    'ApplyGuardrail',
    // CallWithBearerToken
    'Call*',
    // Batch inference, evaluation, customization, import, copy and prompt optimization.
    'Create*Job',
    'CreateCustomModel*',
    // A subscription to a third party's model.
    'Create*Agreement',
    // Marketplace endpoints and provisioned throughput.
    'CreateMarketplace*',
    'CreateProvisioned*',
    'Generate*',
    'Ingest*',
    'Invoke*',
    'Optimize*',
    'Rerank',
    'Start*',
    // Sets the number of instances.
    'UpdateMarketplace*',
  ]),
  ...named('bedrock-mantle', ['Associate*', 'Call*', 'Create*', 'UpdateReservation']),
  ...named('bedrock-agentcore', [
    '*AuthorizeAction*',
    '*AutomationStream',
    'BatchCreate*',
    'BatchUpdate*',
    'Create*',
    'Evaluate',
    // Billed by the request; GetResourcePolicy is not among them.
    'GetResource*Key',
    'GetResource*Token',
    'Invoke*',
    'Process*',
    'Retrieve*',
    'Search*',
    'Start*',
    'Synchronize*',
    'UpdateABTest',
    'UpdateCapacity*',
    'UpdateOnline*',
  ]),
  ...named('bedrock-websearch', ['*']),
];

/** What switches off the log by which spend is counted: whoever is suspended must not blind the meter. */
const BLINDING_ACTIONS: readonly string[] = named('bedrock', [
  'DeleteModelInvocationLogging*',
  'PutModelInvocationLogging*',
]);

/** Denies all that costs money or blinds the meter. */
export const DENY: IamStatement = {
  Sid: 'BudgeteerDeny',
  Effect: 'Deny',
  Action: [...COSTLY_ACTIONS, ...BLINDING_ACTIONS],
  Resource: ['*'],
};

function named(service: string, actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}
