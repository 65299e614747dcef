import { expect } from 'chai';
import {
  modelBehindArns,
  modelName,
  modelReferenceOf,
  regionOfModelArn,
} from '../../../domain/invocations/modelReference.js';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

describe('modelReferenceOf', () => {
  const foundation: readonly (readonly [string, string, 'regional' | 'global'])[] = [
    [HAIKU, HAIKU, 'regional'],
    ['anthropic.claude-opus-4-7', 'anthropic.claude-opus-4-7', 'regional'],
    ['deepseek.v3.2', 'deepseek.v3.2', 'regional'],
    ['us.deepseek.r1-v1:0', 'deepseek.r1-v1:0', 'regional'],
    ...['us', 'eu', 'apac', 'jp', 'au', 'ca', 'in', 'us-gov'].map(
      (prefix) => [`${prefix}.${HAIKU}`, HAIKU, 'regional'] as const,
    ),
    [`global.${HAIKU}`, HAIKU, 'global'],
    [`arn:aws:bedrock:eu-west-1::foundation-model/${HAIKU}`, HAIKU, 'regional'],
    [`arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.${HAIKU}`, HAIKU, 'regional'],
    [`${ARN}:inference-profile/global.anthropic.claude-opus-4-7`, 'anthropic.claude-opus-4-7', 'global'],
    ['amazon.nova-lite-v1:0:24k', 'amazon.nova-lite-v1:0', 'regional'],
    ['amazon.nova-premier-v1:0:mm', 'amazon.nova-premier-v1:0', 'regional'],
    ['amazon.nova-premier-v1:0:1000k', 'amazon.nova-premier-v1:0', 'regional'],
    ['cohere.embed-english-v3:0:512', 'cohere.embed-english-v3:0', 'regional'],
    ['amazon.titan-embed-text-v1:2:8k', 'amazon.titan-embed-text-v1:2', 'regional'],
    ['somebody.model:200k', 'somebody.model', 'regional'],
    ['anthropic.claude-instant-v1:100k', 'anthropic.claude-instant-v1:100k', 'regional'],
    ['anthropic.claude-instant-v1:2:100k', 'anthropic.claude-instant-v1:100k', 'regional'],
    ['anthropic.claude-v2:0:100k', 'anthropic.claude-v2:100k', 'regional'],
    ['anthropic.claude-v2:1:18k', 'anthropic.claude-v2:1', 'regional'],
    ['anthropic.claude-3-haiku-20240307-v1:0:200k', 'anthropic.claude-3-haiku-20240307-v1:0', 'regional'],
    ['no-provider-at-all', 'no-provider-at-all', 'regional'],
  ];
  for (const [modelId, expected, scope] of foundation) {
    it(`reads ${modelId} as ${expected}, ${scope}`, () => {
      expect(modelReferenceOf(modelId)).to.deep.equal({ kind: 'foundation', modelId: expected, scope });
    });
  }

  for (const resource of ['provisioned-model/abc', 'imported-model/abc', 'marketplace/model-endpoint/all/x']) {
    it(`bills ${resource} by the hour`, () => {
      expect(modelReferenceOf(`${ARN}:${resource}`)).to.deep.equal({ kind: 'hourly', resource });
    });
  }

  it('bills a SageMaker endpoint by the hour', () => {
    const modelId = 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/mine';
    expect(modelReferenceOf(modelId)).to.deep.equal({ kind: 'hourly', resource: 'endpoint/mine' });
  });

  for (const resource of [
    'application-inference-profile/a1b2',
    'default-prompt-router/anthropic.claude:1',
    'prompt-router/r1',
    'prompt/P123:4',
    'custom-model-deployment/d1',
    'custom-model/c1',
  ]) {
    it(`does not guess what ${resource} stands for`, () => {
      expect(modelReferenceOf(`${ARN}:${resource}`)).to.deep.equal({ kind: 'opaque', resource });
    });
  }

  it('reads the base model in the ARN of a custom model', () => {
    const resource = 'custom-model/amazon.nova-micro-v1:0:128k/c1';
    expect(modelReferenceOf(`${ARN}:${resource}`)).to.deep.equal({
      kind: 'opaque',
      resource,
      baseModelId: 'amazon.nova-micro-v1:0',
    });
  });

  it('follows an application inference profile that it was told about', () => {
    const profile = `${ARN}:application-inference-profile/a1b2`;
    const profiles = new Map([[profile, `global.${HAIKU}`]]);
    expect(modelReferenceOf(profile, profiles)).to.deep.equal({ kind: 'foundation', modelId: HAIKU, scope: 'global' });
  });

  it('does not follow profiles in circles', () => {
    const profile = `${ARN}:application-inference-profile/a1b2`;
    expect(modelReferenceOf(profile, new Map([[profile, profile]])).kind).to.equal('opaque');
  });

  it('keeps an ARN of no known form as it is', () => {
    expect(modelReferenceOf('arn:aws:s3:::bucket')).to.deep.equal({ kind: 'opaque', resource: 'arn:aws:s3:::bucket' });
  });
});

describe('modelName', () => {
  it('is the model or what hides it', () => {
    expect(modelName(modelReferenceOf(`us.${HAIKU}`))).to.equal(HAIKU);
    expect(modelName(modelReferenceOf(`${ARN}:provisioned-model/abc`))).to.equal('provisioned-model/abc');
  });
});

describe('regionOfModelArn', () => {
  it("is the ARN's own, if it is an ARN", () => {
    expect(regionOfModelArn(`${ARN}:provisioned-model/abc`)).to.equal('us-east-1');
    expect(regionOfModelArn(HAIKU)).to.equal(undefined);
  });

  it('takes nothing but a size for a context size', () => {
    for (const id of ['amazon.nova-pro-v1:0:ultrafast', 'amazon.nova-2-lite-v1:0:priority']) {
      expect(modelReferenceOf(id)).to.deep.equal({ kind: 'foundation', modelId: id, scope: 'regional' });
    }
  });
});

describe('modelBehindArns', () => {
  const opus = 'anthropic.claude-opus-4-6-v1';
  const arn = (region: string, model = opus): string => `arn:aws:bedrock:${region}::foundation-model/${model}`;
  const table: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['one Region', [arn('us-east-1')], arn('us-east-1')],
    ['several Regions', [arn('us-east-1'), arn('us-west-2')], arn('us-east-1')],
    ['all Regions', [arn('us-east-1'), arn('')], `global.${opus}`],
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
