import { expect } from 'chai';
import fc from 'fast-check';
import { parseInvocationRecord, parseLogMessage } from '../../../domain/invocations/invocationLog.js';
import { NO_USAGE } from '../../../domain/invocations/usage.js';
import { ACCOUNT, ALICE, converseRecord, invocationOf, withCounts } from './records.js';

describe('parseLogMessage', () => {
  for (const message of [
    'Permissions are correctly set for Amazon Bedrock logs.',
    'CWL CONTROL MESSAGE: Checking health of destination Firehose.',
  ]) {
    it(`passes over ${message}`, () => {
      expect(parseLogMessage(message)).to.deep.equal({
        kind: 'ignored',
        reason: 'a plain-text message of AWS itself',
      });
    });
  }

  it('reads a record from its JSON text', () => {
    expect(parseLogMessage(JSON.stringify(converseRecord())).kind).to.equal('invocation');
  });

  it('reports text that is neither', () => {
    expect(parseLogMessage('{"modelId":')).to.deep.equal({ kind: 'invalid', reason: 'not JSON' });
  });
});

describe('parseInvocationRecord', () => {
  it('reads who called which model where and when', () => {
    const invocation = invocationOf({ modelId: 'global.anthropic.claude-opus-4-7', region: 'us-west-2' });
    expect(invocation).to.deep.include({
      requestId: '0b6e1a5e-7f0c-4b5e-9d53-2f5a0f7d9a01',
      timestamp: Date.UTC(2026, 8, 10, 8, 30),
      principal: { principalId: ALICE, accountType: 'iam_user' },
      region: 'us-west-2',
      modelId: 'global.anthropic.claude-opus-4-7',
      model: { kind: 'foundation', modelId: 'anthropic.claude-opus-4-7', scope: 'global' },
      tier: 'standard',
      usage: { ...NO_USAGE, inputTokens: 40, outputTokens: 8 },
    });
  });

  it('never lets requestMetadata decide who pays', () => {
    expect(invocationOf({ requestMetadata: { userId: 'somebody-else' } }).principal.principalId).to.equal(ALICE);
  });

  it('takes an operation it has never heard of', () => {
    expect(invocationOf({ operation: 'ChatCompletions' }).usage.inputTokens).to.equal(40);
  });

  describe('when something is missing', () => {
    const invalid: readonly (readonly [string, Record<string, unknown>, string])[] = [
      ['requestId', { requestId: undefined }, 'requestId: missing, so the call could be counted twice'],
      ['modelId', { modelId: undefined }, 'modelId: missing'],
      ['timestamp', { timestamp: undefined }, 'timestamp: missing is not an ISO 8601 instant'],
    ];
    for (const [field, overrides, reason] of invalid) {
      it(`sets a record without ${field} aside`, () => {
        expect(parseInvocationRecord(converseRecord(overrides))).to.deep.equal({ kind: 'invalid', reason });
      });
    }

    it('gives the spend of a record without identity to the unknown principal', () => {
      expect(invocationOf({ identity: undefined }).principal.principalId).to.equal('unknown');
    });

    it("takes the Region of the model's ARN, else none", () => {
      const arn = `arn:aws:bedrock:eu-west-3:${ACCOUNT}:inference-profile/eu.amazon.nova-lite-v1:0`;
      expect(invocationOf({ region: undefined, modelId: arn }).region).to.equal('eu-west-3');
      expect(invocationOf({ region: undefined }).region).to.equal('');
    });

    it('takes absent counts for zero where the body does not tell them either', () => {
      const counts = withCounts({ inputTokenCount: 20 });
      expect(invocationOf(counts).usage).to.deep.equal({ ...NO_USAGE, inputTokens: 20 });
    });

    it('knows GovCloud by its profile, and a Region in capitals', () => {
      const modelId = 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0';
      expect(invocationOf({ region: undefined, modelId }).region).to.equal('us-gov-west-1');
      expect(invocationOf({ region: 'US-GOV-EAST-1', modelId }).region).to.equal('us-gov-east-1');
    });

    it('takes a Region that is none for an absent one', () => {
      expect(invocationOf({ region: 'us-east-1\u001b[2J' }).region).to.equal('');
    });

    it('takes a null count for an absent one', () => {
      expect(
        invocationOf(withCounts({ inputTokenCount: 20, cacheReadInputTokenCount: null })).usage.inputTokens,
      ).to.equal(20);
    });

    it('reads a record without input and output as one without usage, and says so', () => {
      const { usage, doubts } = invocationOf({ input: undefined, output: undefined });
      expect(usage).to.deep.equal(NO_USAGE);
      expect(doubts).to.deep.equal(['input-not-counted', 'output-not-counted']);
    });
  });

  describe('when values are hostile', () => {
    const hostile: readonly unknown[] = [-1, 1.5, 1e9 + 1, 1e300, '12', true, [], {}, 'x'.repeat(5000)];
    for (const value of hostile) {
      it(`refuses ${JSON.stringify(value).slice(0, 20)} as a count, naming the path`, () => {
        const parsed = parseInvocationRecord(
          converseRecord(withCounts({ inputTokenCount: 1, cacheWriteInputTokenCount: value })),
        );
        expect(parsed.kind).to.equal('invalid');
        expect(parsed)
          .to.have.property('reason')
          .that.matches(/^input\.cacheWriteInputTokenCount: .{1,150}$/);
      });
    }

    it('refuses counts nested without end', () => {
      const nested: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
      const parsed = parseInvocationRecord(converseRecord(withCounts({ inputTokenCount: nested })));
      expect(parsed)
        .to.have.property('reason')
        .that.matches(/^input\.inputTokenCount: an array is not a whole number/);
      expect(parseInvocationRecord(converseRecord({ timestamp: {} })))
        .to.have.property('reason')
        .that.includes('an object');
    });

    const broken: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ input: 'x' }, 'input: not an object'],
      [{ output: [] }, 'output: not an object'],
      [{ schemaType: 'Other' }, 'schemaType: "Other" is not ModelInvocationLog'],
      [{ requestId: 'two\nlines' }, 'requestId: "two\\nlines" is not a request id'],
      [{ modelId: 'x y' }, 'modelId: "x y" is not a model id'],
      [{ timestamp: 1700000000 }, 'timestamp: 1700000000 is not an ISO 8601 instant'],
    ];
    for (const [overrides, reason] of broken) {
      it(`sets aside a record with ${JSON.stringify(overrides)}`, () => {
        expect(parseInvocationRecord(converseRecord(overrides))).to.deep.equal({ kind: 'invalid', reason });
      });
    }

    it('is total: any JSON value gets an answer', () => {
      const keys = fc.constantFrom(
        'input',
        'output',
        'modelId',
        'requestId',
        'timestamp',
        'identity',
        'errorCode',
        'x',
      );
      fc.assert(
        fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())), (value) => {
          expect(['invocation', 'ignored', 'invalid']).to.include(parseInvocationRecord(value).kind);
        }),
      );
      fc.assert(
        fc.property(fc.jsonValue(), (body) => {
          const counts = withCounts({ inputTokenCount: 1, cacheWriteInputTokenCount: 9, inputBodyJson: body }, 1, body);
          expect(parseInvocationRecord(converseRecord(counts)).kind).to.equal('invocation');
        }),
      );
    });
  });

  describe('when the call failed', () => {
    it('ignores an error record, whatever it lacks', () => {
      const record = { requestId: 'r1', modelId: 'm', errorCode: 'ThrottlingException' };
      expect(parseInvocationRecord(record)).to.deep.equal({
        kind: 'ignored',
        reason: 'error record: ThrottlingException',
      });
    });

    it('reads what guardrails evaluated of a call that failed, and nothing of its model', () => {
      const guardrail = { inputAssessment: { g1: { invocationMetrics: { usage: { topicPolicyUnits: 1 } } } } };
      const counts = withCounts({ inputTokenCount: 9 }, 0, { trace: { guardrail } });
      const { usage, doubts } = invocationOf({ errorCode: 'ModelErrorException', ...counts });
      expect(usage).to.deep.equal({ ...NO_USAGE, guardrailTopicUnits: 1 });
      expect(doubts).to.deep.equal([]);
    });

    it('does not print an error code that is none as it stands', () => {
      const parsed = parseInvocationRecord(converseRecord({ errorCode: 'two\nlines', output: {} }));
      expect(parsed).to.have.property('reason', 'error record: "two\\nlines"');
    });

    it('charges a stream that broke off after it had answered', () => {
      expect(invocationOf({ errorCode: 'ModelStreamErrorException' }).usage.outputTokens).to.equal(8);
    });

    for (const body of [{ 'amazon-bedrock-guardrailAction': 'INTERVENED' }, { stopReason: 'guardrail_intervened' }]) {
      it(`ignores a call that a guardrail blocked: ${JSON.stringify(body)}`, () => {
        const parsed = parseInvocationRecord(converseRecord(withCounts({}, undefined, body)));
        expect(parsed).to.deep.equal({ kind: 'ignored', reason: 'blocked by a guardrail, no token counts' });
      });
    }

    it('reads what guardrails evaluated of a call that they blocked', () => {
      const usage = { contentPolicyUnits: 1, topicPolicyUnits: 2 };
      const guardrail = { input: { g1: { invocationMetrics: { usage } } } };
      const body = { 'amazon-bedrock-guardrailAction': 'INTERVENED', 'amazon-bedrock-trace': { guardrail } };
      const { usage: read, doubts } = invocationOf(withCounts({}, undefined, body));
      expect(read).to.deep.equal({ ...NO_USAGE, guardrailContentUnits: 1, guardrailTopicUnits: 2 });
      expect(doubts).to.deep.equal([]);
    });

    it('asks for the tokens of an answer that a guardrail held back', () => {
      const guardrail = { outputs: [{ g1: { invocationMetrics: { usage: { contentPolicyUnits: 1 } } } }] };
      const body = { 'amazon-bedrock-guardrailAction': 'INTERVENED', 'amazon-bedrock-trace': { guardrail } };
      expect(invocationOf(withCounts({}, undefined, body)).doubts).to.deep.equal([
        'input-not-counted',
        'output-not-counted',
      ]);
    });

    it('charges what a guardrail let pass before it intervened', () => {
      const counts = withCounts({ inputTokenCount: 5 }, 2, { stopReason: 'guardrail_intervened' });
      expect(invocationOf(counts).usage.inputTokens).to.equal(5);
    });
  });

  describe('when the model is of OpenAI', () => {
    const openai = { modelId: 'openai.gpt-oss-120b-1:0' };

    const counts = withCounts({ inputTokenCount: 100, cacheReadInputTokenCount: 60 }, 1);

    for (const operation of ['ConverseStream', 'InvokeModelWithResponseStream']) {
      it(`takes the cached tokens out of the input count of ${operation}`, () => {
        const { usage, doubts } = invocationOf({ ...openai, operation, ...counts });
        expect(usage).to.include({ inputTokens: 40, cacheReadTokens: 60 });
        expect(doubts).to.deep.equal([]);
      });
    }

    for (const operation of ['Converse', 'InvokeModel', undefined]) {
      it(`leaves them in, but says that it is open, for ${operation}`, () => {
        const { usage, doubts } = invocationOf({ ...openai, operation, ...counts });
        expect(usage).to.include({ inputTokens: 100, cacheReadTokens: 60 });
        expect(doubts).to.deep.equal(['cached-tokens-in-input']);
      });
    }

    for (const [prompt, details] of [
      ['prompt_tokens', 'prompt_tokens_details'],
      ['input_tokens', 'input_tokens_details'],
    ] as const) {
      it(`believes a body that tells them apart by ${details}`, () => {
        const usage = { [prompt]: 100, completion_tokens: 1, [details]: { cached_tokens: 50, cache_write_tokens: 10 } };
        const output = { outputBodyJson: { usage }, outputTokenCount: 1 };
        const call = invocationOf({ ...openai, operation: 'InvokeModel', input: { inputTokenCount: 100 }, output });
        expect(call.usage).to.include({ inputTokens: 40, cacheReadTokens: 50, cacheWrite1hTokens: 10 });
        expect(call.doubts).to.deep.equal([]);
      });
    }

    it('takes details that name no cached tokens for none', () => {
      const usage = { prompt_tokens: 100, completion_tokens: 1, prompt_tokens_details: { audio_tokens: 0 } };
      expect(invocationOf({ ...openai, ...withCounts({}, undefined, { usage }) }).usage).to.include({
        inputTokens: 100,
        cacheReadTokens: 0,
      });
    });

    it('does not believe details that are more than the prompt', () => {
      const usage = { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 50 } };
      const call = invocationOf({ ...openai, ...withCounts({}, undefined, { usage }) });
      expect(call.usage).to.include({ inputTokens: 10, cacheReadTokens: 50 });
    });

    it('leaves a count that cannot include them', () => {
      const fewer = withCounts({ inputTokenCount: 10, cacheReadInputTokenCount: 60 }, 1);
      expect(invocationOf({ ...openai, ...fewer }).usage).to.include({ inputTokens: 10, cacheReadTokens: 60 });
    });
  });

  it('counts the images that a request gives to be embedded, and says that they are only asked for', () => {
    const inputs: readonly (readonly [unknown, number])[] = [
      [{ images: ['data:a', 'data:b'] }, 2],
      [{ inputs: [{ content: [{ type: 'image_url' }, { type: 'text' }, {}] }, 'x'] }, 1],
      [{ singleEmbeddingParams: { image: { format: 'png' } } }, 1],
      [{ segmentedEmbeddingParams: { image: { format: 'png' } } }, 1],
      [{ inputImage: 'iVBORw0' }, 1],
    ];
    for (const [inputBodyJson, images] of inputs) {
      const { usage, doubts } = invocationOf({ modelId: 'cohere.embed-v4:0', ...withCounts({ inputBodyJson }) });
      expect(usage.images, JSON.stringify(inputBodyJson)).to.equal(images);
      expect(doubts).to.include('media-by-request');
      expect(invocationOf(withCounts({ inputBodyJson })).usage.images).to.equal(0);
    }
    const billed = { meta: { billed_units: { images: 3 } } };
    const { usage, doubts } = invocationOf({ modelId: 'cohere.embed-v4:0', ...withCounts({}, undefined, billed) });
    expect([usage.images, doubts.includes('media-by-request')]).to.deep.equal([3, false]);
  });

  it('follows a prompt router to the model that it chose', () => {
    const chosen = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0';
    const router = { modelId: `arn:aws:bedrock:us-east-1:${ACCOUNT}:default-prompt-router/nova:1` };
    for (const body of [
      { trace: { promptRouter: { invokedModelId: chosen } } },
      [{ metadata: { trace: { promptRouter: { invokedModelId: chosen } } } }],
    ]) {
      const { model } = invocationOf({ ...router, ...withCounts({ inputTokenCount: 1 }, 1, body) });
      expect(model).to.deep.equal({ kind: 'foundation', modelId: 'amazon.nova-micro-v1:0', scope: 'regional' });
    }
    expect(invocationOf(router).model.kind).to.equal('opaque');
  });
});
