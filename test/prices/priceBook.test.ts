import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { modelReferenceOf, type Scope } from '../../domain/invocations/modelReference.js';
import { scaleUsd, usd, usdToString } from '../../domain/money.js';
import type { ModelPrices, PriceBookData, RateRow } from '../../domain/pricing/priceBookData.js';
import { DIMENSIONS, type Dimension } from '../../domain/invocations/usage.js';
import { formatPriceBook } from '../../prices/formatPriceBook.js';
import { readPriceBook } from '../../prices/readSources.js';

const text = readFileSync('prices/priceBook.json', 'utf8');
const data = JSON.parse(text) as PriceBookData;
const book = loadFallbackPriceBook();
const NOVEMBER = Date.UTC(2026, 10, 24);

/** USD per million, as price pages print it. */
function perMillion(
  modelId: string,
  dimension: Dimension,
  scope: Scope = 'regional',
  region = 'us-east-1',
  contextSize: RateRow['contextSize'] = 'standard',
): string | undefined {
  const rate = book.rates({ modelId, region, scope, tier: 'standard', contextSize }, NOVEMBER).get(dimension);
  return rate === undefined ? undefined : usdToString(scaleUsd(rate.usdPer1000, usd('1000')));
}

function rowsOf(model: ModelPrices, scope: Scope): readonly RateRow[] {
  return model.rows.filter((row) => row.scope === scope && row.tier === 'standard');
}

describe('the price book', () => {
  it('is what its sources give', () => {
    expect(formatPriceBook(readPriceBook('prices/sources'))).to.equal(text);
  });

  it('names a source that it describes for every rate', () => {
    for (const model of data.models) {
      for (const row of model.rows) {
        for (const rate of Object.values(row.rates)) expect(data.sources).to.have.property(rate.source);
      }
    }
    for (const { source } of Object.values(data.tierFactors)) expect(data.sources).to.have.property(source);
  });

  it('has rates that someone could be billed by', () => {
    for (const model of data.models) {
      for (const row of model.rows) {
        for (const dimension of DIMENSIONS) {
          const rate = row.rates[dimension]?.usdPer1000;
          if (rate === undefined || !dimension.endsWith('Tokens')) continue;
          const where = `${model.modelId} ${row.regions.join()} ${dimension} ${rate}`;
          const isFreeByIntent = model.modelId === 'amazon.nova-micro-v1:0' && dimension === 'cacheWrite5mTokens';
          if (isFreeByIntent) expect(rate, where).to.equal('0');
          else expect(Number(rate) * 1000, where).to.be.within(0.005, row.tier === 'ultrafast' ? 500 : 300);
        }
      }
    }
  });

  it('never bills output below input, but for models that bill both alike or only one', () => {
    for (const model of data.models.filter(({ modality }) => modality === 'text')) {
      for (const { rates } of model.rows.filter((row) => row.tier === 'standard')) {
        if (rates.inputTokens === undefined || rates.outputTokens === undefined) continue;
        expect(Number(rates.outputTokens.usdPer1000), model.modelId).to.be.at.least(
          Number(rates.inputTokens.usdPer1000),
        );
      }
    }
  });
});

describe('the price book on the models that Bedrock lists', () => {
  const listed = JSON.parse(readFileSync('prices/sources/list-foundation-models_us-east-1.json', 'utf8')) as {
    modelSummaries: readonly { readonly modelId: string }[];
  };
  for (const { modelId } of listed.modelSummaries) {
    it(`knows ${modelId}, or why not`, () => {
      const reference = modelReferenceOf(modelId);
      const model = reference.kind === 'foundation' ? book.model(reference.modelId) : undefined;
      expect(model, 'not in the book').to.not.equal(undefined);
      const isPriced = model?.rows.some(({ rates }) => Object.keys(rates).length > 0) === true;
      expect(isPriced || model?.unpricedReason !== undefined).to.equal(true);
    });
  }
});

