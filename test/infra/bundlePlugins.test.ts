import { build } from 'esbuild';
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { trimmedClients } from '../../infra/bundlePlugins.js';

/** Answers every request as SSM does that has an error to tell. */
const PROGRAM = `
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
const body = new TextEncoder().encode('{"__type":"InvalidFilterOption","message":"not this one"}');
const requestHandler = { handle: async () => ({ response: { statusCode: 400, headers: {}, body } }) };
const client = new SSMClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, requestHandler });
export const error = await client.send(new GetParametersByPathCommand({ Path: '/' })).catch((thrown) => thrown);
`;

describe('trimmedClients', () => {
  const folder = mkdtempSync(join(tmpdir(), 'budgeteer-plugins-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('leaves out the class of an error that no handler names, which comes by its name all the same', async () => {
    const outfile = join(folder, 'program.mjs');
    const { metafile } = await build({
      stdin: { contents: PROGRAM, resolveDir: resolve('.') },
      plugins: [trimmedClients('.')],
      outfile,
      metafile: true,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      external: ['bowser'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    const { error } = (await import(pathToFileURL(outfile).href)) as { readonly error: Error };
    expect([error.name, error.message]).to.deep.equal(['InvalidFilterOption', 'not this one']);
    const inputs = Object.entries(Object.values(metafile.outputs)[0]?.inputs ?? {});
    const errors = inputs.find(([path]) => path.endsWith('client-ssm/dist-es/models/errors.js'));
    expect(errors?.[1].bytesInOutput).to.be.lessThan(5000);
  });
});
