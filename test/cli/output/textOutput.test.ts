import { expect } from 'chai';
import { Writable } from 'node:stream';
import sinon from 'sinon';
import { TextOutput } from '../../../cli/output/textOutput.js';

/** A pipe whose reader goes away after so many writes. */
function pipe(writes: number, read: string[]): Writable {
  return new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done): void {
      if (read.length >= writes) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      } else {
        read.push(chunk.toString());
        setImmediate(done);
      }
    },
  });
}

describe('TextOutput', () => {
  const exit = sinon.stub();
  beforeEach(() => {
    exit.reset();
    sinon.replace(process, 'exit', exit as unknown as typeof process.exit);
  });
  afterEach(() => {
    sinon.restore();
  });

  async function told(output: TextOutput): Promise<void> {
    for (const line of ['one', 'two', 'three']) {
      output.line(line);
      await output.flush();
    }
  }

  it('waits for a slow reader, and keeps the order', async () => {
    const read: string[] = [];
    const output = new TextOutput(pipe(3, read));
    await told(output);
    expect([read.join(''), output.isClosed, exit.callCount]).to.deep.equal(['one\ntwo\nthree\n', false, 0]);
  });

  it('ends the command where nobody reads on', async () => {
    await told(new TextOutput(pipe(1, [])));
    expect(exit.args[0]).to.deep.equal([0]);
  });

  it('lets a command that changes something go on to its end, and tells it', async () => {
    const read: string[] = [];
    const output = new TextOutput(pipe(1, read));
    output.endsWhole();
    await told(output);
    expect([read.join(''), output.isClosed, exit.callCount]).to.deep.equal(['one\n', true, 0]);
  });
});
