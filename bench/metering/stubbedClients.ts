import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Readable } from 'node:stream';
import { loadFallbackPriceBook, loadPriceBookData } from '../../cli/fallbackPriceBook.js';
import { modelReferenceOf } from '../../domain/invocations/modelReference.js';
import { scopeOf } from '../../domain/pricing/cost.js';
import { budgetItem } from '../../handlers/adapters/budgetItem.js';
import { DynamoBudgetStore } from '../../handlers/adapters/dynamoBudgetStore.js';
import { DynamoPriceTable } from '../../handlers/adapters/dynamoPriceTable.js';
import { DynamoUsageLedger } from '../../handlers/adapters/dynamoUsageLedger.js';
import { EmfTelemetry } from '../../handlers/adapters/emfTelemetry.js';
import { priceItem } from '../../handlers/adapters/priceItem.js';
import { SsmSettingsSource } from '../../handlers/adapters/ssmSettingsSource.js';
import { composeUsageCalculator } from '../../handlers/functions/usageCalculator.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import { Environment } from '../../handlers/runtime/environment.js';
import type { Handler } from '../../handlers/runtime/handler.js';
import { MemoryInferenceProfiles } from '../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../local/memory/memoryObjectStore.js';
import { MemoryPriceList } from '../../local/memory/memoryPriceList.js';
import { MemoryQuarantine } from '../../local/memory/memoryQuarantine.js';
import { VirtualClock } from '../../local/memory/virtualClock.js';
import { MODELS, NOW } from './batches.js';
import { BUDGET_LIMIT_USD, priceRowOf } from './stubbedPorts.js';

const BUDGETS = 'UserBudgets';
const PRICES = 'Pricing';
const SETTINGS_PATH = '/bench/';
const REGION = 'us-east-1';

const VARIABLES: Readonly<Record<string, string>> = { SETTINGS_PATH, INGESTION_PATH: 'firehose' };

/** usage-calculator on the real clients of AWS, which get their answers without a network; `budgets` are what is stored. */
export function onStubbedClients(budgets: readonly StoredBudget[]): Handler {
  const clock = new VirtualClock(NOW);
  const config = { region: REGION, credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } };
  const requestHandler = { handle: answering(answersOf(budgets)) };
  const dynamo = new DynamoDBClient({ ...config, requestHandler });
  const ssm = new SSMClient({ ...config, requestHandler });
  return composeUsageCalculator(new Environment((name) => VARIABLES[name] ?? name), {
    clock,
    telemetry: new EmfTelemetry(() => undefined, clock, 'usageCalculator', 'essential'),
    settings: (path) => new SsmSettingsSource(ssm, path),
    budgets: () => new DynamoBudgetStore(dynamo, BUDGETS, clock),
    ledger: () => new DynamoUsageLedger(dynamo, { usage: 'UsageTracking', budgets: BUDGETS }, clock),
    prices: () => new DynamoPriceTable(dynamo, PRICES, clock),
    fallbackPrices: () => ({ book: loadFallbackPriceBook(), models: loadPriceBookData().models }),
    priceList: () => new MemoryPriceList([]),
    inferenceProfiles: () => new MemoryInferenceProfiles(new Map()),
    quarantine: () => new MemoryQuarantine(),
    objects: () => new MemoryObjectStore(),
  });
}

interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

interface HttpAnswer {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readable;
  };
}

function answering(answerTo: (target: string, body: Buffer) => string): (request: HttpRequest) => Promise<HttpAnswer> {
  return ({ headers, body }) => {
    const content = answerTo(headers['x-amz-target'] ?? '', Buffer.from(body));
    const response = {
      statusCode: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Readable.from([Buffer.from(content)]),
    };
    return Promise.resolve({ response });
  };
}

/** Made beforehand: an answer costs what its reading costs. */
function answersOf(budgets: readonly StoredBudget[]): (target: string, body: Buffer) => string {
  const limit = { Name: `${SETTINGS_PATH}budgetLimitUsd`, Value: BUDGET_LIMIT_USD, Type: 'String' };
  const parameters = JSON.stringify({ Parameters: [limit] });
  const prices = MODELS.map((id) => {
    const model = modelReferenceOf(id);
    const modelId = model.kind === 'foundation' ? model.modelId : id;
    return priceItem(priceRowOf({ modelId, region: REGION, scope: scopeOf(model) }), NOW, NOW + 1e9);
  });
  const ofPrices = JSON.stringify({ Responses: { [PRICES]: prices }, UnprocessedKeys: {} });
  const ofBudgets = JSON.stringify({ Responses: { [BUDGETS]: budgets.map(budgetItem) }, UnprocessedKeys: {} });
  return (target, body) => {
    if (target.endsWith('.TransactWriteItems')) return '{}';
    if (target.endsWith('.GetParametersByPath')) return parameters;
    return body.includes(`"${PRICES}"`) ? ofPrices : ofBudgets;
  };
}
