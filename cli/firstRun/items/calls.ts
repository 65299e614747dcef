import type { Step } from '../item.js';

/** One short call of a model: a few thousandths of a cent. */
export const ONE_CALL = `aws bedrock-runtime converse --region REGION --model-id amazon.nova-micro-v1:0 --messages '[{"role":"user","content":[{"text":"count up"}]}]' --inference-config maxTokens=20`;

export const CALL: Step = { say: 'Make a call, as in record-fields.' };
