const MODEL_ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*):[^:]*:foundation-model\/(.+)$/;

/**
 * What stands behind an inference profile, from the ARNs of its models in all of its Regions: the ARN of one, or the id
 * of the `global.` profile where one ARN is without a Region. Undefined if they are not one and the same model, or none
 * that is known.
 *
 * GetInferenceProfile's reference gives `modelArn` a Region always; the guide on global cross-Region inference names
 * `arn:aws:bedrock:::foundation-model/…` as the model of global profiles. Should a global profile list Regions only, its
 * calls are priced at the regional rate, which is the dearer one.
 */
export function modelBehindArns(modelArns: readonly string[]): string | undefined {
  const [first] = modelArns;
  const models = modelArns.map((arn) => MODEL_ARN.exec(arn));
  const ids = new Set(models.map((model) => model?.[2]));
  const [id] = ids;
  if (ids.size !== 1 || id === undefined) return undefined;
  return models.some((model) => model?.[1] === '') ? `global.${id}` : first;
}
