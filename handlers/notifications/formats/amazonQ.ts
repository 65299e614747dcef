import type { Notice } from '../../contracts/notice.js';
import { cut } from '../text.js';
import { cutMarkup, EMOJI, escaped, factLine } from './slackMarkup.js';

/** Limits of custom notifications (Amazon Q Developer in chat applications, "Custom notifications"). */
const MAX_TITLE_CHARACTERS = 250;
const MAX_DESCRIPTION_CHARACTERS = 8000;

/** For a Slack channel of Amazon Q Developer in chat applications; what has another form it drops without a word. */
export function amazonQNotification(notice: Notice, sender: string): string {
  const { eventId, type, severity, title, facts, consequence, actions, incident } = notice;
  const description = [...facts.map(factLine), '', escaped(consequence)].join('\n');
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id: eventId,
    content: {
      textType: 'client-markdown',
      title: cutMarkup(`${EMOJI[severity]} ${escaped(title)}`, MAX_TITLE_CHARACTERS),
      description: cutMarkup(description, MAX_DESCRIPTION_CHARACTERS),
      ...(actions.length === 0 ? {} : { nextSteps: actions.map(escaped) }),
      keywords: [sender, type],
    },
    metadata: {
      // A thread hides what is in it: only what follows an incident goes there.
      ...(incident === undefined ? {} : { threadId: cut(incident.key, 250) }),
      summary: cutMarkup(escaped(title), MAX_TITLE_CHARACTERS),
      eventType: type,
    },
  });
}
