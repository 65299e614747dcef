import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';

const RUNNER = `
import { pathToFileURL } from 'node:url';
let input = '';
for await (const chunk of process.stdin) input += chunk;
try {
  const { handler } = await import(pathToFileURL(process.argv[1]).href);
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60000 };
  const answer = await handler(JSON.parse(input), context);
  process.stderr.write('ANSWER ' + JSON.stringify(answer ?? null) + '\\n');
} catch (error) {
  // Uncaught, it would quote its line of the bundle, which is longer than a pipe takes before the process is gone.
  process.stderr.write(String(error) + '\\n');
  process.exitCode = 1;
}
`;

const RUNTIME = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

export interface Invoked {
  readonly answer: unknown;
  /** Lines of the function's log. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
}

/** Runs a bundled function in a process of its own, named after its folder, with just the given environment, as Lambda does. */
export async function invokeBundle(
  folder: string,
  event: unknown,
  env: Readonly<Record<string, string>>,
): Promise<Invoked> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', RUNNER, join(folder, 'index.mjs')],
    {
      env: { ...RUNTIME, AWS_LAMBDA_FUNCTION_NAME: basename(folder), ...env },
    },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.end(JSON.stringify(event));
  await new Promise((resolve) => child.once('close', resolve));
  const answer = /^ANSWER (.*)$/m.exec(errors)?.[1];
  if (answer === undefined) throw new Error(`the function failed: ${errors}\n${output}`);
  const lines = output.split('\n').filter((line) => line !== '');
  return {
    answer: JSON.parse(answer),
    logs: lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  };
}
