import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { isObject } from '../../domain/json.js';
import { commandsOf, configFileOf, outputsCommandOf, type Command } from './deployment.js';
import { readOrganization, type Account, type Organization } from './organization.js';

const USAGE = 'npm run organization -- config|preview|up|outputs ACCOUNTS.yaml FOLDER';

/**
 * Deploys the stack of this project into each account of a list, one after the other, and stops at the first that fails:
 * what is done stays, and the same command goes on.
 */
async function main([task = '', file = '', folder = '']: readonly string[]): Promise<void> {
  if (!['config', 'preview', 'up', 'outputs'].includes(task) || folder === '') throw new TypeError(USAGE);
  const organization = readOrganization(readFileSync(file, 'utf8'));
  mkdirSync(folder, { recursive: true });
  for (const account of organization.accounts) writeConfig(configFileOf(folder, account), account);
  if (task === 'config') return;
  const outputs: unknown[] = [];
  for (const account of organization.accounts) {
    const credentials = await credentialsOf(organization, account);
    if (task === 'preview' || task === 'up') {
      process.stdout.write(`\n${account.name}, ${account.id}\n`);
      for (const command of commandsOf(organization, account, task, folder, credentials)) pulumi(command, 'inherit');
    }
    if (task !== 'preview')
      outputs.push(JSON.parse(pulumi(outputsCommandOf(organization, account, credentials), 'pipe')));
  }
  if (task !== 'preview') writeFileSync(join(folder, 'outputs.json'), `${JSON.stringify(outputs, undefined, 2)}\n`);
}

/** Keeps what Pulumi has added beside the settings. */
function writeConfig(file: string, { config }: Account): void {
  const known: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, stringify({ ...(isObject(known) ? known : {}), config }));
}

async function credentialsOf({ role }: Organization, { id }: Account): Promise<Readonly<Record<string, string>>> {
  const asked = { RoleArn: `arn:aws:iam::${id}:role/${role}`, RoleSessionName: 'bedrock-budgeteer' };
  const { Credentials: given } = await new STSClient({}).send(new AssumeRoleCommand(asked));
  return {
    AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: given?.SessionToken ?? '',
  };
}

function pulumi({ words, environment }: Command, stdout: 'inherit' | 'pipe'): string {
  const env = { ...process.env, ...environment };
  const answer = spawnSync('pulumi', words, { encoding: 'utf8', env, stdio: ['inherit', stdout, 'inherit'] });
  if (answer.error !== undefined) throw answer.error;
  if (answer.status !== 0) throw new Error(`pulumi ${words.join(' ')}: exit ${answer.status ?? '?'}`);
  return answer.stdout;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`organization: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
