import type { Modality } from '../pricing/priceBookData.js';

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
