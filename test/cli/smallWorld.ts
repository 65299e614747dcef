import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { TextOutput } from '../../cli/output/textOutput.js';
import { naming } from '../../cli/stack/awsProblem.js';
import { keepWorld } from '../../cli/stack/keptWorld.js';
import { openLocalStack } from '../../cli/stack/localStack.js';
import type { Stack } from '../../cli/stack/stack.js';
import { loadStack, savedProducts } from '../../cli/start/loadStack.js';
import { createWorld, type World } from '../../local/world/world.js';
import { ALICE, callOften, FULL, IAM, settle, START, SUMMARISER, until } from '../local/world/scenario.js';

const ACCOUNT = '444455556666';
export const ALINA = `${IAM}:user/alina`;
export const INDEXER = `${IAM}:role/indexer`;
export const RESEARCH = `${IAM}:role/research`;
export const ANA = 'person/ana@example.com';
export { ALICE, SUMMARISER };

const MINUTES = 60;

/** When the small world is kept: an hour after its start. */
export const KEPT_AT = START + MINUTES * 60_000;

export const ORIGIN = { stack: 'dev', account: ACCOUNT, settings: {}, profiles: [] };

/**
 * An hour of stack dev, on a Monday: alice is suspended at her limit of 1 USD; the summariser is near its own; research
 * is over 0.10 USD and only observed; ana is a person, and in team search; alina and the indexer have called once.
 */
async function live(world: World): Promise<void> {
  const { people, iam } = world;
  settle(world);
  const permissionSet = 'AWSReservedSSO_Team_0123456789abcdef';
  const sessions = people.create('role', permissionSet, '/aws-reserved/sso.amazonaws.com/us-east-1/');
  people.attach(sessions, FULL);
  iam.held(sessions).attached.add(`${IAM}:policy/bedrock-budgeteer-dev-persons-1`);
  people.attach(people.create('user', 'alina'), FULL);
  for (const name of ['indexer', 'research']) people.attach(people.create('role', name), FULL);
  callOften(world, ALICE, 10, 8);
  callOften(world, SUMMARISER, 11, 4);
  const session = (role: string, name: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
  callOften(world, session('research', 'notebook'), 12, 1);
  callOften(world, session(permissionSet, 'ana@example.com'), 13, 1);
  callOften(world, ALINA, 14, 1);
  callOften(world, session('indexer', 'run'), 15, 1);
  await until(world, MINUTES);
}

let kept: Promise<string> | undefined;

/** The folder of the small world, made once. Not to be written to. */
export function smallWorld(): Promise<string> {
  return (kept ??= keep());
}

async function keep(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { plan, hasTrail } = await loadStack('dev', ACCOUNT);
  const world = createWorld({ plan, start: START, hasTrail, products: savedProducts() });
  try {
    await live(world);
    keepWorld(folder, ORIGIN, world, 'the start');
  } finally {
    world.time.close();
  }
  return folder;
}

export interface Ran {
  /** Undefined where it threw. */
  readonly code: number | undefined;
  readonly text: string;
  readonly complaints: readonly string[];
  readonly error: unknown;
}

type Command = (stack: Stack, output: TextOutput) => Promise<number>;

export interface Place {
  /** Of this test's copy. */
  readonly folder: string;
  /** Opens the stack, runs a command as a shell without a terminal would, of 80 columns, and closes the stack. */
  run(command: Command): Promise<Ran>;
  /** Looks at what the folder holds. */
  inside<T>(look: (world: World, stack: Stack) => T | Promise<T>): Promise<T>;
}

/** A copy of the small world for each test of the surrounding `describe`. */
export function copiedWorld(): Place {
  let folder = '';
  before(smallWorld);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'budgeteer-'));
    cpSync(await smallWorld(), folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    run: (command) => ran(folder, command),
    inside: async (look) => {
      const stack = await openLocalStack(folder);
      try {
        return await look(worldIn(stack), stack);
      } finally {
        await stack.close();
      }
    },
  };
}

export function worldIn({ reach }: Stack): World {
  if (reach.kind === 'local') return reach.world;
  throw new Error('not a local world');
}

async function ran(folder: string, command: Command): Promise<Ran> {
  const stream = new PassThrough({ highWaterMark: 1e9 });
  const output = new TextOutput(stream);
  const complaints: string[] = [];
  const restores = [
    replaced(process.stderr, 'write', (line: unknown) => complaints.push(String(line).trimEnd()) > 0),
    replaced(process.stdout, 'columns', 80),
    replaced(process.stdin, 'isTTY', false),
  ];
  let code: number | undefined;
  let error: unknown;
  try {
    const stack = await openLocalStack(folder);
    try {
      code = await naming(command(stack, output));
    } finally {
      await stack.close();
    }
  } catch (thrown) {
    error = thrown;
  } finally {
    for (const restore of restores) restore();
  }
  await output.flush();
  return { code, text: plain(String(stream.read() ?? '')), complaints, error };
}

/** Also of a stream that has no such property. */
function replaced(stream: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(stream, name);
  Object.defineProperty(stream, name, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(stream, name);
    else Object.defineProperty(stream, name, before);
  };
}

/** On a terminal the texts are coloured. */
function plain(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, '');
}

export function tooLong({ text }: Ran): readonly string[] {
  return text.split('\n').filter((line) => line.length > 80);
}

export function jsonLines({ text }: Pick<Ran, 'text'>): readonly Record<string, unknown>[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
