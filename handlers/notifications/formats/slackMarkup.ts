import type { Fact, Severity } from '../../contracts/notice.js';
import { cut } from '../text.js';

export const EMOJI: Readonly<Record<Severity, string>> = {
  info: ':information_source:',
  warning: ':warning:',
  error: ':small_orange_diamond:',
  critical: ':rotating_light:',
};

/** Slack's markup has no escape for these; their look-alikes mean nothing to it. Inside a word `_` is just a letter. */
const STYLES = /[*~`]|(?<![^\W_])_|_(?![^\W_])/g;

const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Text that stays text: no mention, link or style, whoever is named so (Slack, "Formatting text"). */
export function escaped(text: string): string {
  return entities(text).replace(STYLES, (character) => LOOKALIKES[character] ?? character);
}

/** As `cut`, of text with entities: half of one would be shown. */
export function cutMarkup(text: string, most: number): string {
  return cut(text, most).replace(/&[a-z]{0,3}…$/, '…');
}

export function factLine({ label, value }: Fact): string {
  return `*${label}:* ${code(cut(value, 500))}`;
}

/** A value as it is, to be copied: in code nothing but a backtick and the three entities has a meaning. */
function code(text: string): string {
  return `\`${entities(text.replaceAll('`', "'"))}\``;
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
