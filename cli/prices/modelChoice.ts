import { nearestName } from '../../domain/nearestName.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices } from '../../domain/pricing/priceBookData.js';
import { UserError } from '../userError.js';

/** A Region or `global` in front of a model's id: an inference profile. */
const PROFILE = /^(?:us|us-gov|eu|apac|jp|au|ca|in|global)\.(?=[a-z0-9-]+\.)/;

const MAX_CANDIDATES = 12;
const MAX_NEAREST = 3;

/**
 * The model that a text names: an id, an alias or a profile of it, or a part of one or of its name that no other model
 * has. Throws UserError, which lists the candidates or the nearest ids.
 */
export function chooseModel(text: string, book: PriceBook, models: readonly ModelPrices[]): ModelPrices {
  const given = text.trim().replace(/^arn:.*\//, '');
  const exact = book.model(given) ?? book.model(given.replace(PROFILE, ''));
  if (exact !== undefined) return exact;
  const part = given.toLowerCase();
  const found = part === '' ? [] : models.filter((model) => spellingsOf(model).some((one) => one.includes(part)));
  const [only, ...others] = found;
  if (only === undefined)
    throw new UserError(
      `${text}: not in the price book, so calls to it are charged at the dearest comparable rates, which \`cost\` and \`why --calls\` name; near: ${nearest(part, models)}`,
    );
  if (others.length > 0) throw new UserError(`${text}: ${found.length} models; name one of ${listed(found)}`);
  return only;
}

function spellingsOf({ modelId, name, aliases = [] }: ModelPrices): readonly string[] {
  return [modelId, name, ...aliases].map((spelling) => spelling.toLowerCase());
}

function listed(models: readonly ModelPrices[]): string {
  const ids = models.map(({ modelId }) => modelId).sort();
  const rest = ids.length - MAX_CANDIDATES;
  return ids.slice(0, MAX_CANDIDATES).join(', ') + (rest > 0 ? ` … and ${rest} more` : '');
}

/** Ids by their distance, or by that of their names without the maker. */
function nearest(text: string, models: readonly ModelPrices[]): string {
  const idOf = new Map(
    models.flatMap((model) => spellings(model).map((spelling) => [spelling, model.modelId] as const)),
  );
  const near = new Set<string>();
  let left = [...idOf.keys()];
  while (near.size < MAX_NEAREST && left.length > 0) {
    const spelling = nearestName(text, left);
    near.add(idOf.get(spelling) ?? spelling);
    left = left.filter((other) => other !== spelling);
  }
  return [...near].join(', ');
}

/** Also without maker, date and version, and without the family: `claude-opus-4-7`, `opus-4-7`, `opus 4.7`. */
function spellings(model: ModelPrices): readonly string[] {
  const { modelId, name } = model;
  const short = modelId.slice(modelId.indexOf('.') + 1).replace(/(-\d{8})?(-v\d+)?(:\d+)?$/, '');
  return [...spellingsOf(model), short, short.replace(/^[a-z]+-/, ''), name.toLowerCase().replace(/^[a-z]+ /, '')];
}
