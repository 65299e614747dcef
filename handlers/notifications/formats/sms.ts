import type { Notice } from '../../contracts/notice.js';
import { asciiFitted } from '../text.js';

/** One part, whatever alphabet the carrier uses (SNS API reference, Publish). */
const MAX_CHARACTERS = 140;

export function smsText({ title }: Notice): string {
  return asciiFitted(`Bedrock budget: ${title}`, MAX_CHARACTERS);
}
