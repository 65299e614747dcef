import type { Notice } from '../notice.js';
import { asciiCut } from '../text.js';

/** One part, whatever alphabet the carrier uses (SNS API reference, Publish). */
const MOST_CHARACTERS = 140;

export function smsText({ title }: Notice): string {
  return asciiCut(`Bedrock budget: ${title}`, MOST_CHARACTERS);
}
