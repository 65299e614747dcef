/** What a model answers with, or `guardrail`, which evaluates text; decides which rates are comparable when one has to stand in for another. */
export type Modality = 'text' | 'embedding' | 'image' | 'video' | 'speech' | 'rerank' | 'guardrail';

/** For models that the price book does not know: what their name says they answer with. */
export function guessModality(modelId: string): Modality {
  const hints: readonly (readonly [RegExp, Modality])[] = [
    [/embed/, 'embedding'],
    [/rerank/, 'rerank'],
    [/image|canvas|diffusion|upscale|outpaint|^stability\.|flux/, 'image'],
    [/reel|video|\bray\b|^luma\./, 'video'],
    [/sonic|speech/, 'speech'],
  ];
  return hints.find(([pattern]) => pattern.test(modelId))?.[1] ?? 'text';
}
