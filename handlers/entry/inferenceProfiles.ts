import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockInferenceProfiles } from '../adapters/bedrockInferenceProfiles.js';

export function composeInferenceProfiles(limits: object): BedrockInferenceProfiles {
  return new BedrockInferenceProfiles(new BedrockClient(limits));
}
