import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import languageServices from '@pulumi/pulumi/proto/language_grpc_pb.js';
import providerServices from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { languageHost } from './language.js';
import { listen, type Listening } from './listening.js';
import { standIn } from './provider.js';

export interface Ended {
  readonly exitCode: number | null;
  /** What was written to both outputs. */
  readonly text: string;
}

const REGION = 'us-east-1';

export function hasCli(): boolean {
  return isOnPath('pulumi', ['version']);
}

/** The real CLI on a copy of a stack's settings, with a state of its own and nothing of the user's. */
export class Cli {
  readonly #folder = mkdtempSync(join(tmpdir(), 'budgeteer-pulumi-'));
  readonly #servers: Listening[] = [];
  #environment: NodeJS.ProcessEnv = {};

  async start(stack: string): Promise<void> {
    const yaml = readFileSync('Pulumi.yaml', 'utf8');
    writeFileSync(join(this.#folder, 'Pulumi.yaml'), `main: ${resolve('.')}\n${yaml}`);
    writeFileSync(join(this.#folder, `Pulumi.${stack}.yaml`), readFileSync(`Pulumi.${stack}.yaml`));
    for (const folder of ['home', 'state']) mkdirSync(join(this.#folder, folder));
    const aws = await this.#serve(listen(providerServices.ResourceProviderService, standIn(REGION, '7.48.0')));
    const awsx = await this.#serve(listen(providerServices.ResourceProviderService, standIn(REGION, '3.9.0')));
    this.#environment = {
      ...process.env,
      PULUMI_HOME: join(this.#folder, 'home'),
      PULUMI_BACKEND_URL: `file://${join(this.#folder, 'state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'test',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_DEBUG_PROVIDERS: `aws:${aws},awsx:${awsx}`,
      ...(await this.#language()),
    };
  }

  /** Runs a command of the CLI without questions. */
  run(...command: readonly string[]): Promise<Ended> {
    const child = spawn('pulumi', [...command, '--non-interactive', '--color', 'never'], {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    }
    return new Promise((settle, reject) => {
      child.on('error', reject).on('close', (exitCode) => {
        settle({ exitCode, text });
      });
    });
  }

  close(): void {
    for (const { close } of this.#servers) close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #language(): Promise<NodeJS.ProcessEnv> {
    if (isOnPath('pulumi-language-nodejs', ['-help'])) return {};
    const service = listen(languageServices.LanguageRuntimeService, languageHost(this.#folder));
    return { PULUMI_DEBUG_LANGUAGES: `nodejs:${await this.#serve(service)}` };
  }

  async #serve(started: Promise<Listening>): Promise<number> {
    const server = await started;
    this.#servers.push(server);
    return server.port;
  }
}

function isOnPath(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}
