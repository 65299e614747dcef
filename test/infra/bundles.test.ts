import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Archive } from '../../local/engine/plan.js';
import { runProgram } from '../../local/engine/runProgram.js';
import { StackGraph } from './stackGraph.js';

describe('a stack with its bundles', () => {
  it('is the one without, and has each bundle where its function points', async () => {
    const graph = await StackGraph.of('dev');
    const plan = await runProgram({
      folder: '.',
      stack: 'dev',
      mode: 'resolved',
      bundles: true,
      timeLimitSeconds: 600,
    });
    expect(plan).to.deep.equal(graph.plan);
    for (const { inputs } of graph.all('lambda/function:Function')) {
      const { code } = inputs;
      if (!(code instanceof Archive) || !('path' in code.archive)) throw new Error('no folder');
      expect(existsSync(join(code.archive.path, 'index.mjs'))).to.equal(true);
    }
  });
});
