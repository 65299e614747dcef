import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAudit } from '../../../cli/commands/audit.js';
import { runBudgetsList } from '../../../cli/commands/budgets.js';
import { runChange } from '../../../cli/commands/change.js';
import { runConfigEdit, runConfigGet } from '../../../cli/commands/config.js';
import { runDoctor } from '../../../cli/commands/doctor.js';
import { runInventory } from '../../../cli/commands/inventory.js';
import { runKeysCreate, runKeysList, runKeysRevoke, runKeysRotate } from '../../../cli/commands/keys.js';
import { runPrices } from '../../../cli/commands/prices.js';
import { runReleaseAll } from '../../../cli/commands/releaseAll.js';
import { reportStacks } from '../../../cli/report/stackReport.js';
import { runShow } from '../../../cli/commands/show.js';
import { runStatus } from '../../../cli/commands/status.js';
import { runWhy } from '../../../cli/commands/why.js';
import type { TextOutput } from '../../../cli/output/textOutput.js';
import { openAwsStack } from '../../../cli/stack/awsStack.js';
import type { Stack } from '../../../cli/stack/stack.js';
import { captured } from '../captured.js';
import { absent, ALICE, ANSWERS, budget, OUTPUTS } from './answers.js';
import { recorded, type Answers, type Call } from './recordedCalls.js';

/** A command line, and how it is run. */
export interface Run {
  readonly line: string;
  readonly run: (stack: Stack, output: TextOutput) => Promise<number>;
  readonly answers?: Answers;
}

const SESSION = 'arn:aws:sts::444455556666:assumed-role/lead/ana';
const BY_SESSION: Answers = { GetCallerIdentity: () => ({ Account: OUTPUTS.accountId, Arn: SESSION }) };

export const LOOKING: readonly Run[] = [
  { line: 'status', run: (stack, output) => runStatus([stack], {}, output) },
  { line: 'budgets list', run: (stack, output) => runBudgetsList([stack], {}, output) },
  { line: 'show alice', run: (stack, output) => runShow(stack, 'alice', {}, output) },
  { line: 'why alice', run: (stack, output) => runWhy(stack, 'alice', {}, output) },
  { line: 'audit', run: (stack, output) => runAudit([stack], undefined, {}, output) },
  { line: 'audit alice', run: (stack, output) => runAudit([stack], 'alice', {}, output) },
  { line: 'report', run: (stack, output) => reportStacks([stack], {}, output) },
  { line: 'prices', run: (stack, output) => runPrices(stack, { model: 'amazon.nova-micro-v1:0' }, output) },
  { line: 'config get', run: (stack, output) => runConfigGet(stack, undefined, {}, output) },
  { line: 'inventory', run: (stack, output) => runInventory(stack, { lastUsed: true }, output) },
  { line: 'keys list', run: (stack, output) => runKeysList(stack, {}, output) },
  { line: 'doctor', run: (stack, output) => runDoctor(stack, {}, output) },
  { line: 'doctor, of a session', run: (stack, output) => runDoctor(stack, {}, output), answers: BY_SESSION },
];

const NOW = { yes: true, wait: false } as const;
const REASON = 'a test';
const OPERATIONS = [
  { operation: 'set-limit', amount: '30', reason: REASON },
  { operation: 'top-up', amount: '30', reason: REASON },
  { operation: 'exempt', reason: REASON },
  { operation: 'suspend-by-hand', reason: REASON },
] as const;

export const CHANGING: readonly Run[] = [
  ...OPERATIONS.map((request) => ({
    line: request.operation,
    run: (stack: Stack, output: TextOutput) => runChange(stack, { ...request, who: ALICE }, NOW, output),
  })),
  {
    line: 'config set',
    run: (stack, output) => runConfigEdit(stack, { kind: 'set', name: 'warnPercent', text: '50' }, NOW, output),
  },
  {
    line: 'config unset',
    run: (stack, output) => runConfigEdit(stack, { kind: 'unset', name: 'warnPercent', text: '' }, NOW, output),
  },
  {
    line: 'keys create',
    run: (stack, output) => runKeysCreate(stack, 'ci', { limit: '25', expires: 'never', yes: true }, output),
    answers: { GetUser: absent, CreateUser: () => ({ User: { Arn: `arn:aws:iam::444455556666:user/x` } }) },
  },
  { line: 'keys rotate', run: (stack, output) => runKeysRotate(stack, 'ci', { yes: true }, output) },
  { line: 'keys revoke', run: (stack, output) => runKeysRevoke(stack, 'ci', { yes: true }, output) },
];

/** What a command asks of AWS. */
export function callsOf({ run, answers }: Run): Promise<readonly Call[]> {
  return recorded({ ...ANSWERS, ...answers }, async () => run(await openAwsStack(OUTPUTS), captured().output));
}

const SUSPENDED = {
  status: 'suspended',
  suspendedIn: 0,
  suspendedAt: 0,
  isManual: false,
  team: undefined,
  deny: 'attached',
} as const;

function rowIn(table: string, row: object): readonly object[] {
  return table === OUTPUTS.userBudgetsTable ? [row] : [];
}

/** What `release-all` asks, with one user suspended. Of a wait of no minutes. */
export function releaseCalls(folder: string): Promise<readonly Call[]> {
  const file = join(folder, 'outputs.json');
  writeFileSync(file, JSON.stringify(OUTPUTS));
  const row = budget(ALICE, SUSPENDED);
  const denied: Answers = {
    ListEntitiesForPolicy: () => ({ PolicyUsers: [{ UserName: 'alice' }] }),
    BatchGetItem: ({ RequestItems }) => ({
      Responses: Object.fromEntries(Object.keys(RequestItems as object).map((table) => [table, rowIn(table, row)])),
    }),
  };
  return recorded({ ...ANSWERS, ...denied }, () =>
    runReleaseAll({ outputs: file, wait: '0', json: true }, captured().output),
  );
}
