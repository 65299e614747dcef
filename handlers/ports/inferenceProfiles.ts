/** Bedrock's application inference profiles. */
export interface InferenceProfileDirectory {
  /** The model id or ARN, or `global.` profile id, behind a profile's ARN; undefined where it is not ours to see. */
  modelBehind(profileArn: string): Promise<string | undefined>;
}
