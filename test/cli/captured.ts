import { TextOutput } from '../../cli/output/textOutput.js';
import { Writable } from 'node:stream';

/** What a command prints. */
export function captured(): { readonly output: TextOutput; readonly text: () => Promise<string> } {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const output = new TextOutput(stream);
  return {
    output,
    text: async () => {
      await output.flush();
      return written;
    },
  };
}
