import { expect } from 'chai';
import { modelBehindArns } from '../../../domain/invocations/inferenceProfile.js';

const OPUS = 'anthropic.claude-opus-4-6-v1';
const arn = (region: string, model = OPUS): string => `arn:aws:bedrock:${region}::foundation-model/${model}`;

describe('modelBehindArns', () => {
  const table: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['one Region', [arn('us-east-1')], arn('us-east-1')],
    ['several Regions', [arn('us-east-1'), arn('us-west-2')], arn('us-east-1')],
    ['all Regions', [arn('us-east-1'), arn('')], `global.${OPUS}`],
    ['two models', [arn('us-east-1'), arn('us-east-1', 'amazon.nova-micro-v1:0')], undefined],
    ['something else', [arn('us-east-1'), 'arn:aws:bedrock:us-east-1:444455556666:custom-model/x'], undefined],
    ['nothing that is known', ['x'], undefined],
    ['nothing', [], undefined],
  ];
  for (const [what, arns, expected] of table) {
    it(`sees ${expected ?? 'no model'} behind ${what}`, () => {
      expect(modelBehindArns(arns)).to.equal(expected);
    });
  }
});
