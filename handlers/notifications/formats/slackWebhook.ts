import type { Notice } from '../../contracts/notice.js';
import { cut, timeOf, fitted } from '../text.js';
import { cutMarkup, EMOJI, escaped, factLine } from './slackMarkup.js';

/** Limits of Block Kit's header and section texts (Slack, "Reference: blocks"). */
const MAX_HEADER_CHARACTERS = 150;
const MAX_SECTION_CHARACTERS = 3000;

/** The body for an incoming webhook of Slack. */
export function slackMessage(notice: Notice, sender: string): string {
  const { severity, title, facts, consequence, actions, at } = notice;
  const toDo = actions.map((action) => `• ${escaped(action)}`).join('\n');
  return JSON.stringify({
    text: cutMarkup(`${EMOJI[severity]} ${escaped(title)}`, MAX_SECTION_CHARACTERS),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'header',
        text: {
          type: 'plain_text',
          text: cut(fitted(title, MAX_HEADER_CHARACTERS), MAX_HEADER_CHARACTERS),
          emoji: false,
        },
      },
      ...section(facts.map(factLine).join('\n')),
      ...section(escaped(consequence)),
      ...section(toDo),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escaped(`${sender}, ${timeOf(at)}`) }] },
    ],
  });
}

function section(text: string): readonly object[] {
  if (text === '') return [];
  return [{ type: 'section', text: { type: 'mrkdwn', text: cutMarkup(text, MAX_SECTION_CHARACTERS) } }];
}