describe('the price book against published prices', () => {
  /** USD per million tokens in us-east-1, regional and global, in and out. */
  const claude: readonly (readonly [string, string, string, string, string])[] = [
    ['anthropic.claude-opus-5-5', '4.4', '22', '4', '20'],
    ['anthropic.claude-sonnet-5-5', '2.2', '11', '2', '10'],
    ['anthropic.claude-haiku-5-5', '0.11', '0.55', '0.1', '0.5'],
    ['anthropic.claude-fable-5-1', '11', '55', '10', '50'],
    ['anthropic.claude-mythos-5-1', '11', '55', '10', '50'],
    ['anthropic.claude-fable-5', '11', '55', '10', '50'],
    ['anthropic.claude-mythos-5', '11', '55', '10', '50'],
    ['anthropic.claude-opus-5', '5.5', '27.5', '5', '25'],
    ['anthropic.claude-opus-4-8', '5.5', '27.5', '5', '25'],
    ['anthropic.claude-opus-4-7', '5.5', '27.5', '5', '25'],
    ['anthropic.claude-opus-4-6-v1', '5.5', '27.5', '5', '25'],
    ['anthropic.claude-opus-4-5-20251101-v1:0', '5.5', '27.5', '5', '25'],
    ['anthropic.claude-sonnet-5', '2.2', '11', '2', '10'],
    ['anthropic.claude-sonnet-4-6', '3.3', '16.5', '3', '15'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', '3.3', '16.5', '3', '15'],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', '1.1', '5.5', '1', '5'],
  ];
  for (const [modelId, input, output, globalInput, globalOutput] of claude) {
    it(`bills ${modelId} at ${input}/${output}, globally ${globalInput}/${globalOutput}, in every Region`, () => {
      for (const region of ['us-east-1', 'eu-central-1', 'ap-southeast-2']) {
        expect([
          perMillion(modelId, 'inputTokens', 'regional', region),
          perMillion(modelId, 'outputTokens', 'regional', region),
        ]).to.deep.equal([input, output]);
        expect([
          perMillion(modelId, 'inputTokens', 'global', region),
          perMillion(modelId, 'outputTokens', 'global', region),
        ]).to.deep.equal([globalInput, globalOutput]);
      }
    });
  }

  const others: readonly (readonly [string, string, string | undefined])[] = [
    ['anthropic.claude-opus-4-1-20250805-v1:0', '15', '75'],
    ['anthropic.claude-3-opus-20240229-v1:0', '15', '75'],
    ['anthropic.claude-sonnet-4-20250514-v1:0', '3', '15'],
    ['anthropic.claude-3-7-sonnet-20250219-v1:0', '3', '15'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', '6', '30'],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', '0.8', '4'],
    ['anthropic.claude-3-haiku-20240307-v1:0', '0.25', '1.25'],
    ['amazon.nova-micro-v1:0', '0.035', '0.14'],
    ['amazon.nova-lite-v1:0', '0.06', '0.24'],
    ['amazon.nova-pro-v1:0', '0.8', '3.2'],
    ['amazon.nova-premier-v1:0', '2.5', '12.5'],
    ['amazon.nova-2-lite-v1:0', '0.33', '2.75'],
    ['amazon.nova-2-pro-v1:0', '1.375', '11'],
    ['amazon.titan-embed-text-v2:0', '0.02', undefined],
    ['amazon.titan-embed-text-v1', '0.1', undefined],
    ['amazon.nova-2-multimodal-embeddings-v1:0', '0.135', undefined],
    ['cohere.embed-english-v3', '0.1', undefined],
    ['cohere.embed-v4:0', '0.12', undefined],
    ['cohere.command-r-v1:0', '0.5', '1.5'],
    ['cohere.command-r-plus-v1:0', '3', '15'],
    ['meta.llama3-3-70b-instruct-v1:0', '0.72', '0.72'],
    ['meta.llama3-1-8b-instruct-v1:0', '0.22', '0.22'],
    ['meta.llama4-maverick-17b-instruct-v1:0', '0.24', '0.97'],
    ['meta.llama4-scout-17b-instruct-v1:0', '0.17', '0.66'],
    ['mistral.mistral-large-2402-v1:0', '4', '12'],
    ['mistral.mistral-large-3-675b-instruct', '0.5', '1.5'],
    ['mistral.pixtral-large-2502-v1:0', '2', '6'],
    ['deepseek.r1-v1:0', '1.35', '5.4'],
    ['deepseek.v3-v1:0', '0.58', '1.68'],
    ['deepseek.v3.2', '0.62', '1.85'],
    ['openai.gpt-oss-120b-1:0', '0.15', '0.6'],
    ['openai.gpt-oss-20b-1:0', '0.07', '0.3'],
    ['openai.gpt-5.6-sol', '4.4', '22'],
    ['openai.gpt-5.6-terra', '2.2', '13.2'],
    ['openai.gpt-5.6-luna', '0.22', '1.32'],
    ['openai.gpt-6-astra', '11', '55'],
    ['openai.gpt-6-sol', '2.2', '11'],
    ['openai.gpt-6-luna', '0.11', '0.55'],
    ['openai.gpt-6.1-sol', '2.2', '11'],
    ['openai.gpt-6.1-terra', '1.1', '5.5'],
    ['moonshotai.kimi-k3', '3.3', '16.5'],
    ['moonshotai.kimi-k3.1', '4.4', '22'],
    ['moonshotai.kimi-k2-thinking', '0.6', '2.5'],
    ['xai.grok-4.6', '2.2', '6.6'],
    ['xai.grok-4.7', '2.2', '6.6'],
    ['zai.glm-5.3', '1.848', '5.808'],
    ['ai21.j2-ultra-v1', '18.8', '18.8'],
    ['ai21.j2-mid-v1', '12.5', '12.5'],
    ['anthropic.claude-v2', '8', '24'],
    ['anthropic.claude-instant-v1', '0.8', '2.4'],
    ['anthropic.claude-instant-v1:100k', '3.26', '11.02'],
    ['anthropic.claude-v1:100k', '22.04', '65.36'],
    ['openai.gpt-5.4', '2.75', '16.5'],
    ['qwen.qwen3-235b-a22b-2507-v1:0', '0.22', '0.88'],
    ['qwen.qwen3-coder-480b-a35b-v1:0', '0.45', '1.8'],
    ['qwen.qwen3-32b-v1:0', '0.15', '0.6'],
    ['moonshotai.kimi-k2.5', '0.6', '3'],
    ['zai.glm-5', '1', '3.2'],
    ['xai.grok-4.3', '1.25', '2.5'],
  ];
  for (const [modelId, input, output] of others) {
    it(`bills ${modelId} at ${input}/${output ?? '-'}`, () => {
      expect([perMillion(modelId, 'inputTokens'), perMillion(modelId, 'outputTokens')]).to.deep.equal([input, output]);
    });
  }

  it('bills Claude 4.5 and later 10 % more regionally than globally, in every dimension', () => {
    const later = data.models.filter((model) => claude.some(([modelId]) => modelId === model.modelId));
    expect(later).to.have.length(claude.length);
    for (const model of later) {
      for (const regional of rowsOf(model, 'regional').filter((row) => row.regions.includes('*'))) {
        const global = rowsOf(model, 'global').find((row) => row.contextSize === regional.contextSize);
        for (const dimension of DIMENSIONS.filter((name) => regional.rates[name] !== undefined)) {
          const expected = scaleUsd(usd(global?.rates[dimension]?.usdPer1000 ?? '0'), usd('1.1'));
          expect(regional.rates[dimension]?.usdPer1000, `${model.modelId} ${dimension}`).to.equal(
            usdToString(expected),
          );
        }
      }
    }
  });

  /** Cache read, write for 5 minutes and for 1 hour: USD per million. */
  const caches: readonly (readonly [string, Scope, string, string | undefined, string | undefined])[] = [
    ['anthropic.claude-opus-5-5', 'global', '0.2', '5', '8'],
    ['anthropic.claude-sonnet-5-5', 'global', '0.1', '2.5', '4'],
    ['anthropic.claude-fable-5-1', 'global', '0.25', '12.5', '20'],
    ['anthropic.claude-fable-5', 'global', '1', '12.5', '20'],
    ['anthropic.claude-opus-5', 'regional', '0.55', '6.875', '11'],
    ['anthropic.claude-opus-4-7', 'global', '0.5', '6.25', '10'],
    ['anthropic.claude-sonnet-4-6', 'regional', '0.33', '4.125', '6.6'],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 'regional', '0.11', '1.375', '2.2'],
    ['anthropic.claude-opus-4-20250514-v1:0', 'regional', '1.5', '18.75', undefined],
    ['anthropic.claude-opus-4-1-20250805-v1:0', 'regional', '1.5', '18.75', undefined],
    ['anthropic.claude-sonnet-4-20250514-v1:0', 'regional', '0.3', '3.75', undefined],
    ['anthropic.claude-3-7-sonnet-20250219-v1:0', 'regional', '0.3', '3.75', undefined],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'regional', '0.08', '1', undefined],
    ['anthropic.claude-fable-5-2', 'regional', '0.22', '11', '17.6'],
    ['amazon.nova-micro-v1:0', 'regional', '0.00875', '0', undefined],
    ['amazon.nova-pro-v1:0', 'regional', '0.2', undefined, undefined],
    ['openai.gpt-5.6-sol', 'regional', '0.44', '5.5', '5.5'],
    ['openai.gpt-6.1-sol', 'global', '0.1', '2.5', '2.5'],
    ['moonshotai.kimi-k3.1', 'regional', '0.22', '5.5', '5.5'],
    ['zai.glm-5.3', 'global', '0.312', '2.1', '2.1'],
  ];
  for (const [modelId, scope, read, write5m, write1h] of caches) {
    it(`bills the cache of ${modelId}, ${scope}, at ${read}, ${write5m ?? '-'} and ${write1h ?? '-'}`, () => {
      const dimensions = ['cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'] as const;
      expect(dimensions.map((dimension) => perMillion(modelId, dimension, scope))).to.deep.equal([
        read,
        write5m,
        write1h,
      ]);
    });
  }

  it('bills long prompts of Sonnet 4 and Haiku 5.5 as a whole at their higher rates', () => {
    expect(book.model('anthropic.claude-sonnet-4-20250514-v1:0')?.longContextAboveTokens).to.equal(200_000);
    expect(
      perMillion('anthropic.claude-sonnet-4-20250514-v1:0', 'outputTokens', 'global', 'us-east-1', 'long'),
    ).to.equal('22.5');
    expect(perMillion('anthropic.claude-haiku-5-5', 'inputTokens', 'global', 'us-east-1', 'long')).to.equal('0.5');
  });

  it('names both rates where sources disagree', () => {
    for (const [modelId, other] of [
      ['anthropic.claude-sonnet-5', '3/15'],
      ['anthropic.claude-3-5-sonnet-20241022-v2:0', '3/15'],
      ['anthropic.claude-3-5-haiku-20241022-v1:0', '1/5'],
      ['amazon.nova-2-lite-v1:0', '0.3/2.5'],
      ['amazon.titan-embed-g1-text-02', '0.02'],
    ] as const) {
      expect(JSON.stringify(book.model(modelId)?.rows), modelId).to.include(other);
    }
  });
});
