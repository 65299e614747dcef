import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { TAGGABLE_TYPES } from '../../policy/taggableTypes.js';

const { resolve } = createRequire(import.meta.url);

describe('TAGGABLE_TYPES', () => {
  for (const type of TAGGABLE_TYPES) {
    it(`has ${type}, which takes tags`, () => {
      const [, file = ''] = /^aws:([^:]+):/.exec(type) ?? [];
      const source = readFileSync(resolve(`@pulumi/aws/${file}.js`), 'utf8');
      expect(source).to.contain(`__pulumiType = '${type}'`).and.to.contain('resourceInputs["tags"] =');
    });
  }
});
