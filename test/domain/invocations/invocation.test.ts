import { expect } from 'chai';
import { invocationOf } from '../../../domain/invocations/invocation.js';
import { parseInvocationRecord, readLogMessage } from '../../../domain/invocations/invocationLog.js';
import { converseRecord, withCounts } from './records.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/a1b2c3d4';

/** Calls of which the usage depends on the model. */
const cached = withCounts({ inputTokenCount: 100, cacheReadInputTokenCount: 60 }, 8);
const images = withCounts({ inputBodyJson: { images: ['a', 'b'] }, inputTokenCount: 7 }, 0);
const CALLS = [
  { name: 'plain', counts: {} },
  { name: 'with cached tokens, as a stream', counts: { operation: 'ConverseStream', ...cached } },
  { name: 'with cached tokens', counts: cached },
  { name: 'with images', counts: images },
] as const;

describe('the model of a logged call', () => {
  for (const modelId of ['openai.gpt-oss-120b-1:0', 'cohere.embed-v4:0', 'amazon.nova-micro-v1:0']) {
    for (const { name, counts } of CALLS) {
      it(`decides on its usage, whether learned before or after it was read: ${modelId}, ${name}`, () => {
        const record = converseRecord({ ...counts, modelId: PROFILE });
        const profiles = new Map([[PROFILE, modelId]]);
        const read = readLogMessage(JSON.stringify(record));
        if (read.kind !== 'call') throw new Error(read.reason);
        const direct = parseInvocationRecord({ ...record, modelId });
        if (direct.kind !== 'invocation') throw new Error(direct.reason);
        const invocation = invocationOf(read.call, profiles);
        expect(invocation).to.deep.equal({ ...direct.invocation, modelId: PROFILE, inferenceProfile: PROFILE });
        expect(parseInvocationRecord(record, profiles)).to.deep.equal({ kind: 'invocation', invocation });
        expect(invocationOf(read.call).model.kind).to.equal('opaque');
      });
    }
  }
});
