import { expect } from 'chai';
import { invocationOf, withCounts } from './records.js';

describe('countsOfRecord', () => {
  describe('when the body counts', () => {
    const iterations = [
      { type: 'compaction', input_tokens: 55_196, output_tokens: 125 },
      { type: 'message', input_tokens: 220, output_tokens: 8 },
    ];
    const bodies: readonly (readonly [string, unknown, number, number])[] = [
      ['Converse', { usage: { inputTokens: 7, outputTokens: 3 } }, 7, 3],
      ['Anthropic', { usage: { input_tokens: 7, output_tokens: 3 } }, 7, 3],
      ['Anthropic with compaction', { usage: { input_tokens: 220, output_tokens: 8, iterations } }, 55_416, 133],
      ['a stream with compaction', [{ type: 'message_delta', usage: { output_tokens: 8, iterations } }], 55_416, 133],
      ['Llama', { prompt_token_count: 7, generation_token_count: 3 }, 7, 3],
      ['Titan Text', { inputTextTokenCount: 7, results: [{ tokenCount: 2 }, { tokenCount: 1 }, 'x'] }, 7, 3],
      ['a stream of Titan Text', [{ inputTextTokenCount: 7 }, { totalOutputTextTokenCount: 3 }], 7, 3],
      ['Cohere', { meta: { billed_units: { input_tokens: 7, output_tokens: 3 } } }, 7, 3],
      ['Cohere, second version', { usage: { billed_units: { input_tokens: 7, output_tokens: 3 } } }, 7, 3],
      ['a stream of Cohere', [{ response: { meta: { billed_units: { input_tokens: 7, output_tokens: 3 } } } }], 7, 3],
      ['Jurassic-2', { prompt: { tokens: Array(7) }, completions: [{ data: { tokens: Array(3) } }] }, 7, 3],
      ['OpenAI', { usage: { prompt_tokens: 7, completion_tokens: 3 } }, 7, 3],
      ['a stream of OpenAI Responses', [{ response: { usage: { input_tokens: 7, output_tokens: 3 } } }], 7, 3],
      [
        'stream chunks, of which the last count is the whole',
        [
          { type: 'message_start', message: { usage: { input_tokens: 7, output_tokens: 1 } } },
          'a chunk that is no object',
          { type: 'message_delta', usage: { output_tokens: 5000 } },
        ],
        7,
        5000,
      ],
      [
        'invocation metrics',
        [{ 'amazon-bedrock-invocationMetrics': { inputTokenCount: 7, outputTokenCount: 3 } }],
        7,
        3,
      ],
      ['ConverseStream metadata', [{ metadata: { usage: { inputTokens: 7, outputTokens: 3 } } }], 7, 3],
    ];
    for (const [name, body, input, output] of bodies) {
      for (const [top, counts] of [
        ['is silent', withCounts({}, undefined, body)],
        ['says zero', withCounts({ inputTokenCount: 0 }, 0, body)],
      ] as const) {
        it(`counts by the body of ${name} where the record ${top}`, () => {
          const { usage, doubts } = invocationOf(counts);
          expect([usage.inputTokens, usage.outputTokens]).to.deep.equal([input, output]);
          expect(doubts).to.deep.equal([]);
        });
      }
    }

    it('counts by a body that tells the input only', () => {
      const { usage, doubts } = invocationOf(withCounts({}, undefined, { inputTextTokenCount: 7 }));
      expect([usage.inputTokens, usage.outputTokens]).to.deep.equal([7, 0]);
      expect(doubts).to.deep.equal(['output-not-counted']);
    });

    it('takes the larger of two counts, and says so unless it is the sum of iterations', () => {
      const more = invocationOf(withCounts({ inputTokenCount: 5 }, 3, { usage: { inputTokens: 7, outputTokens: 3 } }));
      expect([more.usage.inputTokens, more.doubts]).to.deep.equal([7, ['body-counts-more']]);
      const less = invocationOf(withCounts({ inputTokenCount: 9 }, 3, { usage: { inputTokens: 7, outputTokens: 3 } }));
      expect([less.usage.inputTokens, less.doubts]).to.deep.equal([9, []]);
      const usage = { input_tokens: 220, output_tokens: 8, iterations };
      const sum = invocationOf(withCounts({ inputTokenCount: 220 }, 8, { usage }));
      expect([sum.usage.inputTokens, sum.usage.outputTokens, sum.doubts]).to.deep.equal([55_416, 133, []]);
    });

    it('asks for a prompt that was not counted, unless it was cached', () => {
      expect(invocationOf(withCounts({ inputTokenCount: 0 }, 3)).doubts).to.deep.equal(['input-not-counted']);
      expect(invocationOf(withCounts({}, 3)).doubts).to.deep.equal(['input-not-counted']);
      expect(invocationOf(withCounts({ cacheReadInputTokenCount: 9 }, 3)).doubts).to.deep.equal([]);
      expect(invocationOf(withCounts({ inputTokenCount: 0 }, 0)).doubts).to.deep.equal([]);
    });
  });

  describe('when record and body disagree on cached tokens', () => {
    const model = { modelId: 'openai.gpt-5.5', operation: 'InvokeModelWithResponseStream' };
    const chunk = { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 4 } };

    it('believes the body if its tokens add up to the count of the record', () => {
      const { usage, doubts } = invocationOf({
        ...model,
        ...withCounts({ inputTokenCount: 10 }, 1, [{ usage: chunk }]),
      });
      expect([usage.inputTokens, usage.cacheReadTokens, doubts]).to.deep.equal([6, 4, []]);
    });

    it('keeps the larger count of the record otherwise', () => {
      const counts = withCounts({ inputTokenCount: 100_000, cacheReadInputTokenCount: 4 }, 1000, [{ usage: chunk }]);
      expect(invocationOf({ ...model, operation: 'InvokeModel', ...counts }).usage.inputTokens).to.equal(100_000);
      const empty = { usage: { input_tokens: 0, input_tokens_details: {} } };
      expect(invocationOf(withCounts({ inputTokenCount: 100_000 }, 1, empty)).usage.inputTokens).to.equal(100_000);
    });
  });

  describe('when a body shows an answer of which no token is counted', () => {
    const bodies: readonly unknown[] = [
      { output: { message: { content: [{ text: 'x' }] } }, stopReason: 'end_turn' },
      { content: [{ type: 'text', text: 'x' }] },
      [{ contentBlockDelta: { delta: { text: 'x' } } }],
      [{ type: 'content_block_delta', delta: { text: 'x' } }],
      { generation: 'x' },
      { choices: [{ message: { content: 'x' } }] },
      { results: [{ outputText: 'x' }] },
    ];
    for (const body of bodies) {
      it(`takes zeros for no counts: ${JSON.stringify(body)}`, () => {
        const none = invocationOf(withCounts({ inputTokenCount: 0 }, 0, body));
        expect(none.doubts).to.deep.equal(['input-not-counted', 'output-not-counted']);
        expect(invocationOf(withCounts({ inputTokenCount: 9 }, 0, body)).doubts).to.deep.equal(['output-not-counted']);
        expect(invocationOf(withCounts({ inputTokenCount: 9 }, 1, body)).doubts).to.deep.equal([]);
      });
    }
  });

  it('takes the sum of cache writes by TTL for their count, where that is missing', () => {
    for (const usage of [
      { cache_creation: { ephemeral_1h_input_tokens: 50 } },
      { cacheDetails: [{ ttl: '1h', inputTokens: 50 }] },
    ]) {
      const call = invocationOf(withCounts({ inputTokenCount: 1 }, 1, { usage }));
      expect(call.usage.cacheWrite1hTokens, JSON.stringify(usage)).to.equal(50);
      expect(call.unknownTtlTokens).to.equal(0);
    }
  });
});
