import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';

const COMMAND = 'ministack';
/** Of a start that takes half a second on an idle machine. */
const START_LIMIT_SECONDS = 120;

export interface Emulator {
  readonly endpoint: string;
  /** What the emulator has written so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Whether the emulator is on PATH. */
export function hasEmulator(): boolean {
  return spawnSync(COMMAND, ['--help'], { stdio: 'ignore' }).status === 0;
}

/** Starts an account of its own, empty, in a folder of its own. Lambda functions run as processes of Node. */
export async function startEmulator(): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-emulator-'));
  const logFile = join(folder, 'log');
  const port = await freePort();
  const output = openSync(logFile, 'w');
  const child = spawn(COMMAND, [], {
    cwd: folder,
    env: { ...process.env, ...environment(folder, port) },
    stdio: ['ignore', output, output],
  });
  const emulator: Emulator = {
    endpoint: `http://127.0.0.1:${port}`,
    log: () => readFileSync(logFile, 'utf8'),
    stop: async () => {
      await stopped(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await answering(emulator, child);
  return emulator;
}

function environment(folder: string, port: number): Readonly<Record<string, string>> {
  return {
    GATEWAY_PORT: String(port),
    MINISTACK_ACCOUNT_ID: EXAMPLE_ACCOUNT,
    MINISTACK_AUTOCREATE_AWS_MANAGED: '1',
    LAMBDA_EXECUTOR: 'local',
    S3_DATA_DIR: join(folder, 's3'),
    STATE_DIR: join(folder, 'state'),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

async function answering({ endpoint, log, stop }: Emulator, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_LIMIT_SECONDS * 10; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  const written = log();
  await stop();
  throw new Error(`the emulator does not answer:\n${written}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
