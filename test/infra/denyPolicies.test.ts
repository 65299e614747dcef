import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { matchesPattern } from '../../domain/iam/pattern.js';
import { SPENDING_ACTIONS } from '../../domain/iam/policyGrant.js';
import { denyBoundaryDocument, denyPolicyDocument } from '../../infra/denyPolicies.js';
import { MAX_POLICY_CHARACTERS, type PolicyDocument } from '../../domain/iam/denyDocument.js';
import { decisionOn } from '../../local/memory/iamEvaluation.js';

type ActionsByService = Readonly<Record<string, readonly string[]>>;

const REFERENCE = JSON.parse(readFileSync('test/fixtures/iam/bedrock-actions.2026-09-26.json', 'utf8')) as {
  readonly actions: ActionsByService;
};

/** Every action that can cost money, judged one by one against the prices of Bedrock and AgentCore. */
const COSTLY: ActionsByService = {
  bedrock: [
    'AgenticRetrieveStream',
    'ApplyGuardrail',
    'CallWithBearerToken',
    'CreateAdvancedPromptOptimizationJob',
    'CreateCustomModel',
    'CreateCustomModelDeployment',
    'CreateEvaluationJob',
    'CreateFoundationModelAgreement',
    'CreateMarketplaceModelEndpoint',
    'CreateModelCopyJob',
    'CreateModelCustomizationJob',
    'CreateModelEvaluationJob',
    'CreateModelImportJob',
    'CreateModelInvocationJob',
    'CreateProvisionedModelThroughput',
    'GenerateQuery',
    'IngestKnowledgeBaseDocuments',
    'InvokeAgent',
    'InvokeAutomatedReasoningPolicy',
    'InvokeBlueprintOptimizationAsync',
    'InvokeBlueprintRecommendationAsync',
    'InvokeBuilder',
    'InvokeDataAutomation',
    'InvokeDataAutomationAsync',
    'InvokeDataAutomationLibraryIngestionJob',
    'InvokeFlow',
    'InvokeGuardrailChecks',
    'InvokeInlineAgent',
    'InvokeModel',
    'InvokeModelWithResponseStream',
    'InvokeTool',
    'OptimizePrompt',
    'Rerank',
    'Retrieve',
    'RetrieveAndGenerate',
    'StartAutomatedReasoningPolicyBuildWorkflow',
    'StartAutomatedReasoningPolicyTestWorkflow',
    'StartFlowExecution',
    'StartIngestionJob',
    'UpdateMarketplaceModelEndpoint',
  ],
  'bedrock-mantle': [
    'AssociateCustomizedModel',
    'CallWithBearerToken',
    'CreateCustomizedModel',
    'CreateFile',
    'CreateFineTuningJob',
    'CreateInference',
    'CreateProject',
    'CreateReservation',
    'UpdateReservation',
  ],
  'bedrock-agentcore': [
    'AuthorizeAction',
    'BatchCreateMemoryRecords',
    'BatchUpdateMemoryRecords',
    'ConnectBrowserAutomationStream',
    ...named('bedrock-agentcore', /^Create/),
    'Evaluate',
    'GetResourceApiKey',
    'GetResourceOauth2Token',
    'GetResourcePaymentToken',
    ...named('bedrock-agentcore', /^Invoke/),
    'PartiallyAuthorizeActions',
    'ProcessPayment',
    'RetrieveMemoryRecords',
    'SearchRegistryRecords',
    'StartBatchEvaluation',
    'StartBrowserSession',
    'StartCodeInterpreterSession',
    'StartMemoryExtractionJob',
    'StartPolicyGeneration',
    'StartRecommendation',
    'SynchronizeGatewayTargets',
    'UpdateABTest',
    'UpdateCapacityProvider',
    'UpdateOnlineEvaluationConfig',
  ],
  'bedrock-websearch': ['ExternalWebAccess', 'InvokeFetch', 'InvokeSearch'],
};

/** What blinds the meter. */
const BLINDING: ActionsByService = {
  bedrock: ['DeleteModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration'],
};

/** Looking and cleaning up. */
const HARMLESS = /^(Get|List|Delete|BatchDelete|Stop|Cancel|End|Archive|Untag|Deregister|Disassociate|CountTokens)/;

/** Billed by the request, though their names begin as those of looks do. */
const COSTLY_READS = ['GetResourceApiKey', 'GetResourceOauth2Token', 'GetResourcePaymentToken'];

describe('denyPolicyDocument', () => {
  for (const [service, actions] of Object.entries(REFERENCE.actions)) {
    const named = (lists: ActionsByService): readonly string[] => lists[service] ?? [];

    it(`denies what can cost money in ${service} or blind the meter, and nothing else`, () => {
      const denied = actions.filter((action) => isDenied(denyPolicyDocument(), `${service}:${action}`));
      expect(denied).to.have.members([...named(COSTLY), ...named(BLINDING)]);
    });

    it(`lets people look and clean up in ${service}`, () => {
      const denied = actions.filter((action) => isDenied(denyPolicyDocument(), `${service}:${action}`));
      const known = [...COSTLY_READS, ...named(BLINDING)];
      expect(denied.filter((action) => HARMLESS.test(action) && !known.includes(action))).to.deep.equal([]);
    });
  }

  it('denies every action by which a principal is taken for one that spends', () => {
    expect(SPENDING_ACTIONS).to.include('bedrock:invokemodel');
    expect(SPENDING_ACTIONS.filter((action) => !isDenied(denyPolicyDocument(), action))).to.deep.equal([]);
  });

  it('names nothing that no action matches', () => {
    const all = Object.entries(REFERENCE.actions).flatMap(([service, actions]) =>
      actions.map((action) => `${service}:${action}`),
    );
    const patterns = denyPolicyDocument().Statement.flatMap(({ Action }) => Action);
    expect(patterns.filter((pattern) => !all.some((action) => matchesPattern(pattern, action)))).to.deep.equal([]);
  });

  it('grants nothing', () => {
    expect(denyPolicyDocument().Statement.map(({ Effect }) => Effect)).to.deep.equal(['Deny']);
  });
});

describe('denyBoundaryDocument', () => {
  it('denies the same and lets everything else through', () => {
    const identity = ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'];
    const boundary = JSON.stringify(denyBoundaryDocument());
    const decide = (action: string): string => decisionOn({ action, resource: '*' }, { identity, boundary });
    expect(denyBoundaryDocument().Statement).to.deep.include(denyPolicyDocument().Statement[0]);
    expect(decide('bedrock:InvokeModel')).to.equal('explicitDeny');
    expect(decide('bedrock:GetModelInvocationJob')).to.equal('allowed');
    expect(decide('s3:GetObject')).to.equal('allowed');
  });
});

const documents: readonly (readonly [string, PolicyDocument])[] = [
  ['the Deny', denyPolicyDocument()],
  ['the boundary', denyBoundaryDocument()],
];
describe('the documents', () => {
  for (const [what, document] of documents) {
    it(`fit into a managed policy: ${what}`, () => {
      expect(JSON.stringify(document).length).to.be.within(100, MAX_POLICY_CHARACTERS);
    });
  }
});

function isDenied(document: PolicyDocument, action: string): boolean {
  const decision = decisionOn({ action, resource: '*' }, { identity: [JSON.stringify(document)], boundary: undefined });
  return decision === 'explicitDeny';
}

function named(service: string, pattern: RegExp): readonly string[] {
  return (REFERENCE.actions[service] ?? []).filter((action) => pattern.test(action));
}
