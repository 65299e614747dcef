import { Writable } from 'node:stream';
import { runCommandLine } from '../commandLine.js';

/** The folder of the world as the page names it. */
const NAMED = 'week';

/** A block of the page: a command, and what it printed. */
const BLOCK = /^```console\n\$ budgeteer (.+)\n[^]*?^```$/gm;

/**
 * The page with what its commands print now, in their order, on the kept world in `folder`, which they change. What a
 * command says on standard error stands there with its lines.
 */
export async function operationsPage(page: string, folder: string): Promise<string> {
  const printed: string[] = [];
  for (const [, command = ''] of page.matchAll(BLOCK)) {
    printed.push(`\`\`\`console\n$ budgeteer ${command}\n${await outputOf(wordsOf(command), folder)}\`\`\``);
  }
  return page.replace(BLOCK, () => printed.shift() ?? '');
}

/** Starts the world that the page is about. */
export async function startWeek(folder: string): Promise<void> {
  await outputOf(['start', '--stack', 'dev', '--until', '2026-10-14', '--keep', NAMED], folder);
}

async function outputOf(words: readonly string[], folder: string): Promise<string> {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done): void {
      text += chunk.toString();
      done();
    },
  });
  const argv = words.map((word) => (word === NAMED ? folder : word));
  const complaints = capture(process.stderr);
  try {
    await runCommandLine(['node', 'budgeteer', ...argv], stream);
  } finally {
    text += complaints.end();
  }
  // Colours, where the script runs in a terminal.
  return text
    .replaceAll(folder, NAMED)
    .replaceAll(/\u001b\[\d+m/g, '')
    .replaceAll(/ +$/gm, '');
}

function capture(stream: NodeJS.WriteStream): { readonly end: () => string } {
  let text = '';
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array): boolean => {
    text += chunk.toString();
    return true;
  };
  return {
    end: () => {
      stream.write = write;
      return text;
    },
  };
}

/** As a shell would: words, and texts in double quotes. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}
